using VmTest.Model;
using VmTest.Model.Events;
using VmTest.Provisioning;
using VmTest.Record;
using VmTest.Runs;
using VmTest.Supervision;
using VmTest.Text;

namespace VmTest.Phases.Preflight;

/// <summary>Looks whether this machine can do what the run needs: accelerator, programs, disk, memory.</summary>
public sealed class PreflightPhase(RunRequest request, AcceleratorCheck accelerators, ToolVersions versions, Provisioner provisioner,
    RunRecord record, IRunLog console) : IPreflightPhase
{
    /// <summary>Free space below which preflight refuses: a store path or disk image would not fit.</summary>
    private const long MinimumFreeDiskBytes = 2L << 30;

    /// <summary>Available memory below which preflight refuses to start one machine.</summary>
    private const long MinimumFreeMemoryBytes = 768L << 20;

    /// <summary>Oldest Nix that has the flake commands and options used here.</summary>
    private static readonly Version MinimumNix = new(2, 8);

    /// <inheritdoc/>
    public async Task<AcceleratorChoice> RunAsync(CancellationToken cancellation)
    {
        // The only look that needs no file: where this is short, the others say something else.
        if (OpenFilesCheck.Run(VmSlots.Count(request)) is { } tooFew)
        {
            throw new PhaseFailedException(tooFew);
        }

        if (request.Provision)
        {
            await provisioner.InstallAsync(PackageList.ForRuns, cancellation);
        }

        var failures = new List<Finding>();
        var choosing = CollectAsync(accelerators.ChooseAsync(cancellation), failures);
        var silent = new List<Finding>();
        var nix = await VersionAsync(ToolVersions.Nix, silent, cancellation);
        var qemu = request.NeedsVm ? await VersionAsync(ToolVersions.Qemu, silent, cancellation) : null;
        var accelerator = await choosing;
        failures.AddRange(silent);
        if (silent.Count == 0 && (CheckNix(nix) ?? NixStoreCheck.Run()) is { } unusable)
        {
            failures.Add(unusable);
        }

        failures.AddRange(CheckSpace());
        record.Write(new MachineInspected(RunFactsReader.Machine() with
        {
            Accelerator = request.NeedsVm ? accelerator?.Name : null,
            AcceleratorReason = request.NeedsVm ? accelerator?.Reason : null,
            Nix = nix?.ToString(),
            Qemu = qemu?.ToString(),
        }));
        if (failures.Count > 0)
        {
            throw new PhaseFailedException(failures);
        }

        console.Say($"accelerator {accelerator!.Name}: {accelerator.Reason}");
        console.Say(request.NeedsVm ? $"nix {nix}, qemu {qemu?.ToString() ?? "from the VM itself"}" : $"nix {nix}");
        return accelerator;
    }

    private async Task<Version?> VersionAsync(string program, List<Finding> silent, CancellationToken cancellation)
    {
        try
        {
            return await versions.OfAsync(program, cancellation);
        }
        catch (ProgramSilentException error)
        {
            silent.Add(new Finding
            {
                Code = FailureCodes.ToolSilent,
                Origin = FailureOrigin.Environment,
                Message = $"{error.Message}: '{Executables.Find(program)}' is there, but does not answer.",
                Subject = new Subject(SubjectKind.Tool, program),
                Hint = $"Start it by hand: {program} --version. It may be a wrapper, or wait for a network file system.",
            });
            return null;
        }
    }

    private static async Task<AcceleratorChoice?> CollectAsync(Task<AcceleratorChoice> choosing, List<Finding> failures)
    {
        try
        {
            return await choosing;
        }
        catch (PhaseFailedException failed)
        {
            failures.AddRange(failed.Findings);
            return null;
        }
    }

    private static Finding? CheckNix(Version? nix)
    {
        if (nix is null)
        {
            return Provisioner.Missing(PackageList.ForRuns.Where(need => need.Program == ToolVersions.Nix).ToList());
        }

        return nix >= MinimumNix ? null : new Finding
        {
            Code = FailureCodes.ToolTooOld,
            Origin = FailureOrigin.Environment,
            Message = $"Nix {nix} is too old: VmTest needs {MinimumNix} or newer.",
            Subject = new Subject(SubjectKind.Tool, ToolVersions.Nix),
            Hint = "Install a newer Nix and run again.",
        };
    }

    private IEnumerable<Finding> CheckSpace()
    {
        foreach (var (folder, use) in new[] { (request.Output, "reports"), (RunDirectory.Roots()[0], "disks"), ("/nix/store",
            "the Nix store") })
        {
            var free = FileSystems.FreeBytes(folder);
            if (free < MinimumFreeDiskBytes)
            {
                yield return new Finding
                {
                    Code = FailureCodes.DiskSpace,
                    Origin = FailureOrigin.Environment,
                    Message = $"Only {Duration.Bytes(free)} are free for {use} in '{folder}', but "
                        + $"{Duration.Bytes(MinimumFreeDiskBytes)} are needed.",
                    Subject = new Subject(SubjectKind.File, folder),
                    Hint = "Free some space (nix store gc removes what no system uses).",
                };
            }
        }

        var memory = RunFactsReader.MemoryInfo("MemAvailable");
        var needed = Math.Max(MinimumFreeMemoryBytes, (request.MemoryMiB ?? 0L) << 20);
        if (memory < needed)
        {
            yield return new Finding
            {
                Code = FailureCodes.Memory,
                Origin = FailureOrigin.Environment,
                Message = $"Only {Duration.Bytes(memory)} of memory are available, but {Duration.Bytes(needed)} are needed for "
                    + "one machine.",
                Subject = new Subject(SubjectKind.Tool, "memory"),
                Hint = "End other programs, or give the machine less with --memory.",
            };
        }
    }
}
