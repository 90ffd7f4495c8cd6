using System.Text.RegularExpressions;
using VmTest.Diagnosis.Source;
using VmTest.Model;
using VmTest.Nix;
using VmTest.Record;

namespace VmTest.Diagnosis;

/// <summary>
/// A module whose head names an argument that nobody passes. The module system then looks for it in <c>_module.args</c>, which
/// ends in an infinite recursion where the argument decides what is imported, and in a missing attribute elsewhere.
/// </summary>
internal static partial class ModuleArguments
{
    /// <summary>What the module system and NixOS pass to every module: a recursion through these has another cause.</summary>
    private static readonly string[] Passed =
        ["config", "options", "lib", "pkgs", "modulesPath", "specialArgs", "utils", "name", "extendModules"];

    private const string Lookup = "config._module.args.${name}";

    /// <summary>Null where the error is another one.</summary>
    public static Finding? Find(NixError error, FlakeSource source, DefinitionSearch search)
    {
        var missing = MissingAttribute().Match(error.Core) is { Success: true } match ? match.Groups["name"].Value : null;
        if (missing is null && !error.Core.Contains("infinite recursion", StringComparison.Ordinal))
        {
            return null;
        }

        // The frames from the inside out.
        var asked = Argument().Matches(error.Text).ToList();
        if (error.CauseLast)
        {
            asked.Reverse();
        }

        var argument = asked.FirstOrDefault(each => missing is null ? !Passed.Contains(each.Groups["name"].Value)
            : each.Groups["name"].Value == missing);
        if (argument is null && missing is not null && error.Text.Contains(Lookup, StringComparison.Ordinal))
        {
            // Without a trace, only the line of nixpkgs that looks for it is there.
            return Describe(missing, string.Empty, error, source, search);
        }

        return argument is null ? null : Describe(argument.Groups["name"].Value, argument.Groups["module"].Value, error, source, search);
    }

    private static Finding Describe(string name, string module, NixError error, FlakeSource source, DefinitionSearch search)
    {
        var path = ModuleMessages.FileOf(module);
        var file = path.Length == 0 ? null : source.Relative(path);
        var place = file is null ? null : Head(search, file, name) ?? new SourceLocation(file);
        var given = search.Everywhere(["_module", "args", name]);
        var hint = given.Count > 0
            ? "It comes from _module.args, which is not there yet when imports are looked at: pass it to nixosSystem by "
                + $"specialArgs = {{ inherit {name}; }}."
            : $"Pass it to the modules, in flake.nix: nixosSystem {{ specialArgs = {{ inherit {name}; }}; … }}; or take it out.";
        return new Finding
        {
            Code = FailureCodes.MissingAttribute,
            Origin = FailureOrigin.Configuration,
            Message = $"{(path.Length == 0 ? "A module" : $"The module {source.Name(path)}")} asks for the argument '{name}', which nobody "
                + "passes to it.",
            Subject = new Subject(SubjectKind.Attribute, name),
            Location = place,
            Related = [.. given.Take(1).Select(definition => RelatedPlace.At(definition.Place, $"sets _module.args.{name}"))],
            Excerpt = error.Excerpt(Limits.ExcerptLines),
            Hint = hint,
        };
    }

    /// <summary>The argument in the head of a function of the file.</summary>
    private static SourceLocation? Head(DefinitionSearch search, string file, string name)
    {
        if (search.Files.Find(file) is not { } module)
        {
            return null;
        }

        return module.Root.All().SelectMany(node => node.Formals).FirstOrDefault(formal => formal.Name == name) is { } found
            ? module.At(found.Start)
            : null;
    }

    [GeneratedRegex(@"^attribute '(?<name>[^']+)' missing")]
    private static partial Regex MissingAttribute();

    // The trace also shows the line of nixpkgs that makes these words, with ${name} in the place of a name.
    [GeneratedRegex(@"while evaluating the module argument [`'](?<name>[A-Za-z_][\w'-]*)' in ""(?<module>[^""\n]+)""")]
    private static partial Regex Argument();
}
