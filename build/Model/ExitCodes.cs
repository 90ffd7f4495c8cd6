namespace VmTest.Model;

/// <summary>The program's exit codes, a contract with scripts and workflows.</summary>
internal static class ExitCodes
{
    public const int Success = 0;
    public const int Internal = 1;
    public const int Usage = 2;
    private const int SignalBase = 128;

    public static int Of(Phase phase) => phase switch
    {
        Phase.Preflight => 10,
        Phase.Evaluate => 20,
        Phase.Build => 30,
        Phase.Install => 40,
        Phase.Boot => 50,
        Phase.Runtime => 60,
        _ => Internal,
    };

    /// <summary>129 for SIGHUP, 130 for SIGINT, 143 for SIGTERM: as a shell reports a death by that signal.</summary>
    public static int OfSignal(int signal) => SignalBase + signal;
}
