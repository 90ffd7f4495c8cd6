using VmTest.Model;
using static VmTest.Model.FlakePaths;

namespace VmTest.Diagnosis;

/// <summary>Errors of the flake itself: its file, its inputs, its lock file, its outputs.</summary>
internal static class FlakeRules
{
    public static readonly IReadOnlyList<EvaluationRule> All =
    [
        new(FailureCodes.HashMismatch, @"NAR hash mismatch in (?:input|tree) '(?<name>[^']+)'.*?got '(?<got>[^']+)'", SubjectKind.Url,
            "The input '{name}' has another hash than its lock: got {got}.", "If the change is meant, lock it anew: nix flake update."),
        new(FailureCodes.HashMismatch, @"hash mismatch in file downloaded from '(?<name>[^']+)'.*?got:\s*(?<got>\S+)", SubjectKind.Url,
            "What is fetched from '{name}' has another hash than the one specified: got {got}.",
            "Check that the source is the one that is meant, then set the hash to {got}."),
        new(FailureCodes.MissingAttribute, @"flake '[^']*' does not provide attribute (?:[^\n]*? or )?'(?<name>[^']+)'",
            SubjectKind.Attribute,
            "The flake does not provide the attribute '{name}'.", "Define it in the outputs of " + FlakeFile + "."),
        new(FailureCodes.FlakeMissing, @"(?:could not find a flake\.nix file|does not contain a '?/?(?<more>[^' ]*flake\.nix)'?(?: "
            + @"file)?|'(?<name>[^']+)' is not a flake|is not part of a flake)", SubjectKind.File,
            "There is no flake: " + FlakeFile + " is missing.", "Name the folder that holds the "
                + FlakeFile + ": --flake=FOLDER; in a Git repository, git add it."),
        new(FailureCodes.FlakeMissing, @"(?:getting status of|path|opening file) "
            + @"'(?<name>(?:/|«)[^']*-source/(?:[^']*/)?flake\.nix)'(?:: No such file or directory| does not exist)", SubjectKind.File,
            "There is no flake: '{name}' is missing.", "Let the input name a folder that holds a "
                + FlakeFile + ", or say that it is no flake: inputs.NAME.flake = false."),
        new(FailureCodes.FlakeMissing, @"cannot find flake '(?:flake:)?(?<name>[^']+)' in the flake registries", SubjectKind.Attribute,
            "The input '{name}' is in no flake registry.",
            "Give the input a full URL, such as inputs.{name}.url = \"github:OWNER/{name}\";"),
        new(FailureCodes.Syntax, @"unsupported attribute '(?<name>[^']+)' in flake|flake '[^']*' has an unsupported attribute "
            + @"'(?<name>[^']+)'", SubjectKind.Attribute,
            "The "
                + FlakeFile + " has an attribute that flakes do not have: '{name}'.",
                "A flake has description, inputs, outputs and nixConfig; move '{name}' into one of them."),
        new(FailureCodes.MissingAttribute, @"flake '[^']*' lacks attribute '(?<name>[^']+)'", SubjectKind.Attribute,
            "The " + FlakeFile + " lacks the attribute '{name}'.", "Define it in " + FlakeFile + "."),
        new(FailureCodes.MissingAttribute, @"input '(?<name>[^']+)' (?:of flake '[^']*' )?follows a non-existent input '(?<more>[^']+)'",
            SubjectKind.Attribute,
            "The input '{name}' follows '{more}', which does not exist.", "Correct the name behind follows."),
        new(FailureCodes.Data, @"(?<more>unsupported (?:[\w-]+ )?input attribute '(?<name>[^']+)')", SubjectKind.Attribute,
            "The lock file of a flake has something that this Nix does not know: {more}.",
            "A newer Nix has written the lock file: use that one, or make the file anew with this one (nix flake update)."),
        new(FailureCodes.EvaluationOther, @"cached failure of attribute '(?<name>[^']+)'", SubjectKind.Attribute,
            "Nix remembers that '{name}' failed before, and not why (cached failure).",
            "Run it once without that memory, and it says why: nix eval --option eval-cache false."),
        new(FailureCodes.FlakeMissing, @"[Cc]annot find Git revision '(?<more>[^']+)' in ref '[^']+' of repository '(?<name>[^']+)'",
            SubjectKind.Url, "The repository '{name}' has no commit {more} on that branch.",
            "It was removed, or is on another branch: lock the input anew (nix flake update), or name the branch by ref= in its URL."),
        // Of an input, or of a flake that is no folder here: of any other the file itself tells more.
        new(FailureCodes.Data, @"lock ?file (?:'(?<file>[^'\n]+)' )?(?<more>has unsupported version [^\n]+|references missing node "
            + @"[^\n]+|contains? (?:mutable|unlocked) [^\n]+)", SubjectKind.File,
            "The lock file of a flake cannot be used: it {more}.", "Make it anew with this Nix: nix flake update."),
        new(FailureCodes.EvaluationOther,
            @"(?:requires lock file changes but they're not allowed|cannot (?:write modified lock file|update (?:unlocked )?flake input "
                + @"'(?<name>[^']+)'))", SubjectKind.File,
            "The lock file of the flake is not up to date.", "Run nix flake lock and commit flake.lock."),
        new(FailureCodes.FlakeMissing, @"(?:input|flake reference|URL|string) '(?<name>[^']+)' is not a (?:valid URL|(?:valid )?flake "
            + @"reference|supported flake)|'(?<name>[^']+)' is not a (?:valid URL|valid flake reference)|input '(?<name>[^']+)' is "
            + @"unsupported", SubjectKind.Url,
            "The flake reference '{name}' is not valid.", "Correct the URL of the input."),
    ];
}
