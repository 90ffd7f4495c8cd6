namespace VmTest.Model;

/// <summary>The run that has proved a host, so that it need not be tested again.</summary>
/// <param name="Run">Its ID.</param>
/// <param name="At">When it began.</param>
public sealed record ReusedRun(string Run, DateTimeOffset At);
