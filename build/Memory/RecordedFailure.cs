using VmTest.Model;

namespace VmTest.Memory;

/// <param name="Fingerprint">Equal for the same cause in every run.</param>
/// <param name="Code">The failure code.</param>
/// <param name="Phase">Where it struck; null outside every phase.</param>
/// <param name="Subject">What it is about; null where it names nothing.</param>
public sealed record RecordedFailure(string Fingerprint, string Code, Phase? Phase = null, string? Subject = null);
