using VmTest.Nix;

namespace VmTest.Runs;

/// <summary>A host whose system evaluates.</summary>
public record EvaluatedHost : SelectedHost
{
    public EvaluatedHost(SelectedHost host, HostEvaluation evaluation)
        : base(host)
    {
        Evaluation = evaluation;
    }

    public HostEvaluation Evaluation { get; }
}
