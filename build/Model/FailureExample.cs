namespace VmTest.Model;

/// <summary>How a failure code is met with.</summary>
/// <param name="Line">A line of a log or of a configuration that leads to it.</param>
/// <param name="Causes">Its usual causes, the most frequent first; one sentence each.</param>
public sealed record FailureExample(string Line, params IReadOnlyList<string> Causes);
