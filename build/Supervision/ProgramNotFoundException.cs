namespace VmTest.Supervision;

/// <summary>A program is not on this machine, or cannot be executed.</summary>
public sealed class ProgramNotFoundException(string program, Exception? inner = null)
    : Exception($"the program '{program}' cannot be started on this machine", inner)
{
    public string Program { get; } = program;
}
