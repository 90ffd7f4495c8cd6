namespace VmTest.Model;

/// <summary>One step of an installation, as its program's own output showed it.</summary>
/// <param name="Step">Which one.</param>
/// <param name="DurationMs">Until the next step, or the end.</param>
/// <param name="Text">The line with which it began.</param>
public sealed record InstallStepReport(InstallStep Step, long DurationMs, string Text);
