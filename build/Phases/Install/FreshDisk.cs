using VmTest.Guest.Serial;
using VmTest.Model;
using VmTest.Provisioning;
using VmTest.Qemu;
using VmTest.Record;
using VmTest.Runs;
using VmTest.Supervision;
using VmTest.Text;

namespace VmTest.Phases.Install;

/// <summary>
/// Gives a VM the files that it writes to. The VM's own script makes them, as it would at the first start: asked for QEMU's
/// version it makes the disk (over the installed image, where it has one) and copies the firmware's variables, and then QEMU
/// prints its version instead of starting a machine.
/// </summary>
public sealed class FreshDisk(RunRequest request, RunDirectory directory, ProcessSupervisor supervisor, IRunLog console)
{
    /// <summary>Oldest QEMU with the options used here.</summary>
    internal static readonly Version MinimumQemu = new(6, 0);

    private const string DiskFull = "No space left on device";

    /// <exception cref="PhaseFailedException">The disk cannot be made, or the script's QEMU cannot be executed.</exception>
    public async Task<VmProgram> MakeAsync(BuiltHost host, string runScript, PhaseLog log, CancellationToken cancellation)
    {
        var folder = directory.MakeFolder(RunPaths.Machine(host.Index));
        var environment = MachineEnvironment(folder);
        var lines = new Tail<string>(Limits.KeptLines);
        var spec = new ProcessSpec
        {
            Purpose = $"disk of {host.Name}",
            FileName = runScript,
            Arguments = ["--version"],
            Environment = environment,
            WorkingDirectory = folder,
        };
        var result = await supervisor.RunAsync(spec, Keep, Keep, cancellation);
        if (!result.Succeeded)
        {
            throw new PhaseFailedException(Explain(result.ExitCode, lines.ToList(), host, log.Path));
        }

        var version = lines.Select(line => line.Contains("QEMU", StringComparison.Ordinal) ? ToolVersions.Parse(line) : null)
            .FirstOrDefault(parsed => parsed is not null)
            ?? throw new PhaseFailedException(Explain(result.ExitCode, lines.ToList(), host, log.Path));
        console.Say($"fresh disk of {Duration.Bytes(DiskBytes(folder))}, QEMU {version}", host.Name);
        return version >= MinimumQemu
            ? new VmProgram(runScript, folder, environment, version)
            : throw new PhaseFailedException(TooOld(version));

        void Keep(string line)
        {
            lock (lines)
            {
                log.Writer.WriteLine(Sanitizer.Line(line, Limits.MaximumLineBytes));
                lines.Add(line);
            }
        }
    }

    internal static Finding TooOld(Version version) => new()
    {
        Code = FailureCodes.ToolTooOld,
        Origin = FailureOrigin.Environment,
        Message = $"The QEMU of this VM, {version}, is too old: VmTest needs {MinimumQemu} or newer.",
        Subject = new Subject(SubjectKind.Tool, ToolVersions.Qemu),
    };

    /// <summary>Every variable points into the machine's own folder, so that no earlier disk is ever used again.</summary>
    private Dictionary<string, string?> MachineEnvironment(string folder)
    {
        var scratch = Directory.CreateDirectory(Path.Combine(folder, RunPaths.MachineScratch)).FullName;
        return new Dictionary<string, string?>
        {
            ["NIX_DISK_IMAGE"] = Path.Combine(folder, RunPaths.DiskImage),
            ["NIX_EFI_VARS"] = Path.Combine(folder, RunPaths.EfiVariables),
            ["NIX_SWTPM_DIR"] = Path.Combine(folder, RunPaths.SwtpmState),
            ["TMPDIR"] = scratch,
            ["USE_TMPDIR"] = "1",
            ["SHARED_DIR"] = Directory.CreateDirectory(Path.Combine(folder, RunPaths.MachineShared)).FullName,
            // restrict=on cuts the guest off from this machine and what lies behind it.
            ["QEMU_NET_OPTS"] = request.Network == NetworkMode.None ? "restrict=on" : string.Empty,
            ["QEMU_KERNEL_PARAMS"] = KernelParameters.SerialConsole,
        };
    }

    private static long DiskBytes(string folder) =>
        new FileInfo(Path.Combine(folder, RunPaths.DiskImage)) is { Exists: true } disk ? disk.Length : 0;

    private static Finding Explain(int exitCode, IReadOnlyList<string> lines, BuiltHost host, string logPath)
    {
        const int notFound = 127;
        var failure = new Finding
        {
            Code = FailureCodes.InstallOther,
            Origin = FailureOrigin.Environment,
            Message = $"The disk of {host.Name} could not be made: the VM's script ended with exit code {exitCode}.",
            Subject = new Subject(SubjectKind.File, RunPaths.DiskImage),
            Excerpt = [.. lines.TakeLast(Limits.ExcerptLines)],
            Log = new LogReference(logPath),
            Hint = "Read the excerpt; it is what the script said.",
        };
        if (lines.Any(line => line.Contains(DiskFull, StringComparison.Ordinal)))
        {
            return failure with
            {
                Code = FailureCodes.InstallDiskFull,
                Message = $"The disk of {host.Name} could not be made: no space is left on this machine.",
                Hint = "Free some space and run again.",
            };
        }

        var need = PackageList.ForMachines.FirstOrDefault(
            each => lines.Any(
                line => line.Contains(each.Program, StringComparison.Ordinal) && line.Contains("not found", StringComparison.Ordinal)));
        return exitCode == notFound && need is not null
            ? failure with
            {
                Code = FailureCodes.ToolMissing,
                Message = $"This machine lacks {need.Program}, which the VM of {host.Name} starts.",
                Subject = new Subject(SubjectKind.Tool, need.Program),
                Hint = Provisioner.HowToInstall([need]),
            }
            : failure;
    }
}
