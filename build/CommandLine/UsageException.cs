namespace VmTest.CommandLine;

/// <summary>The command line asks for something that there is not. The message says what is allowed.</summary>
public sealed class UsageException(string message) : Exception(message);
