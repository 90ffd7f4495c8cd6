namespace VmTest.Supervision;

/// <summary>A program is there, but did not answer within its limit.</summary>
/// <param name="program">The program.</param>
/// <param name="question">Its arguments.</param>
/// <param name="limit">How long it was waited for.</param>
public sealed class ProgramSilentException(string program, string question, TimeSpan limit)
    : Exception($"{program} {question} printed nothing within {limit.TotalSeconds} s")
{
    public string Program { get; } = program;
}
