using VmTest.Model;
using VmTest.Nix;
using VmTest.Provisioning;
using VmTest.Qemu;
using VmTest.Record;
using VmTest.Runs;
using VmTest.Supervision;
using VmTest.Text;

namespace VmTest.Phases.Install;

/// <summary>
/// A machine on the disks that disko made. disko's own test VM hands the kernel over and shares this machine's store; this
/// one has nothing but its disks and its firmware, so that what disko and the boot loader did is what is tested.
/// </summary>
public sealed class DiskoVm(
    RunRequest request, RunDirectory directory, NixClient nix, ToolVersions versions, DiskImages images, Provisioner provisioner,
    IRunLog console)
{
    private static readonly string[] Formats = [".raw", ".qcow2"];

    /// <exception cref="PhaseFailedException">There are no images, no firmware, or no overlay can be made.</exception>
    public async Task<VmProgram> MakeAsync(BuiltHost host, DiskPlan plan, PhaseLog log, CancellationToken cancellation)
    {
        var folder = directory.MakeFolder(RunPaths.Machine(host.Index));
        if (request.Provision)
        {
            await provisioner.InstallAsync(
                plan.Uefi == false ? PackageList.ForMachines : [.. PackageList.ForMachines, PackageList.Firmware], cancellation);
        }

        var version = await versions.OfAsync(ToolVersions.Qemu, cancellation)
            ?? throw new PhaseFailedException(Provisioner.Missing(PackageList.ForMachines)!);
        if (version < FreshDisk.MinimumQemu)
        {
            throw new PhaseFailedException(FreshDisk.TooOld(version));
        }

        var disks = await OverlaysAsync(host, plan, folder, log, cancellation);
        console.Say($"fresh overlays of {disks.Count} disk{(disks.Count == 1 ? string.Empty : "s")}, QEMU {version}", host.Name);
        return new VmProgram(ToolVersions.Qemu, folder, new Dictionary<string, string?>(), version)
        {
            Arguments = QemuArguments.OnDisks(
                disks, plan.Uefi == false ? null : Firmware(host, folder), request.Network == NetworkMode.None),
        };
    }

    /// <summary>One for each disk, in the order of their names, as disko gives them to its own machines.</summary>
    private async Task<IReadOnlyList<string>> OverlaysAsync(
        BuiltHost host, DiskPlan plan, string folder, PhaseLog log, CancellationToken cancellation)
    {
        var made = Path.Join(nix.Root, plan.Image);
        var disks = Directory.Exists(made)
            ? Directory.GetFiles(made).Where(file => Formats.Contains(Path.GetExtension(file))).Order(StringComparer.Ordinal).ToList()
            : [];
        if (disks.Count == 0)
        {
            throw new PhaseFailedException(Failed(host, log.Path, $"disko's image builder left no disk image in '{plan.Image}'"));
        }

        var overlays = new List<string>();
        foreach (var disk in disks)
        {
            var overlay = Path.Combine(folder, RunPaths.Overlay(overlays.Count));
            if (!await images.OverlayAsync(
                disk, Path.GetExtension(disk)[1..], overlay, line => log.Writer.WriteLine(Sanitizer.Line(line)), cancellation))
            {
                throw new PhaseFailedException(Failed(host, log.Path, $"no overlay of '{disk}' could be made"));
            }

            overlays.Add(overlay);
        }

        return overlays;
    }

    private static UefiFirmware Firmware(BuiltHost host, string folder)
    {
        var found = UefiFirmware.Find() ?? throw new PhaseFailedException(new Finding
        {
            Code = FailureCodes.ToolMissing,
            Origin = FailureOrigin.Environment,
            Message = $"This machine lacks a UEFI firmware for virtual machines, from which {host.Name} would start.",
            Subject = new Subject(SubjectKind.Tool, "OVMF"),
            Hint = $"Run: {Provisioner.Command([PackageList.Firmware])}; or set the boot loader up for BIOS.",
        });
        var variables = Path.Combine(folder, RunPaths.EfiVariables);
        File.Copy(found.Variables, variables, overwrite: true);
        File.SetUnixFileMode(variables, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        return found with { Variables = variables };
    }

    private static Finding Failed(BuiltHost host, string logPath, string reason) => new()
    {
        Code = FailureCodes.InstallOther,
        Origin = FailureOrigin.Environment,
        Message = $"The disks of {host.Name} could not be made: {reason}.",
        Subject = new Subject(SubjectKind.Host, host.Name),
        Log = new LogReference(logPath),
        Hint = "Read the log; it has the words of the program that failed.",
    };
}
