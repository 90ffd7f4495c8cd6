using Newtonsoft.Json.Linq;
using VmTest.Model;
using VmTest.Nix;
using VmTest.Record;
using VmTest.Runs;
using VmTest.Text;

namespace VmTest.Phases.Evaluate;

/// <summary>Reads what a configuration says of its own test: the attributes of <c>system.build.vmTest</c>.</summary>
internal static class SettingsReader
{
    private const string Attribute = "system.build.vmTest";

    private const string Passphrase = "passphrase";

    private const int LongestShown = 100;

    /// <summary>What each setting takes, and how it changes the settings; null for a value that does not fit.</summary>
    private static readonly IReadOnlyDictionary<string, (string Takes, Func<HostSettings, JToken?, HostSettings?> Apply)> Known =
        new Dictionary<string, (string, Func<HostSettings, JToken?, HostSettings?>)>(StringComparer.Ordinal)
        {
            ["allowFailed"] = ($"a list of {UnitGlob.Allowed}",
                (settings, value) => Texts(value, UnitGlob.IsPattern) is { } list ? settings with { AllowedFailures = list } : null),
            ["requireUnits"] = ($"a list of {UnitGlob.AllowedNames}",
                (settings, value) => Texts(value, UnitGlob.IsName) is { } list ? settings with { RequiredUnits = list } : null),
            ["bootTimeout"] = (Whole("seconds", Limits.MinimumBootTimeoutSeconds, Limits.MaximumBootTimeoutSeconds),
                (settings, value) => Number(value, Limits.MinimumBootTimeoutSeconds, Limits.MaximumBootTimeoutSeconds) is { } seconds
                    ? settings with { BootTimeout = TimeSpan.FromSeconds(seconds) }
                    : null),
            ["memory"] = (Whole("MiB", Limits.MinimumMemoryMiB, Limits.MaximumMemoryMiB),
                (settings, value) => Number(value, Limits.MinimumMemoryMiB, Limits.MaximumMemoryMiB) is { } memory
                    ? settings with { MemoryMiB = memory }
                    : null),
            ["cores"] = (Whole("cores", 1, Limits.MaximumCores),
                (settings, value) => Number(value, 1, Limits.MaximumCores) is { } cores ? settings with { Cores = cores } : null),
            [Passphrase] = (Secret.Typable,
                (settings, value) => value is JValue { Type: JTokenType.String } text && Secret.CanBeTyped(text.Value<string>()!)
                    ? settings with { Passphrase = new Secret(text.Value<string>()!) }
                    : null),
        };

    /// <param name="given">The attributes that the configuration has.</param>
    /// <param name="source">Names their files as the flake's author does.</param>
    /// <param name="host">The host's name.</param>
    /// <exception cref="PhaseFailedException">A name is unknown, or a value does not fit.</exception>
    public static HostSettings Read(IReadOnlyList<FlakeSetting> given, FlakeSource source, string host)
    {
        var settings = new HostSettings();
        List<Finding> wrong = [];
        foreach (var setting in given)
        {
            if (!Known.TryGetValue(setting.Name, out var known))
            {
                wrong.Add(Describe(setting, source, setting.Name.Length == 0
                    ? $"{Attribute} of {host} is a set of settings, but got {Shown(setting)}. Known: {string.Join(", ", Known.Keys)}."
                    : NearestName.Explain(
                        $"{Attribute} of {host} has no setting '{setting.Name}'.", setting.Name, [.. Known.Keys], string.Empty)));
            }
            else if (known.Apply(settings, setting.Value) is { } changed)
            {
                settings = changed;
            }
            else
            {
                wrong.Add(Describe(setting, source,
                    $"{Attribute}.{setting.Name} of {host} takes {known.Takes}, but got {Shown(setting)}."));
            }
        }

        return wrong.Count > 0 ? throw new PhaseFailedException(wrong) : settings;
    }

    /// <summary>The settings in a few words, for people; null where the configuration has none.</summary>
    public static string? Summary(IReadOnlyList<FlakeSetting> given) => given.Count == 0 ? null
        : $"settings of the flake: {string.Join(", ", given.Select(setting => $"{setting.Name} = {Value(setting)}"))}";

    /// <summary>A passphrase in the configuration is one that everybody may know; null where there is none.</summary>
    public static Finding? Warning(IReadOnlyList<FlakeSetting> given, FlakeSource source, string host) =>
        given.FirstOrDefault(setting => setting.Name == Passphrase) is { } setting
            ? Describe(setting, source,
                $"{Attribute}.{Passphrase} of {host} is in the Nix store, where everybody on this machine can read it.") with
            {
                Code = FailureCodes.SecretInStore,
                Hint = "Take a passphrase that protects nothing else, or give it by --passphrase-file.",
            }
            : null;

    private static Finding Describe(FlakeSetting setting, FlakeSource source, string message) => new()
    {
        Code = FailureCodes.Data,
        Origin = FailureOrigin.Configuration,
        Message = message,
        Subject = new Subject(SubjectKind.Option, setting.Name.Length == 0 ? Attribute : $"{Attribute}.{setting.Name}"),
        Location = setting.Place is { } place ? new SourceLocation(source.Name(place.File), place.Line, place.Column) : null,
        Hint = "docs/settings.md lists the settings with an example of each.",
    };

    private static string Whole(string unit, int least, int most) => $"a whole number of {unit} from {least} to {most}";

    private static int? Number(JToken? value, int least, int most) =>
        value is JValue { Type: JTokenType.Integer, Value: long number } && number >= least && number <= most ? (int)number : null;

    private static IReadOnlyList<string>? Texts(JToken? value, Func<string, bool> fits) =>
        value is JArray list && list.All(each => each.Type == JTokenType.String && fits(each.Value<string>()!))
            ? [.. list.Values<string>().OfType<string>().Distinct(StringComparer.Ordinal)]
            : null;

    private static string Shown(FlakeSetting setting) => setting.Value is null or { Type: JTokenType.Null }
        ? setting.Type
        : $"{setting.Type}: {Value(setting)}";

    private static string Value(FlakeSetting setting) => setting.Name == Passphrase ? Secret.Mark : Text(setting.Value);

    private static string Text(JToken? value) =>
        value?.ToString(Newtonsoft.Json.Formatting.None) is { } text
            ? text.Length > LongestShown ? $"{text[..LongestShown]}…" : text
            : "…";
}
