namespace VmTest.Project;

/// <summary>A test that did not pass, and why.</summary>
internal sealed record FailedTest(string Name, string Message);
