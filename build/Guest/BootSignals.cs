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
    private BootEnd? doubtful;
    private bool panicked;

    /// <summary>The sign that decides, once it has come.</summary>
    public Task<BootEnd> Ended => ended.Task;

    /// <summary>Units that the console has reported as started.</summary>
    public int UnitsStarted => Volatile.Read(ref unitsStarted);

    /// <summary>When the console showed the default target or a login prompt.</summary>
    public TimeSpan? ConsoleReadyAt => consoleReadyAt;

    /// <summary>Decides whether what only the console says is so; without it the console's word is enough.</summary>
    internal SignConfirmation? Confirmation { get; set; }

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
            ConsoleSign.PassphrasePrompt => BootEndKind.Passphrase,
            ConsoleSign.ManagerCrashed => BootEndKind.ManagerCrashed,
            ConsoleSign.KernelPanic => BootEndKind.KernelPanic,
            ConsoleSign.Emergency => BootEndKind.Emergency,
            ConsoleSign.Rescue => BootEndKind.Rescue,
            _ => null,
        };
        if (end is { } kind)
        {
            Consider(kind, line);
        }
    }

    /// <summary>An encrypted disk could not be opened by the passphrase that the guest was given: without it no boot goes on.</summary>
    public void OnLocked(string line) => Consider(BootEndKind.Passphrase, line);

    /// <summary>systemd's word for the whole system, as <c>systemctl is-system-running</c> prints it.</summary>
    public void OnState(string state)
    {
        if (state is "running" or "degraded")
        {
            End(BootEndKind.Ready, state);
        }
        else if (state == "maintenance")
        {
            // Rescue mode is maintenance, too; only the console tells one from the other.
            End(Volatile.Read(ref doubtful) is { Kind: BootEndKind.Rescue } ? BootEndKind.Rescue : BootEndKind.Emergency, state);
        }
    }

    public void OnVm(VmEvent entry)
    {
        if (entry.Kind is VmEventKind.Panicked or VmEventKind.Reset or VmEventKind.ShuttingDown)
        {
            panicked |= entry.Kind == VmEventKind.Panicked;
            EndDoubt();
        }

        if (entry.Kind == VmEventKind.Reset)
        {
            Confirmation?.OnReset();
        }

        if (entry.Kind == VmEventKind.ShuttingDown)
        {
            shutdownReason = entry.Reason;
        }
        else if (entry.Kind == VmEventKind.Reset && entry.Reason == "guest-reset" && Interlocked.Increment(ref resets) > ToleratedResets)
        {
            End(BootEndKind.RebootLoop, $"{resets} restarts within {Duration.Text(elapsed())}");
        }
    }

    public void OnExit(int code)
    {
        EndDoubt();
        End(BootEndKind.GuestExited,
            shutdownReason is null ? $"QEMU ended with exit code {code}" : $"{shutdownReason} (QEMU's exit code {code})");
    }

    /// <summary>What the console says of a dead kernel is so once the machine stops.</summary>
    private void EndDoubt()
    {
        if (Volatile.Read(ref doubtful) is { Kind: BootEndKind.KernelPanic or BootEndKind.ManagerCrashed } end)
        {
            End(end.Kind, end.Detail);
        }
    }

    private void Consider(BootEndKind kind, string line)
    {
        var believed = Confirmation is null || kind switch
        {
            BootEndKind.Firmware or BootEndKind.Bootloader or BootEndKind.Initrd or BootEndKind.Passphrase => !Confirmation.ProbeHasSpoken,
            BootEndKind.Emergency or BootEndKind.Rescue => !Confirmation.ProbeHasSpoken,
            _ => panicked && kind == BootEndKind.KernelPanic,
        };
        if (believed)
        {
            End(kind, line);
        }
        else if (kind is not (BootEndKind.Firmware or BootEndKind.Bootloader or BootEndKind.Initrd or BootEndKind.Passphrase)
            && Interlocked.CompareExchange(ref doubtful, new BootEnd(kind, line, elapsed()), null) is null)
        {
            _ = DoubtAsync(kind, line);
        }
    }

    /// <summary>For emergency and rescue mode the probe has a word of its own, which usually comes first.</summary>
    private async Task DoubtAsync(BootEndKind kind, string line)
    {
        if (await Confirmation!.FallsSilentAsync())
        {
            End(kind, line);
        }

        Volatile.Write(ref doubtful, null);
    }
}
