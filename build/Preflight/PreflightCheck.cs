using VmTest.Cleanup;
using VmTest.Install;
using VmTest.Provisioning;
using VmTest.Reporting;
using VmTest.Reporting.Events;
using VmTest.Reporting.Model;
using VmTest.Running;
using VmTest.Terminal;

namespace VmTest.Preflight;

/// <summary>Looks whether this machine can do what the run needs: accelerator, programs, disk, memory.</summary>
public sealed class PreflightCheck(RunSession session, AcceleratorCheck accelerators, ToolVersions versions, Provisioner provisioner)
{
    /// <summary>What runs the guests; set by a passed check.</summary>
    public AcceleratorChoice? Accelerator { get; private set; }

    /// <exception cref="PhaseFailedException">Something is missing; every missing thing is named.</exception>
    public async Task RunAsync(CancellationToken cancellation)
    {
        if (session.Settings.Provision)
        {
            await provisioner.InstallAsync(PackageList.ForRuns, cancellation);
        }

        var failures = new List<Failure>();
        var choosing = CollectAsync(accelerators.ChooseAsync(cancellation), failures);
        var nix = await versions.OfAsync(ToolVersions.Nix, cancellation);
        var qemu = await versions.OfAsync(ToolVersions.Qemu, cancellation);
        Accelerator = await choosing;
        if (CheckNix(nix) is { } missing)
        {
            failures.Add(missing);
        }
        else if (NixStoreCheck.Run() is { } unusable)
        {
            failures.Add(unusable);
        }

        failures.AddRange(CheckSpace());
        session.Events.Write(new MachineInspected(RunFactsReader.Machine() with
        {
            Accelerator = Accelerator?.Name,
            AcceleratorReason = Accelerator?.Reason,
            Nix = nix?.ToString(),
            Qemu = qemu?.ToString(),
        }));
        if (failures.Count > 0)
        {
            throw new PhaseFailedException(failures);
        }

        session.Console.Say($"accelerator {Accelerator!.Name}: {Accelerator.Reason}");
        session.Console.Say($"nix {nix}, qemu {qemu?.ToString() ?? "from the VM itself"}");
    }

    private static async Task<AcceleratorChoice?> CollectAsync(Task<AcceleratorChoice> choosing, List<Failure> failures)
    {
        try
        {
            return await choosing;
        }
        catch (PhaseFailedException failed)
        {
            failures.AddRange(failed.Failures);
            return null;
        }
    }

    private static Failure? CheckNix(Version? nix)
    {
        if (nix is null)
        {
            return Provisioner.Missing(PackageList.ForRuns.Where(need => need.Program == ToolVersions.Nix).ToList());
        }

        return nix >= Limits.MinimumNix ? null : new Failure
        {
            Code = FailureCodes.ToolTooOld,
            Origin = FailureOrigin.Environment,
            Message = $"Nix {nix} is too old: VmTest needs {Limits.MinimumNix} or newer.",
            Subject = new Subject(SubjectKind.Tool, ToolVersions.Nix),
            Hint = "Install a newer Nix and run again.",
        };
    }

    private IEnumerable<Failure> CheckSpace()
    {
        foreach (var (folder, use) in new[] { (session.Settings.Output, "reports"), (RunDirectory.Roots()[0], "disks"), ("/nix/store", "the Nix store") })
        {
            var free = FileSystems.FreeBytes(folder);
            if (free < Limits.MinimumFreeDiskBytes)
            {
                yield return new Failure
                {
                    Code = FailureCodes.DiskSpace,
                    Origin = FailureOrigin.Environment,
                    Message = $"Only {Duration.Bytes(free)} are free for {use} in '{folder}', but {Duration.Bytes(Limits.MinimumFreeDiskBytes)} are needed.",
                    Subject = new Subject(SubjectKind.File, folder),
                    Hint = "Free some space (nix store gc removes what no system uses).",
                };
            }
        }

        var memory = RunFactsReader.MemoryInfo("MemAvailable");
        var needed = Math.Max(Limits.MinimumFreeMemoryBytes, (session.Settings.MemoryMiB ?? 0L) << 20);
        if (memory < needed)
        {
            yield return new Failure
            {
                Code = FailureCodes.Memory,
                Origin = FailureOrigin.Environment,
                Message = $"Only {Duration.Bytes(memory)} of memory are available, but {Duration.Bytes(needed)} are needed for one machine.",
                Subject = new Subject(SubjectKind.Tool, "memory"),
                Hint = "End other programs, or give the machine less with --memory.",
            };
        }
    }
}
