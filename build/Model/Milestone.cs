namespace VmTest.Model;

/// <summary>A stage of a boot and when it began, from QEMU's start.</summary>
public sealed record Milestone(string Name, long AtMs);
