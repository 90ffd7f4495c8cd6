namespace VmTest.Diagnosis.Source;

/// <summary>
/// Follows the path of an option through Nix source as far as it can be done without evaluating it: nested and dotted sets,
/// the functions around a module, let and with, what mkIf, mkMerge and their like wrap, lists, imports.
/// </summary>
internal sealed class DefinitionReader
{
    /// <summary>Steps from one expression into another; a source that leads round in circles ends here.</summary>
    internal const int MaximumDepth = 64;

    private const int MaximumSteps = 50_000;

    // The names of functions whose second last argument counts, too.
    private static readonly string[] OfTwoSets = ["recursiveUpdate", "mergeAttrs", "attrsets.recursiveUpdate"];

    private readonly Func<NixFile, string, NixFile?> import;
    private readonly List<Definition> found = [];
    private IReadOnlyList<string> path = [];
    private bool isModule;
    private int steps;

    /// <param name="import">The file that a path in another file leads to; null where there is none.</param>
    private DefinitionReader(Func<NixFile, string, NixFile?> import) => this.import = import;

    /// <summary>The definitions of an option in a module's file.</summary>
    /// <param name="file">The file of the module.</param>
    /// <param name="path">The names of the option; <see cref="OptionPath.Any"/> for any name.</param>
    /// <param name="import">The file that a path in another file leads to; null where there is none.</param>
    /// <returns>In the order of the file; those of sets above it, too.</returns>
    public static IReadOnlyList<Definition> InModule(NixFile file, IReadOnlyList<string> path, Func<NixFile, string, NixFile?> import) =>
        new DefinitionReader(import) { path = path, isModule = true }.Follow(file, file.Root);

    /// <summary>The same wherever a set in the file may be a module or a part of one, such as in a list of modules in flake.nix.</summary>
    public static IReadOnlyList<Definition> Anywhere(NixFile file, IReadOnlyList<string> path, Func<NixFile, string, NixFile?> import)
    {
        var scopes = Scopes(file.Root);
        var declarations = file.Root.All().SelectMany(node => node.Bindings).Where(binding => binding.Path[0].Text == "options")
            .SelectMany(binding => binding.Value.All()).ToHashSet(ReferenceEqualityComparer.Instance);
        return [.. file.Root.All().Where(node => node.Kind == NixNodeKind.Set && !declarations.Contains(node))
            .SelectMany(set => new DefinitionReader(import) { path = path }.Follow(file, set, scopes))
            .DistinctBy(definition => definition.Place)];
    }

    /// <summary>The declaration of an option in a module's file.</summary>
    public static IReadOnlyList<Definition> Declarations(
        NixFile file, IReadOnlyList<string> path, Func<NixFile, string, NixFile?> import) =>
        new DefinitionReader(import) { path = ["options", .. path] }.Follow(file, file.Root);

    private IReadOnlyList<Definition> Follow(NixFile file, NixNode node, NixScope? scope = null)
    {
        Step(new Walk(file, scope ?? NixScope.None, 0, 0, 0), node);
        return found;
    }

    /// <summary>All variables of a file, where it does not matter which let they are of.</summary>
    private static NixScope Scopes(NixNode root) => root.All().Where(node => node.Kind == NixNodeKind.Let)
        .Aggregate(NixScope.None, (scope, let) => scope.With(let.Bindings));

    private void Step(Walk walk, NixNode node)
    {
        if (walk.Depth > MaximumDepth || ++steps > MaximumSteps)
        {
            return;
        }

        walk = walk with { Depth = walk.Depth + 1 };
        switch (node.Kind)
        {
            case NixNodeKind.Function:
                Step(walk, node.Items[0]);
                break;
            case NixNodeKind.Let:
                Step(walk with { Scope = walk.Scope.With(node.Bindings) }, node.Items[0]);
                break;
            case NixNodeKind.With or NixNodeKind.Assert:
                Step(walk, node.Items[1]);
                break;
            case NixNodeKind.If:
                Step(walk, node.Items[1]);
                Step(walk, node.Items[2]);
                break;
            case NixNodeKind.Operator when node.Text is "//" or "++" or "+":
                StepIntoElements(walk, node);
                node.Items.ToList().ForEach(item => Step(walk, item));
                break;
            case NixNodeKind.Apply:
                StepIntoCall(walk, node);
                break;
            case NixNodeKind.Variable:
                StepInto(walk, walk.Scope.Find(node.Text));
                break;
            case NixNodeKind.Select:
                StepInto(walk, NixValues.Selected(walk.Scope, node, walk.Depth));
                break;
            // As the value of an option it is the module of a submodule, such as that of a user of Home Manager.
            case NixNodeKind.Path when import(walk.File, node.Text) is { } file:
                Step(walk with { File = file, Scope = NixScope.None }, file.Root);
                break;
            case NixNodeKind.List:
                StepIntoElements(walk, node);
                break;
            case NixNodeKind.Set:
                StepIntoSet(walk, node);
                break;
        }
    }

    private void StepInto(Walk walk, (NixNode Node, NixScope Scope)? target)
    {
        if (target is { } there)
        {
            Step(walk with { Scope = there.Scope }, there.Node);
        }
    }

    private void StepIntoSet(Walk walk, NixNode set)
    {
        // rec lets its values see each other; a plain set does not, but a name that is found nowhere else can only be meant so.
        foreach (var binding in set.Bindings)
        {
            if (walk is { Names: 0, InConfig: false } && binding.Path[0].Text == "config")
            {
                StepIntoConfig(walk with { InConfig = true }, binding);
                continue;
            }

            if (walk.Names > 0 && binding is { Path: [{ Text: "imports" }], Value: { Kind: NixNodeKind.List } imports })
            {
                imports.Items.ToList().ForEach(item => Step(walk, item));
            }

            Match(walk, binding, binding.Path);
        }
    }

    private void StepIntoConfig(Walk walk, NixBinding binding)
    {
        if (binding.Path.Count == 1)
        {
            Step(walk, binding.Value);
        }
        else
        {
            Match(walk, binding, [.. binding.Path.Skip(1)]);
        }
    }

    private void Match(Walk walk, NixBinding binding, IReadOnlyList<NixName> names)
    {
        var next = walk.Names;
        var computed = walk.Computed;
        foreach (var name in names)
        {
            if (next == path.Count)
            {
                break;
            }

            var text = name.Text ?? NixValues.Name(name.Computed!, walk.Scope);
            if (text is not null && path[next] != OptionPath.Any && text != path[next])
            {
                return;
            }

            computed += text is null ? 1 : 0;
            next++;
        }

        // A name that is computed anyhow fits everything; as the first one it would make every set a module, which only the one
        // that is the module is.
        if (walk.Names == 0 && computed > 0 && names[0].Text is null && !isModule)
        {
            return;
        }

        Found(walk, binding.Start, next, computed, binding.Value);
        if (next < path.Count)
        {
            Step(walk with { Names = next, Computed = computed, InConfig = true }, binding.Value);
        }
    }

    /// <summary>The element that the path names, of a list that may be put together of several.</summary>
    private void StepIntoElements(Walk walk, NixNode list)
    {
        if (walk.Names < path.Count && OptionPath.Entry(path[walk.Names]) is { } entry)
        {
            if (NixValues.Elements(list, walk.Scope, walk.Depth).Skip(entry - 1).FirstOrDefault() is ({ } element, { } scope))
            {
                Found(walk, element.Start, walk.Names + 1, walk.Computed, element);
                Step(walk with { Names = walk.Names + 1, Scope = scope }, element);
            }
        }
        else if (list.Kind == NixNodeKind.List && walk.Names < path.Count && path[walk.Names] == OptionPath.Any)
        {
            list.Items.ToList().ForEach(item => Step(walk with { Names = walk.Names + 1 }, item));
        }
    }

    private void StepIntoCall(Walk walk, NixNode call)
    {
        var application = NixApplication.Of(call);
        var (function, arguments) = application;
        switch (application.Name)
        {
            case "mkMerge" or "mkForce" or "mkDefault" or "mkOverride" or "mkIf" or "mkBefore" or "mkAfter" or "mkOrder":
                StepIntoWrapped(walk, arguments[^1]);
                return;
            case "import" or "setDefaultModuleLocation" or "importApply":
                arguments.Where(argument => argument.Kind is not NixNodeKind.Set).ToList().ForEach(argument => Step(walk, argument));
                return;
            case "genAttrs" or "mapAttrs" or "mapAttrs'" or "concatMapAttrs" or "genAttrs'":
                StepIntoEach(walk, arguments);
                return;
            case "map" or "forEach" or "imap0" or "imap1" or "mapAttrsToList"
                when walk.Names < path.Count && OptionPath.Entry(path[walk.Names]) is not null:
                StepIntoMade(walk, arguments);
                break;
            case "listToAttrs":
                StepIntoPairs(walk, arguments[^1]);
                return;
        }

        // A function of the file itself, what it is called with, and what every other function does with its last argument.
        if (function.Kind is NixNodeKind.Variable)
        {
            StepInto(walk, walk.Scope.Find(function.Text) is ({ Kind: NixNodeKind.Function }, _) own ? own : null);
        }
        else if (function.Kind is NixNodeKind.Function)
        {
            Step(walk, function);
        }

        if (OfTwoSets.Contains(application.Name) && arguments.Count > 1)
        {
            Step(walk, arguments[^2]);
        }

        if (arguments[^1].Kind is not NixNodeKind.List || walk.Names == path.Count || OptionPath.Entry(path[walk.Names]) is null)
        {
            Step(walk, arguments[^1]);
        }
    }

    /// <summary>A list here is one of mkMerge, or the value of the option itself.</summary>
    private void StepIntoWrapped(Walk walk, NixNode content)
    {
        if (content.Kind == NixNodeKind.List && (walk.Names == path.Count || OptionPath.Entry(path[walk.Names]) is null))
        {
            content.Items.ToList().ForEach(item => Step(walk, item));
            return;
        }

        Step(walk, content);
    }

    /// <summary>A function that makes each element of a list.</summary>
    private void StepIntoMade(Walk walk, IReadOnlyList<NixNode> arguments)
    {
        foreach (var function in arguments.Where(argument => argument.Kind == NixNodeKind.Function))
        {
            Step(walk with { Names = walk.Names + 1, Computed = walk.Computed + 1 }, function);
        }
    }

    /// <summary>A function that makes the value of each name.</summary>
    private void StepIntoEach(Walk walk, IReadOnlyList<NixNode> arguments)
    {
        if (walk.Names == 0 || walk.Names == path.Count)
        {
            return;
        }

        foreach (var function in arguments.Where(argument => argument.Kind == NixNodeKind.Function))
        {
            var body = function;
            while (body.Kind == NixNodeKind.Function)
            {
                body = body.Items[0];
            }

            Found(walk, body.Start, walk.Names + 1, walk.Computed + 1, body);
            Step(walk with { Names = walk.Names + 1, Computed = walk.Computed + 1 }, body);
        }

        foreach (var set in arguments.Where(argument => argument.Kind != NixNodeKind.Function))
        {
            Step(walk, set);
        }
    }

    /// <summary>Sets of <c>name</c> and <c>value</c>, written out or by nameValuePair, or a function that makes them.</summary>
    private void StepIntoPairs(Walk walk, NixNode pairs)
    {
        if (walk.Names == 0 || walk.Names == path.Count)
        {
            return;
        }

        foreach (var node in pairs.All())
        {
            if (node.Kind == NixNodeKind.Set)
            {
                var name = node.Bindings.FirstOrDefault(binding => binding.Path is [{ Text: "name" }]);
                node.Bindings.Where(binding => name is not null && binding.Path[0].Text == "value").ToList()
                    .ForEach(value => StepIntoPair(walk, node, name!.Value, value.Path, value));
            }
            else if (node.Kind == NixNodeKind.Apply && NixApplication.Of(node) is
            {
                Name: "nameValuePair", Arguments: [var key, var content],
            })
            {
                StepIntoPair(walk, node, key, [], new NixBinding([], content, content.Start));
            }
        }
    }

    private void StepIntoPair(Walk walk, NixNode pair, NixNode name, IReadOnlyList<NixName> names, NixBinding value)
    {
        var text = NixValues.Text(name, walk.Scope);
        if (text is not null && text != path[walk.Names])
        {
            return;
        }

        var inside = walk with { Names = walk.Names + 1, Computed = walk.Computed + (text is null ? 1 : 0) };
        Found(walk, pair.Start, inside.Names, inside.Computed, value.Value);
        if (names.Count > 1 && inside.Names < path.Count)
        {
            Match(inside, value, [.. names.Skip(1)]);
        }
        else
        {
            Step(inside, value.Value);
        }
    }

    private void Found(Walk walk, int start, int names, int computed, NixNode value) =>
        found.Add(new Definition(walk.File.At(start), names, path.Count, computed, value));

    /// <summary>How far a path was followed.</summary>
    private sealed record Walk(NixFile File, NixScope Scope, int Names, int Computed, int Depth)
    {
        /// <summary>Whether <c>config</c> is an option's name here and no longer the module's own.</summary>
        public bool InConfig { get; init; }
    }
}
