using VmTest.Diagnosis.Source;
using VmTest.Nix;

namespace VmTest.Diagnosis;

/// <summary>What is known of an evaluation that failed.</summary>
/// <param name="Error">The message of Nix that is explained.</param>
/// <param name="Source">The files of the flake under test.</param>
/// <param name="Search">What these files define.</param>
/// <param name="Host">The host that was evaluated; null for the flake itself.</param>
internal sealed record FailedEvaluation(NixError Error, FlakeSource Source, DefinitionSearch Search, string? Host);
