namespace VmTest.Runs;

/// <summary>A host whose system is in the store.</summary>
public record BuiltHost : EvaluatedHost
{
    public BuiltHost(EvaluatedHost host, string? runScript)
        : base(host)
    {
        RunScript = runScript;
    }

    /// <summary>The built <c>bin/run-*-vm</c>; null where the host is installed, for the installed VM comes with its disk.</summary>
    public string? RunScript { get; }
}
