namespace VmTest.Qemu;

/// <summary>What a trial of the KVM device came to.</summary>
/// <param name="State">The class of the result.</param>
/// <param name="Detail">The observation behind it, as part of a sentence.</param>
public sealed record KvmVerdict(KvmState State, string Detail);
