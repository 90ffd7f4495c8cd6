using System.Text.RegularExpressions;
using VmTest.Model;
using VmTest.Record;
using VmTest.Text;

namespace VmTest.Diagnosis.Vm;

/// <summary>
/// Says of a unit's failure that only the VM is to blame, where its last lines show that. Everything else stays the
/// configuration's: whatever may also be a mistake is no matter of the VM.
/// </summary>
internal static partial class VmDiagnosis
{
    private const string Recipes = "docs/settings.md has recipes.";
    private const string Variant = "virtualisation.vmVariant (of an installed disk: virtualisation.vmVariantWithBootLoader)";

    private static readonly IReadOnlyList<VmRule> All = [.. SecretRules.All, .. HardwareRules.All, .. NetworkRules.All];

    /// <summary>The same finding, of origin vm with what the VM lacks and what to do, where it is recognised.</summary>
    /// <param name="finding">About a unit, a device, or a part of the activation script; its excerpt is what was said.</param>
    /// <param name="isolated">Whether the VM is cut off from the network.</param>
    public static Finding Apply(Finding finding, bool isolated)
    {
        if (finding is not { Origin: FailureOrigin.Configuration, Subject: { } subject }
            || Find(subject.Name, finding.Excerpt, isolated) is not var (rule, what))
        {
            return finding;
        }

        var lack = Template.Fill(rule.Lack, name => name == "what" ? what : string.Empty);
        return finding with
        {
            Origin = FailureOrigin.Vm,
            Message = $"{finding.Message.TrimEnd('.')}. Only the VM is to blame: {lack}.",
            Hint = Hint(rule, subject),
        };
    }

    /// <summary>The same for a boot that waited in vain for a device that only the real machine has.</summary>
    public static Finding OfDevice(Finding finding)
    {
        if (finding is not { Code: FailureCodes.RootDevice or FailureCodes.Emergency or FailureCodes.BootTimeout, Subject: { } device }
            || (device.Kind != SubjectKind.Device && !device.Name.EndsWith(".device", StringComparison.Ordinal)))
        {
            return finding;
        }

        return OfDevice(finding, device.Name);
    }

    /// <summary>The same for anything that waited in vain for a device.</summary>
    /// <param name="finding">Whatever its excerpt shows, the verdict is that the device did not appear.</param>
    /// <param name="device">Its path, or the name of its unit.</param>
    public static Finding OfDevice(Finding finding, string device)
    {
        var blamed = Apply(finding with { Excerpt = [$"Timed out waiting for device {device}"] }, isolated: false);
        return blamed.Origin == FailureOrigin.Vm ? blamed with { Excerpt = finding.Excerpt } : finding;
    }

    /// <summary>The rule that recognises why, and what it is about; null where none does.</summary>
    public static (VmRule Rule, string What)? Find(string unit, IReadOnlyList<string> lines, bool isolated)
    {
        if (lines.Any(line => Mistake().IsMatch(line)))
        {
            return null;
        }

        foreach (var rule in All.Where(
            rule => (isolated || rule.Topic != VmTopic.Network) && rule.Units.Any(units => IsAbout(units, unit))))
        {
            foreach (var line in lines)
            {
                if (rule.Lines.Match(line) is { Success: true } match
                    && match.Groups["what"].Value is var what && (rule.Topic != VmTopic.Network || IsElsewhere(what)))
                {
                    return (rule, what);
                }
            }
        }

        return null;
    }

    private static bool IsAbout(string units, string unit) => units == "*" || UnitGlob.Matches(units, unit);

    /// <summary>
    /// Whether a name or an address is one that only a network leads to. A name without a dot is a matter of the host itself.
    /// </summary>
    private static bool IsElsewhere(string host) => host.Length == 0
        || (host.Contains('.', StringComparison.Ordinal) && !Here().IsMatch(host));

    private static string Hint(VmRule rule, Subject subject)
    {
        var allow = subject.Kind == SubjectKind.Unit
            ? $"allow it to fail (allowFailed = [ \"{subject.Name}\" ] in system.build.vmTest)"
            : string.Empty;
        string[] ways = rule.Topic switch
        {
            VmTopic.Network => ["let the VM reach what this machine reaches (--network=user)", allow, Set(rule.Option)],
            VmTopic.Secret => [$"{rule.Option} in {Variant}", allow],
            _ => [Set(rule.Option), allow],
        };
        var text = string.Join(", or ", ways.Where(way => way.Length > 0));
        return text.Length == 0 ? Recipes : $"{char.ToUpperInvariant(text[0])}{text[1..]}; {Recipes}";
    }

    private static string Set(string? option) => option is null ? string.Empty : $"set {option} in {Variant}";

    /// <summary>What shows a mistake of the configuration, whatever else was said.</summary>
    [GeneratedRegex(@"Failed at step (?:EXEC|USER|GROUP|NAMESPACE|CHDIR|STDIN|STDOUT|STDERR|CAPABILITIES|SECCOMP|STATE_DIRECTORY"
        + @"|RUNTIME_DIRECTORY) spawning|command not found|: not found$|[Pp]ermission denied"
        + @"|[Uu]nknown (?:directive|Directive|option|user|group|configuration item|flag)|[Uu]nrecogni[sz]ed option"
        + @"|Incorrect Usage|[Ss]yntax errors?\b|[Pp]arse(?:r)? error|[Ii]nvalid directive"
        + @"|Options error|Bad unit file setting|Key is not the correct length|wrong password|does not exist!"
        + @"|credentials information are missing|Is a directory \(os error|KeyError|NameError|ModuleNotFoundError|Cannot find module"
        + @"|more than one matching pool")]
    private static partial Regex Mistake();

    // Loopback, QEMU's own gateway and names that no name server of the world knows.
    [GeneratedRegex(@"^(?:localhost(?:\.localdomain)?|.*\.(?:localhost|local|internal|test|invalid|localdomain)|127\.[\d.]+|0\.0\.0\.0|"
        + @"10\.0\.2\.\d+)$")]
    private static partial Regex Here();
}
