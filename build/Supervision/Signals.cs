namespace VmTest.Supervision;

/// <summary>Signal numbers, equal on every Linux architecture (signal(7)).</summary>
internal static class Signals
{
    public const int Hangup = 1;
    public const int Interrupt = 2;
    public const int Abort = 6;
    public const int Kill = 9;
    public const int SegmentationFault = 11;
    public const int Terminate = 15;

    /// <summary>The name without "SIG", as util-linux takes it.</summary>
    public static string Name(int signal) => signal switch
    {
        Hangup => "HUP",
        Interrupt => "INT",
        Terminate => "TERM",
        _ => "KILL",
    };
}
