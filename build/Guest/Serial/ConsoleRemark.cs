namespace VmTest.Guest.Serial;

/// <summary>A line of the console that may say why a boot fails.</summary>
/// <param name="Kind">What it says.</param>
/// <param name="What">The thing that it names: a device, a file, a unit or its description; empty where it names none.</param>
/// <param name="Text">The line without time and program.</param>
/// <param name="Detail">A second name: the mapping of an encrypted device, or since when a job runs; empty where there is none.</param>
public sealed record ConsoleRemark(RemarkKind Kind, string What, string Text, string Detail);
