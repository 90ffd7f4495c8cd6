using VmTest.Model;
using VmTest.Record;
using VmTest.Supervision;

namespace VmTest.Phases.Preflight;

/// <summary>
/// Looks whether enough files can be open at once. Where they cannot, something fails in the middle of a run, and says that
/// a file cannot be opened that is there.
/// </summary>
internal static class OpenFilesCheck
{
    /// <summary>This program alone, with its libraries.</summary>
    public const ulong NeededToStart = 128;

    /// <summary>This program, Nix with its downloads, and one VM.</summary>
    private const ulong Needed = 256;

    /// <summary>Sockets, pipes, disks and logs of each further VM, and of its QEMU.</summary>
    private const ulong NeededForEachMore = 32;

    /// <param name="machines">VMs at once.</param>
    /// <returns>The failure that names limit and need; null where it is enough.</returns>
    public static Finding? Run(int machines) => Explain(OpenFiles.Limit(), machines);

    internal static Finding? Explain(ulong? limit, int machines)
    {
        var needed = Needed + (NeededForEachMore * (ulong)Math.Max(0, machines - 1));
        return limit is { } allowed && allowed < needed
            ? new Finding
            {
                Code = FailureCodes.FileDescriptors,
                Origin = FailureOrigin.Environment,
                Message = $"Only {allowed} files can be open at once, but {needed} are needed for {machines} "
                    + $"{(machines == 1 ? "VM" : "VMs")} at a time.",
                Subject = new Subject(SubjectKind.Tool, "ulimit -n"),
                Hint = $"Raise the limit before the run: ulimit -n {needed}. Where that is refused, raise the hard limit: LimitNOFILE= of "
                    + "a service, --ulimit nofile= of a container, /etc/security/limits.conf for a user."
                    + (machines > 1 ? " Or test fewer hosts at once with --jobs." : string.Empty),
            }
            : null;
    }
}
