using VmTest.Guest.Serial;
using VmTest.Qemu;
using VmTest.Text;

namespace VmTest.Guest;

/// <summary>Watches for the first sign that decides how a boot ends, wherever it comes from: console, probe, QEMU.</summary>
public sealed class BootSignals(Func<TimeSpan> elapsed)
{
    // One restart may be the system's own wish, after a check of its disk for example.
    private const int ToleratedResets = 1;

    private readonly TaskCompletionSource<BootEnd> ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int unitsStarted;
    private int resets;
    private string? shutdownReason;
    private TimeSpan? consoleReadyAt;

    /// <summary>The sign that decides, once it has come.</summary>
    public Task<BootEnd> Ended => ended.Task;

    /// <summary>Units that the console has reported as started.</summary>
    public int UnitsStarted => Volatile.Read(ref unitsStarted);

    /// <summary>When the console showed the default target or a login prompt.</summary>
    public TimeSpan? ConsoleReadyAt => consoleReadyAt;

    public void End(BootEndKind kind, string detail) => ended.TrySetResult(new BootEnd(kind, detail, elapsed()));

    public void OnConsole(ConsoleSign sign, string line)
    {
        if (sign == ConsoleSign.UnitStarted)
        {
            Interlocked.Increment(ref unitsStarted);
        }
        else if (sign is ConsoleSign.DefaultTargetReached or ConsoleSign.LoginPrompt)
        {
            consoleReadyAt ??= elapsed();
        }

        BootEndKind? end = sign switch
        {
            ConsoleSign.NoBootableDevice or ConsoleSign.FirmwareShell => BootEndKind.Firmware,
            ConsoleSign.LoaderPrompt or ConsoleSign.LoaderWithoutEntry => BootEndKind.Bootloader,
            ConsoleSign.InitrdPrompt => BootEndKind.Initrd,
            ConsoleSign.ManagerCrashed => BootEndKind.ManagerCrashed,
            ConsoleSign.KernelPanic => BootEndKind.KernelPanic,
            ConsoleSign.Emergency => BootEndKind.Emergency,
            ConsoleSign.Rescue => BootEndKind.Rescue,
            _ => null,
        };
        if (end is { } kind)
        {
            End(kind, line);
        }
    }

    /// <summary>systemd's word for the whole system, as <c>systemctl is-system-running</c> prints it.</summary>
    public void OnState(string state)
    {
        if (state is "running" or "degraded")
        {
            End(BootEndKind.Ready, state);
        }
        else if (state == "maintenance")
        {
            End(BootEndKind.Emergency, state);
        }
    }

    public void OnVm(VmEvent entry)
    {
        if (entry.Kind == VmEventKind.ShuttingDown)
        {
            shutdownReason = entry.Reason;
        }
        else if (entry.Kind == VmEventKind.Reset && entry.Reason == "guest-reset" && Interlocked.Increment(ref resets) > ToleratedResets)
        {
            End(BootEndKind.RebootLoop, $"{resets} restarts within {Duration.Text(elapsed())}");
        }
    }

    public void OnExit(int code) =>
        End(BootEndKind.GuestExited, shutdownReason is null ? $"QEMU ended with exit code {code}" : $"{shutdownReason} (QEMU's exit code {code})");
}
