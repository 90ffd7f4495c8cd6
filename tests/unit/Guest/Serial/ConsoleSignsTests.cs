using VmTest.Guest.Serial;

namespace VmTest.UnitTests.Guest.Serial;

public sealed class ConsoleSignsTests
{
    [TestCase("[    0.000000] Linux version 6.12.1 (x@y)", ConsoleSign.KernelStarted)]
    [TestCase("SeaBIOS (version 1.16.2-debian-1.16.2-1)", ConsoleSign.Firmware)]
    [TestCase("No bootable device.", ConsoleSign.NoBootableDevice)]
    [TestCase("BdsDxe: loading Boot0000 \"UiApp\" from Fv(7CB8BDC9)/FvFile(462CAA21)", ConsoleSign.Firmware)]
    [TestCase("BdsDxe: starting Boot0000 \"UiApp\" from Fv(7CB8BDC9)/FvFile(462CAA21)", ConsoleSign.FirmwareShell)]
    [TestCase("grub rescue> ", ConsoleSign.LoaderPrompt)]
    [TestCase("   Reboot Into Firmware Interface                      Boot in 10 s.   ", ConsoleSign.LoaderWithoutEntry)]
    [TestCase("    Reboot Into Firmware Interface              B \ufffd           Boot in 9 s.   ", ConsoleSign.LoaderWithoutEntry)]
    [TestCase("   NixOS     Reboot Into Firmware Interface            Boot in 5 s.   ", ConsoleSign.None)]
    [TestCase("No loader found. Configuration files in \\loader\\entries\\*.conf are needed.", ConsoleSign.LoaderWithoutEntry)]
    [TestCase("<<< NixOS Stage 1 >>>", ConsoleSign.InitrdStarted)]
    [TestCase("<<< NixOS Stage 2 >>>", ConsoleSign.Userspace)]
    [TestCase("Welcome to NixOS 26.11 (Yarara)!", ConsoleSign.Userspace)]
    [TestCase("Activation script snippet 'etc' failed (1)", ConsoleSign.ActivationFailed)]
    [TestCase("systemd[1]: Caught <SEGV>, dumped core. Freezing execution.", ConsoleSign.ManagerCrashed)]
    [TestCase("[  OK  ] Started sshd.service - OpenSSH.", ConsoleSign.UnitStarted)]
    [TestCase("[  OK  ] Reached target Network.", ConsoleSign.UnitStarted)]
    [TestCase("[  OK  ] Reached target Multi-User System.", ConsoleSign.DefaultTargetReached)]
    [TestCase("[  OK  ] Reached target multi-user.target.", ConsoleSign.DefaultTargetReached)]
    [TestCase("[  OK  ] Reached target multi-user.target - Multi-User System.", ConsoleSign.DefaultTargetReached)]
    [TestCase("[  OK  ] Reached target graphical.target - Graphical Interface.", ConsoleSign.DefaultTargetReached)]
    [TestCase("[FAILED] Failed to start x.service.", ConsoleSign.UnitFailed)]
    [TestCase("[ TIME ] Timed out waiting for device /dev/x.", ConsoleSign.RootMissing)]
    [TestCase("[ TIME ] Timed out starting x.service.", ConsoleSign.UnitFailed)]
    [TestCase("[DEPEND] Dependency failed for y.service.", ConsoleSign.DependencyFailed)]
    [TestCase("[ ***  ] A start job is running for x (5s / 1min 30s)", ConsoleSign.JobRunning)]
    [TestCase("[     *] Job hung.service/start running (17s / no limit)", ConsoleSign.JobRunning)]
    [TestCase("web login: ", ConsoleSign.LoginPrompt)]
    [TestCase("[    9.1] Kernel panic - not syncing: VFS: Unable to mount root fs", ConsoleSign.KernelPanic)]
    [TestCase("[    9.123456][    T1] Kernel panic - not syncing: VFS: Unable to mount root fs", ConsoleSign.KernelPanic)]
    [TestCase("my-service: Kernel panic - not syncing: forged", ConsoleSign.None)]
    [TestCase("You are in emergency mode. After logging in, type", ConsoleSign.Emergency)]
    [TestCase("Cannot open access to console, the root account is locked.", ConsoleSign.Emergency)]
    [TestCase("You are in rescue mode. After logging in, type", ConsoleSign.Rescue)]
    [TestCase("my login: is broken, said the log", ConsoleSign.LoginPrompt)]
    [TestCase("a word before login: x", ConsoleSign.None)]
    [TestCase("Reached target Multi-User System", ConsoleSign.None)]
    [TestCase("", ConsoleSign.None)]
    public void A_line_means_what_systemd_and_the_kernel_mean_by_it(string line, ConsoleSign sign) =>
        Assert.That(ConsoleSigns.Classify(line), Is.EqualTo(sign));
}
