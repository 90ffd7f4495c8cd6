using VmTest.Nix;

namespace VmTest.Runs;

/// <summary>A host whose system evaluates.</summary>
public record EvaluatedHost : SelectedHost
{
    public EvaluatedHost(SelectedHost host, HostEvaluation evaluation, HostSettings settings)
        : base(host)
    {
        Evaluation = evaluation;
        Settings = settings;
    }

    public HostEvaluation Evaluation { get; }

    public HostSettings Settings { get; }
}
