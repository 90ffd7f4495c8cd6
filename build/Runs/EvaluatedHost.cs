using VmTest.Nix;

namespace VmTest.Runs;

/// <summary>A host whose system evaluates.</summary>
public record EvaluatedHost : SelectedHost
{
    private static readonly string[] DesktopUnits = ["graphical.target", "display-manager.service"];

    public EvaluatedHost(SelectedHost host, HostEvaluation evaluation, HostSettings settings)
        : base(host)
    {
        Evaluation = evaluation;
        Settings = settings;
    }

    public HostEvaluation Evaluation { get; }

    public HostSettings Settings { get; }

    /// <summary>Units that must be active when the system is ready. A desktop that does not show a login screen is none.</summary>
    public IReadOnlyList<string> RequiredUnits => [.. Settings.RequiredUnits.Union(Evaluation.Desktop == true ? DesktopUnits : [])];
}
