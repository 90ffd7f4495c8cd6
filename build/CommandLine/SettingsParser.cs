using VmTest.Model;
using VmTest.Terminal;
using VmTest.Text;

namespace VmTest.CommandLine;

/// <summary>Turns the words of the command line into <see cref="Settings"/>.</summary>
internal static class SettingsParser
{
    // Cake's own arguments, which it reads itself; value: whether a value follows.
    private static readonly Dictionary<string, (string Name, bool TakesValue)> CakeOptions = new(StringComparer.OrdinalIgnoreCase)
    {
        ["target"] = ("target", true),
        ["verbosity"] = ("verbosity", true),
        ["exclusive"] = ("exclusive", false),
        ["dryrun"] = ("dryrun", false),
        ["noop"] = ("dryrun", false),
        ["whatif"] = ("dryrun", false),
        ["tree"] = ("tree", false),
        ["showtree"] = ("tree", false),
        ["description"] = ("description", false),
        ["descriptions"] = ("description", false),
        ["showdescription"] = ("description", false),
        ["version"] = ("version", false),
        ["info"] = ("info", false),
        ["help"] = ("help", false),
    };

    private static readonly Dictionary<string, string> ShortNames = new(StringComparer.Ordinal)
    {
        ["-t"] = "target",
        ["-v"] = "verbosity",
        ["-e"] = "exclusive",
        ["-h"] = "help",
    };

    private const string DemoHost = "server";

    private static readonly string[] ShortVerbosities = ["q", "m", "n", "v", "d"];

    /// <exception cref="UsageException">A word is unknown or a value does not fit.</exception>
    public static Settings Parse(IReadOnlyList<string> words, string workingDirectory)
    {
        var settings = new Settings
        {
            WorkingDirectory = workingDirectory,
            Flake = workingDirectory,
            Output = Path.GetFullPath(RunPaths.DefaultOutput, workingDirectory),
            CakeArguments = [],
        };
        var given = new HashSet<string>(StringComparer.Ordinal);
        for (var index = 0; index < words.Count; index++)
        {
            var (name, value) = Split(words[index]);
            if (!given.Add(name))
            {
                throw new UsageException(
                    $"--{name} is given twice; several values go into one argument, separated by commas, where it takes several.");
            }

            if (value is null && TakesValue(name) && index + 1 < words.Count && !words[index + 1].StartsWith('-'))
            {
                value = words[++index];
            }

            settings = Apply(settings, name, value ?? string.Empty);
        }

        if (settings.FlakeHost is { } host)
        {
            settings = settings.Hosts is [] || (settings.Hosts is [var only] && only == host)
                ? settings with { Hosts = [host] }
                : throw new UsageException(
                    $"--flake=…#{host} and --host={string.Join(',', settings.Hosts)} name different hosts: leave one of them out.");
        }

        if (settings.CakeArguments.Contains("--exclusive") && Targets.NeedsEarlierPhases(settings.Target))
        {
            throw new UsageException(
                $"--exclusive cannot go with --target={settings.Target}: it works on what earlier phases find in the same run. Leave "
                    + "--exclusive out.");
        }

        if (settings.Format == OutputFormat.Json && (!Targets.IsTestRun(settings.Target) || settings.IsListing))
        {
            throw new UsageException("--format=json goes with a target that tests, and with no listing: only a test has a verdict. "
                + $"{Targets.ListHosts} prints JSON without it.");
        }

        if (settings.Target == Targets.Demo)
        {
            settings = settings with
            {
                Accelerator = given.Contains("accel") ? settings.Accelerator : Accelerator.Auto,
                // The desktop's display server is another 150 MiB of packages.
                Hosts = given.Contains("host") ? settings.Hosts : [DemoHost],
            };
        }

        // These test no flake of the user's.
        var testsFlake = settings.Target is not (Targets.Demo or Targets.Test or Targets.Package or Targets.Clean);
        if (testsFlake && given.Contains("output") && DefaultOutput.IsInFlake(settings.Output, settings.Flake))
        {
            throw new UsageException(
                $"--output={settings.Output} lies in the flake, which is in no Git repository: Nix would copy the results as a part of it. "
                    + "Name a folder outside the flake, leave --output out, or make the flake a Git repository.");
        }

        settings = settings with
        {
            Output = given.Contains("output") || !testsFlake ? settings.Output : DefaultOutput.For(settings.Flake, workingDirectory),
            CakeArguments = [
            $"--target={settings.Target}", $"--verbosity={EnumText.Lower(settings.Verbosity)}", .. settings.CakeArguments]
        };
        RecordedRun.Check(settings);
        return settings;
    }

    private static (string Name, string? Value) Split(string word)
    {
        if (!word.StartsWith('-') || word.Length < 2)
        {
            throw new UsageException(
                $"'{word}' is not an argument: every argument has the form --name=value. A target is given as --target={word}; --help "
                    + "lists all.");
        }

        var (head, value) = word.Split('=', 2) is [var left, var right] ? (left, right) : (word, (string?)null);
        if (ShortNames.TryGetValue(head, out var full))
        {
            return (full, value);
        }

        var name = head.TrimStart('-');
        return (CakeOptions.TryGetValue(name, out var cake) ? cake.Name : name, value);
    }

    private static bool TakesValue(string name) =>
        CakeOptions.TryGetValue(name, out var cake)
            ? cake.TakesValue
            : OptionCatalogue.All.FirstOrDefault(option => option.Name == name)?.Value is not null;

    private static Settings Apply(Settings settings, string name, string value)
    {
        if (CakeOptions.TryGetValue(name, out var cake))
        {
            return name switch
            {
                "target" => settings with { Target = Target(value) },
                "verbosity" => settings with { Verbosity = VerbosityOf(value) },
                _ when cake.TakesValue || OptionValues.Switch(name, value) =>
                    settings with { CakeArguments = [.. settings.CakeArguments, $"--{name}"] },
                _ => settings,
            };
        }

        var option = OptionCatalogue.All.FirstOrDefault(each => each.Name == name)
            ?? throw new UsageException(
                NearestName.Explain($"There is no argument --{name}.", name,
                    [.. OptionCatalogue.All.Select(each => each.Name), .. CakeOptions.Keys], "--"));
        return option.Apply(settings, value);
    }

    private static string Target(string value) =>
        Targets.All.Select(each => each.Name).FirstOrDefault(each => each.Equals(value, StringComparison.OrdinalIgnoreCase))
            ?? throw new UsageException(
                NearestName.Explain($"There is no target '{value}'.", value, [.. Targets.All.Select(each => each.Name)], string.Empty));

    private static Verbosity VerbosityOf(string value) => Array.IndexOf(ShortVerbosities, value) is >= 0 and var index
        ? (Verbosity)index
        : OptionValues.Choice<Verbosity>("verbosity", value.ToLowerInvariant());
}
