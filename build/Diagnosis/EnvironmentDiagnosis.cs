using System.Text.RegularExpressions;
using VmTest.Model;
using VmTest.Nix;
using VmTest.Record;
using VmTest.Supervision;
using VmTest.Text;

namespace VmTest.Diagnosis;

/// <summary>Finds what keeps Nix from its work on this machine: no edit of the configuration helps.</summary>
internal static partial class EnvironmentDiagnosis
{
    private const string Git = ".git";

    /// <summary>The cause; null where it does not lie in this machine.</summary>
    /// <param name="outcome">The failed call.</param>
    /// <param name="source">The files of the flake under test.</param>
    public static Finding? Find(NixOutcome outcome, FlakeSource source)
    {
        // What a configuration traces is a message, too, but no error and no line of another program.
        var messages = outcome.Log.Messages.Where(message => message.Plain
            || (message.Level == NixActivity.LevelError && message.Text.StartsWith("error:", StringComparison.Ordinal))).ToList();
        return Memory(outcome, messages) ?? Owner(messages, source) ?? Store(messages) ?? Tool(messages) ?? Disk(outcome, messages);
    }

    /// <summary>Nix has no words where the kernel kills it, and few where it finds no memory.</summary>
    private static Finding? Memory(NixOutcome outcome, List<NixMessage> messages)
    {
        var said = messages.Where(message => OutOfMemory().IsMatch(message.Plain ? message.Text : new NixError(message).Core)).ToList();
        var killed = outcome.ExitCode == ExitCodes.OfSignal(Signals.Kill);
        if (!killed && said.Count == 0)
        {
            return null;
        }

        var size = outcome.PeakMemory > 0 ? $" when it had {Duration.Bytes(outcome.PeakMemory)} of memory" : string.Empty;
        return new Finding
        {
            Code = FailureCodes.Memory,
            Origin = FailureOrigin.Environment,
            Message = killed
                ? $"Nix was killed by SIGKILL{size}, as the kernel does where memory runs out."
                : $"Nix ran out of memory{size}.",
            Subject = new Subject(SubjectKind.Tool, ToolVersions.Nix),
            Excerpt = [.. said.TakeLast(Limits.ExcerptLines).Select(message => message.Text)],
            Hint = "Give this machine more memory or swap (or raise ulimit -v), end other programs, or test fewer hosts at once with "
                + "--host and --jobs=1. Where that does not help, look for what grows without end in the configuration.",
        };
    }

    private static Finding? Owner(List<NixMessage> messages, FlakeSource source)
    {
        foreach (var message in messages)
        {
            if (ForeignRepository().Match(message.Text) is { Success: true } match)
            {
                return OfOwner(match.Groups["name"].Value, message.Text);
            }
        }

        // Nix 2.8 asks for the difference to the last commit, and then Git does not say why it sees no repository.
        return messages.FirstOrDefault(message => GitFailed().IsMatch(message.Text)) is { } failed
            && source.Tree is { } tree && IsForeign(tree)
            ? OfOwner(tree, failed.Text)
            : null;
    }

    private static Finding OfOwner(string repository, string said) => new()
    {
        Code = FailureCodes.RepositoryOwner,
        Origin = FailureOrigin.Environment,
        Message = $"The Git repository '{repository}' belongs to another user, and Git refuses to read it as {Environment.UserName}.",
        Subject = new Subject(SubjectKind.File, repository),
        Excerpt = [.. said.Split('\n', StringSplitOptions.RemoveEmptyEntries).Take(Limits.ExcerptLines).Select(line => line.TrimEnd())],
        Hint = $"Allow it: git config --global --add safe.directory {ShellWord.OfArgument(repository)}. Or make it yours: sudo chown -R "
            + $"{Environment.UserName} {ShellWord.Of(repository)}.",
    };

    private static Finding? Store(List<NixMessage> messages)
    {
        foreach (var message in messages)
        {
            if (NoDaemon().Match(message.Text) is { Success: true } daemon)
            {
                return OfStore($"No Nix daemon answers at '{daemon.Groups["name"].Value}': {daemon.Groups["more"].Value}.",
                    daemon.Groups["name"].Value, message);
            }

            if (BuildUsers().Match(message.Text) is { Success: true } users)
            {
                var group = users.Groups["name"].Value;
                return OfStore($"Nix cannot build: {users.Groups["more"].Value}.", "nix.conf", message) with
                {
                    Hint = $"Correct build-users-group in nix.conf: make the group '{group}' with its members (on Debian and Ubuntu the "
                        + $"package "
                        + "nix-setup-systemd does), or leave the setting empty (build-users-group =) where Nix runs without a daemon.",
                };
            }

            if (Database().Match(message.Text) is { Success: true } database)
            {
                return OfStore($"Nix's database cannot be used: {database.Groups["more"].Value}.", "/nix/var/nix/db", message) with
                {
                    Hint = "Check the disk that has /nix (dmesg, smartctl) and the database (nix-store --verify); another Nix may be "
                        + "using it.",
                };
            }

            if (LostDerivation().Match(message.Text) is { Success: true } lost)
            {
                return OfStore($"The Nix store has lost '{lost.Groups["name"].Value}', which its database still lists.",
                    lost.Groups["name"].Value, message) with
                {
                    Hint = "Repair the store (nix-store --verify --check-contents --repair), and let no collection of garbage run "
                        + "beside it.",
                };
            }

            if (StoreDenied().Match(message.Text) is { Success: true } denied)
            {
                return OfStore($"'{Environment.UserName}' may not use the Nix store: {denied.Groups["more"].Value.Trim()}.",
                    denied.Groups["name"].Value, message);
            }
        }

        return null;
    }

    private static Finding OfStore(string message, string path, NixMessage said) => new()
    {
        Code = FailureCodes.NixStore,
        Origin = FailureOrigin.Environment,
        Message = message,
        Subject = new Subject(SubjectKind.File, path),
        Excerpt = new NixError(said).Excerpt(Limits.ExcerptLines),
        Hint = StoreAccess.WaysOut(Environment.UserName),
    };

    /// <summary>Nix calls git, and git ssh; each names the program that is not there.</summary>
    private static Finding? Tool(List<NixMessage> messages)
    {
        foreach (var message in messages)
        {
            if (NoProgram().Match(message.Text) is { Success: true } match)
            {
                var program = match.Groups["name"].Value;
                return new Finding
                {
                    Code = FailureCodes.ToolMissing,
                    Origin = FailureOrigin.Environment,
                    Message = $"This machine lacks {program}, which is needed to fetch from a repository or to build elsewhere.",
                    Subject = new Subject(SubjectKind.Tool, program),
                    Excerpt = new NixError(message).Excerpt(Limits.ExcerptLines),
                    Hint = $"Install {program} (on Debian and Ubuntu the package {(program == "ssh" ? "openssh-client" : program)}).",
                };
            }
        }

        return null;
    }

    /// <summary>A builder's full disk is the build's failure; here Nix itself finds no space.</summary>
    private static Finding? Disk(NixOutcome outcome, List<NixMessage> messages)
    {
        var full = messages.FirstOrDefault(message => !message.Plain && NoSpace().IsMatch(new NixError(message).Core));
        return full is null || outcome.Log.Started.Count > 0 ? null : new Finding
        {
            Code = FailureCodes.DiskSpace,
            Origin = FailureOrigin.Environment,
            Message = $"Nix cannot go on: {new NixError(full).Core.Split('\n')[0].TrimEnd('.')}.",
            Subject = NoSpace().Match(full.Text).Groups["name"] is { Success: true } name
                ? new Subject(SubjectKind.File, name.Value)
                : null,
            Excerpt = new NixError(full).Excerpt(Limits.ExcerptLines),
            Hint = "Free some space (nix-collect-garbage removes what nothing uses), then run again.",
        };
    }

    private static bool IsForeign(string tree)
    {
        using var folder = FolderHandle.TryOpen(tree);
        var user = NativeMethods.GetEffectiveUserId();
        return folder is not null
            && (folder.Statistics.Owner != user || folder.Look(System.Text.Encoding.ASCII.GetBytes(Git)) is { } git && git.Owner != user);
    }

    [GeneratedRegex(@"executing '(?<name>git|ssh|hg|tar|gzip|unzip)': No such file|cannot run (?<name>ssh|git)(?::| )[^\n]*No such file"
        + @"|unable to find '?(?<name>git|ssh)'? in PATH|unable to execute '(?<name>ssh|git)': No such file")]
    private static partial Regex NoProgram();

    [GeneratedRegex(@"'(?<name>/[^'\n]+)': No space left on device|No space left on device")]
    private static partial Regex NoSpace();

    [GeneratedRegex(@"\A(?:GC Warning: Out of Memory!.*|Too many heap sections.*|out of memory|std::bad_alloc|[^\n]*: Cannot allocate "
        + @"memory)\z")]
    private static partial Regex OutOfMemory();

    [GeneratedRegex(@"(?:detected dubious ownership in repository at|repository path) '(?<name>[^'\n]+)'(?: is not owned by current "
        + @"user|\z|\n)")]
    private static partial Regex ForeignRepository();

    [GeneratedRegex(@"program '?git'? failed with exit code 12[89]")]
    private static partial Regex GitFailed();

    [GeneratedRegex(@"SQLite[^\n]*?: (?<more>disk I/O error|database disk image is malformed|database is locked|unable to open database "
        + @"file|attempt to write a readonly database)")]
    private static partial Regex Database();

    [GeneratedRegex(@"cannot connect to (?:socket|daemon) at '(?<name>[^'\n]+)': (?<more>[^\n]+)")]
    private static partial Regex NoDaemon();

    [GeneratedRegex(@"^error: (?<more>the (?:group '(?<name>[^']+)' specified in 'build-users-group' does not exist"
        + @"|build users group '(?<name>[^']+)' has no members)|all build users are currently in use[^\n]*(?<name>nixbld))")]
    private static partial Regex BuildUsers();

    [GeneratedRegex(@"opening file '(?<name>/nix/store/[0-9a-z]{32}-[^'\n]+\.drv)': No such file or directory")]
    private static partial Regex LostDerivation();

    [GeneratedRegex(@"(?:error: )?(?<more>[^\n:]*['""](?<name>/nix/(?:var/nix(?:/[^'""\n]*)?|store(?:/\.links[^'""\n]*)?))['""][^\n]*(?:"
        + @"Permission denied|Operation not permitted|Read-only file system))")]
    private static partial Regex StoreDenied();
}
