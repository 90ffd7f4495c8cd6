using VmTest.Model;

namespace VmTest.DiagnosisTests.Catalogue;

/// <summary>What one run of a case said.</summary>
internal sealed record CaseResult(
    IReadOnlyList<Failure> Failures, IReadOnlyList<Failure> Warnings, IReadOnlyList<string> Passed, string Console, TimeSpan Duration);
