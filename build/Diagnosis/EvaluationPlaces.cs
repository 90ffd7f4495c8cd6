using System.Text.RegularExpressions;
using VmTest.Diagnosis.Source;
using VmTest.Model;
using VmTest.Nix;
using static VmTest.Model.FlakePaths;

namespace VmTest.Diagnosis;

/// <summary>Finds the user's own place of an evaluation error: what lies in nixpkgs is not theirs to change.</summary>
internal static partial class EvaluationPlaces
{
    /// <summary>Below these, the options of one set are those of one module.</summary>
    private static readonly string[] OfOneModule = ["services", "programs", "hardware", "virtualisation", "networking", "security"];

    /// <summary>The place nearest to the cause that lies in the flake; null where Nix names none.</summary>
    /// <param name="error">The error.</param>
    /// <param name="named">A place that the message itself names, such as the file of a declaration; null where it names none.</param>
    /// <param name="source">The files of the flake.</param>
    /// <param name="search">Finds what is defined in them.</param>
    public static SourceLocation? Find(NixError error, SourceLocation? named, FlakeSource source, DefinitionSearch search)
    {
        if (named is not null && source.Relative(ModuleMessages.FileOf(named.File)) is { } own)
        {
            return named with { File = own };
        }

        // The module system names the file of each definition; Nix's own position is the throw inside nixpkgs.
        foreach (var definition in ModuleMessages.Definitions(error.Core))
        {
            if (source.Relative(definition.File) is { } file)
            {
                return new SourceLocation(file);
            }
        }

        return Traced(error, source, search);
    }

    /// <summary>Whether the way to the error leads through an expression of the flake, and not only through its options.</summary>
    public static bool IsFramed(NixError error, FlakeSource source) =>
        error.Steps().Any(step => step.Line is not null && source.Relative(step.File!) is not null);

    /// <summary>The names of the files of all definitions that the message names, in its order.</summary>
    public static IReadOnlyList<string> Definitions(NixError error, FlakeSource source) =>
        [.. ModuleMessages.Definitions(error.Core).Select(definition => source.Name(definition.File)).Distinct()];

    /// <summary>
    /// The innermost step that leads to a line of the flake. The call in flake.nix that makes the system is on every way and
    /// counts only where there is nothing else.
    /// </summary>
    private static SourceLocation? Traced(NixError error, FlakeSource source, DefinitionSearch search)
    {
        SourceLocation? outermost = null;
        List<string> definers = [];
        foreach (var step in error.Steps())
        {
            if (step.Option is { } option)
            {
                var path = OptionPath.Parse(option);
                if (definers.SelectMany(file => search.In(file, path)).FirstOrDefault(definition => definition.IsWhole) is { } definition)
                {
                    return definition.Place;
                }
            }
            else if (source.Relative(ModuleMessages.FileOf(step.File!)) is not { } file)
            {
                continue;
            }
            else if (step.Line is null)
            {
                definers.Add(file);
            }
            else if (file != FlakeFile)
            {
                return new SourceLocation(file, step.Line, step.Column);
            }
            else
            {
                outermost ??= new SourceLocation(file, step.Line, step.Column);
            }
        }

        return Merged(error, source, search) ?? Unit(error, search) ?? Read(error, source, search) ?? Beside(error, search)
            ?? (definers.Count > 0 ? new SourceLocation(definers[0]) : null) ?? outermost;
    }

    /// <summary>
    /// What the user says of the innermost option on the way that they set: where its module computes with the merged value, the
    /// frames name that module's files alone. An option that fails in a definition of an input is none of it: what the user says
    /// of the same option stands beside that definition.
    /// </summary>
    private static SourceLocation? Merged(NixError error, FlakeSource source, DefinitionSearch search)
    {
        TraceStep? inner = null;
        foreach (var step in error.Steps())
        {
            if (step.Option is { } option && !(inner is { File: { } file, Line: null } && source.Relative(file) is null)
                && OptionPath.Parse(option) is { Count: >= DefinitionSearch.TellingNames } path
                && search.Everywhere(path) is [var found, ..])
            {
                return found.Place;
            }

            inner = step;
        }

        return null;
    }

    /// <summary>
    /// What the user says beside the innermost option on the way: a default that fails, such as that of <c>services.x.package</c>,
    /// matters to who sets <c>services.x.enable</c>.
    /// </summary>
    private static SourceLocation? Beside(NixError error, DefinitionSearch search) =>
        error.Steps().FirstOrDefault(step => step.Option is not null) is { } step
        && OptionPath.Parse(step.Option!) is { Count: > DefinitionSearch.TellingNames } path && OfOneModule.Contains(path[0])
        && path.SkipLast(1).ToList() is var parent
        && search.Everywhere([.. parent, "enable"]).Concat(search.Everywhere(parent)).FirstOrDefault() is { } found
            ? found.Place
            : null;

    /// <summary>
    /// What the user says of the unit whose file is being written: the value in it that is a set where a line of text has to come
    /// of it, or the unit as a whole.
    /// </summary>
    private static SourceLocation? Unit(NixError error, DefinitionSearch search)
    {
        var match = UnitFile().Match(error.Text);
        if (!match.Success)
        {
            return null;
        }

        var found = search.Everywhere(["systemd", $"{match.Groups["kind"].Value}s", match.Groups["name"].Value]);
        return found.Count == 0 ? null : InUnit(found[0], search);
    }

    private static SourceLocation InUnit(Definition unit, DefinitionSearch search) =>
        unit.Value.Bindings
            .Where(binding => binding.Path[0].Text is { } section && section.EndsWith("Config", StringComparison.Ordinal))
            .SelectMany(binding => binding.Path.Count > 1 ? [binding] : binding.Value.Bindings)
            .Where(binding => binding.Value.Kind == NixNodeKind.Set)
            .Select(binding => search.Files.Find(unit.Place.File)?.At(binding.Start))
            .FirstOrDefault(place => place is not null) ?? unit.Place;

    /// <summary>What the user says of the option that the failing line of an input's module reads.</summary>
    private static SourceLocation? Read(NixError error, FlakeSource source, DefinitionSearch search)
    {
        if (error.Steps().FirstOrDefault(step => step.Line is not null) is not { } step || source.Relative(step.File!) is not null)
        {
            return null;
        }

        var line = error.Text.Split('\n').Select(text => CodeLine().Match(text))
            .FirstOrDefault(match => match.Success && match.Groups["line"].Value == step.Line.ToString());
        return line is null ? null : ConfigRead().Matches(line.Groups["code"].Value)
            .Select(match => search.Nearest(OptionPath.Parse(match.Groups["option"].Value)))
            .FirstOrDefault(found => found.Count > 0)?[0].Place;
    }

    // "derivation 'unit-web.service'", with or without the attribute that is evaluated.
    [GeneratedRegex(@"while evaluating [^\n]*derivation 'unit-(?<name>[^'\n]+)\.(?<kind>service|socket|timer|path|slice|mount|target)'")]
    private static partial Regex UnitFile();

    [GeneratedRegex(@"^\s*(?<line>\d+)\|(?<code>.*)$")]
    private static partial Regex CodeLine();

    [GeneratedRegex(@"(?<![\w.])config\.(?<option>(?:[\w-]+|""[^""]+"")(?:\.(?:[\w-]+|""[^""]+""))*)")]
    private static partial Regex ConfigRead();
}
