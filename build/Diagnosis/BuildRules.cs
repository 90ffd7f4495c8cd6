using VmTest.Model;

namespace VmTest.Diagnosis;

/// <summary>
/// Why a derivation fails, in the words of every Nix from 2.8 on and of Lix (src/libstore/build, three generations). The
/// first rule that matches holds.
/// </summary>
internal static class BuildRules
{
    public static readonly IReadOnlyList<BuildRule> All =
    [
        new(FailureCodes.HashMismatch, @"hash mismatch in (?:fixed-output derivation|file downloaded from).*?got:\s*(?<got>\S+)",
            "What '{drv}' fetches has another hash than the one specified: got {got}.",
            "Check that the source is the one that is meant, then set the hash to {got}."),
        new(FailureCodes.WrongSystem, @"a '(?<needed>[^']+)'(?: with features \{[^}]*\})? is required to build '[^']+', but I am a "
            + @"'(?<ours>(?!\k<needed>')[^']+)'",
            "'{drv}' has to be built on {needed}, and this machine is {ours}.",
            "Build it on a machine of that system, set the host's system to this machine's, or add the system to extra-platforms with "
                + "emulation.") { Environment = true },
        new(FailureCodes.MissingFeature,
            @"a '(?<needed>[^']+)' with features \{(?<wanted>[^}]*)\} is required to build '[^']+', but I am a '[^']+' with features "
                + @"\{(?<have>[^}]*)\}",
            "'{drv}' needs a machine with the features {wanted}, and this one has {have}.",
            "This machine lacks {lacks}: add it to system-features in nix.conf if the machine has it ('kvm' needs /dev/kvm), or use a "
                + "remote builder.") { Environment = true },
        new(FailureCodes.WrongSystem, @"Required system: '(?<needed>[^']+)'.*?Current system: '(?<ours>(?!\k<needed>')[^']+)'",
            "'{drv}' has to be built on {needed}, and this machine is {ours}.",
            "Build it on a machine of that system, set the host's system to this machine's, or add the system to extra-platforms with "
                + "emulation.") { Environment = true },
        new(FailureCodes.MissingFeature,
            @"(?:Required system: '[^']+' with features|Required features:) \{(?<wanted>[^}]*)\}.*?(?:Current system: '[^']+' with "
                + @"features|Available features:) \{(?<have>[^}]*)\}",
            "'{drv}' needs a machine with the features {wanted}, and this one has {have}.",
            "This machine lacks {lacks}: add it to system-features in nix.conf if the machine has it ('kvm' needs /dev/kvm), or use a "
                + "remote builder.") { Environment = true },
        new(FailureCodes.Sandbox, @"has '__noChroot' set, but that's not allowed when '?sandbox'? is '?(?<value>[^' ]+?)'?(?:$|\s)",
            "'{drv}' wants to be built outside of the sandbox (__noChroot), and this machine's sandbox setting is {value}.",
            "Set sandbox = relaxed in this machine's nix.conf, or do without __noChroot.") { Environment = true },
        new(FailureCodes.BuildDiskFull, @"lack of free disk space|(?:^|[:)\n] ?)No space left on device",
            "'{drv}' could not be built: there is no space left on the disk.",
            "Free space on the disk of /nix and of the temporary folder (nix-collect-garbage removes what nothing uses), then "
                + "run again.") { Environment = true },
        new(FailureCodes.BuildTimeout, @"timed out after (?<after>\d+ seconds(?: of silence)?)",
            "The builder of '{drv}' was ended: it timed out after {after}.",
            "Find out where it hangs (the excerpt ends with its last words), or raise timeout and max-silent-time in nix.conf."),
        new(FailureCodes.NoOutput, @"failed to produce output path(?: for output '(?<output>[^']+)')?",
            "The builder of '{drv}' ended well but left no output '{output}'.",
            "Let the builder create its output: it must write to $out ({output})."),
        new(FailureCodes.OutputCheck, @"(?<what>output '[^']+' (?:is not allowed to refer|must not refer|contains an illegal|refers "
            + @"to)[^\n]*)",
            "The output of '{drv}' is refused by its own check: {what}.",
            "Remove the reference from the output, or allow it in allowedReferences, allowedRequisites, disallowedReferences or "
                + "disallowedRequisites."),
        new(FailureCodes.OutputCheck, @"(?<what>(?:path|closure of path) '[^']+' is too large[^\n]*|output check for "
            + @"'[^']+'[^\n]*|illegal (?:reference|output)[^\n]*|is not allowed to have direct references[^\n]*)",
            "The output of '{drv}' is refused by its own check: {what}.", "Make the output smaller, or raise maxSize or maxClosureSize."),
        new(FailureCodes.OutputCheck, @"(?<what>cycle detected in (?:the references of output|build of) '[^']+'[^\n]*)",
            "The outputs of '{drv}' refer to each other in a cycle: {what}.", "Move the files that refer to the other output into it."),
        new(FailureCodes.OutputCheck, @"(?<what>suspicious ownership or permission on '[^']+'[^\n]*|has an unsupported (?:file "
            + @")?type[^\n]*|may not be deterministic[^\n]*)",
            "The output of '{drv}' is refused: {what}.", "Change what the builder leaves in $out."),
        // QEMU's words (accel/kvm/kvm-all.c), as an image builder or a test of NixOS hands them on.
        new(FailureCodes.MissingFeature, @"failed with exit code \d+[\s\S]*\nCould not access KVM kernel module: (?<why>[^\n]+)",
            "The builder of '{drv}' starts a virtual machine and may not use /dev/kvm: {why}.",
            "Let this machine's builders open /dev/kvm (chmod 0666 /dev/kvm, or a udev rule that does), or build it on a machine that has "
                + "KVM, and set requiredSystemFeatures = [ \"kvm\" ] so that Nix looks for one.") { ByOutput = true, Environment = true },
        new(FailureCodes.BuilderKilled, @"failed due to signal (?<signal>\d+(?: \([^)]*\))?)",
            "The builder of '{drv}' was killed by signal {signal}.",
            "Signal 9 is usually this machine running out of memory; signals 6 and 11 are crashes of a program that the "
                + "builder runs.") { ByOutput = true },
        new(FailureCodes.BuilderKilled, @"failed with exit code (?<exit>137)",
            "The builder of '{drv}' was killed (exit code {exit}, SIGKILL){reason}.",
            "It is usually this machine running out of memory: give it more, or build less at once (max-jobs, cores).") { ByOutput = true },
        new(FailureCodes.BuilderKilled, @"failed with exit code (?<exit>139)",
            "A program of the builder of '{drv}' crashed (exit code {exit}, SIGSEGV){reason}.",
            "Read the excerpt for the program that crashed.") { ByOutput = true },
        new(FailureCodes.BuilderKilled, @"failed with exit code (?<exit>143)",
            "The builder of '{drv}' was terminated (exit code {exit}, SIGTERM){reason}.",
            "Something on this machine ended it: read the excerpt, then run again.") { ByOutput = true },
        new(FailureCodes.BuilderKilled, @"failed with exit code (?<exit>\d+).*\n(?<line>Killed\s*\z|[^\n]*(?:\bline \d+:\s+\d+ Killed"
            + @"|SIGKILL|Killed signal terminated program)[^\n]*)",
            "A program of the builder of '{drv}' was killed: {line}.",
            "It is usually this machine running out of memory: give it more, or build less at once (max-jobs, cores).") { ByOutput = true },
        new(FailureCodes.BuilderFailed, @"executing '(?<program>[^']+)': (?<what>[^\n]+)",
            "The builder of '{drv}' cannot be run: executing '{program}': {what}.",
            "Give the derivation a builder that exists and can be executed.") { ByOutput = true },
        new(FailureCodes.BuilderFailed, @"(?<what>while setting up the build environment[^\n]*)",
            "The builder of '{drv}' cannot be run: {what}.",
            "Read the excerpt: this machine could not prepare the build.") { ByOutput = true, Environment = true },
        new(FailureCodes.BuilderFailed, @"failed with exit code (?<exit>\d+)",
            "The builder of '{drv}' failed with exit code {exit}{reason}.",
            "Read the excerpt, the lines of the builder that matter; the whole output is in the log named.") { ByOutput = true },
        new(FailureCodes.BuilderFailed, @"builder for '[^']+' died abnormally", "The builder of '{drv}' died abnormally{reason}.",
            "Read the excerpt, the builder's last lines.") { ByOutput = true },
        new(FailureCodes.MissingFeature, @"local builds are disabled", "'{drv}' is not built: local builds are disabled (max-jobs is 0).",
            "Set max-jobs in nix.conf, or add a remote builder.") { Environment = true },
    ];
}
