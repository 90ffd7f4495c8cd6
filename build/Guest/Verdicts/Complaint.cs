using VmTest.Model;

namespace VmTest.Guest.Verdicts;

/// <summary>Something that went wrong in a boot that did not end.</summary>
/// <param name="Subject">What it is about; null where it has no name.</param>
/// <param name="Text">What happened, as a part of a sentence.</param>
internal sealed record Complaint(Subject? Subject, string Text);
