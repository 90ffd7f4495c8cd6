using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text;

namespace Cake.Frosting.Tests;

/// <summary>Writes down the public API of an assembly: per type a line for its shape, then one line per declared member.</summary>
internal static class PublicApi
{
    private const BindingFlags Declared =
        BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;

    public static IReadOnlyList<string> Describe(Assembly assembly) =>
        [.. assembly.GetExportedTypes().OrderBy(type => type.FullName, StringComparer.Ordinal).Select(Describe)];

    private static string Describe(Type type)
    {
        var text = new StringBuilder($"{Kind(type)} {type.Namespace}.{Name(type)}");
        var parents = type.GetInterfaces().OrderBy(Name, StringComparer.Ordinal).Select(Name);
        if (type.BaseType is { } parent && parent != typeof(object))
        {
            parents = parents.Prepend(Name(parent));
        }

        text.AppendJoin(string.Empty, parents.Select((name, i) => (i == 0 ? " : " : ", ") + name));
        text.Append(Constraints(type.GetGenericArguments()));
        if (type.GetCustomAttribute<AttributeUsageAttribute>(inherit: false) is { } usage)
        {
            text.Append($" [AttributeUsage({(int)usage.ValidOn}");
            text.Append(usage.AllowMultiple ? ", AllowMultiple=True" : string.Empty);
            text.Append(usage.Inherited ? string.Empty : ", Inherited=False").Append(")]");
        }

        foreach (var constructor in type.GetConstructors(Declared).Where(IsVisible))
        {
            text.Append($"\n    {Access(constructor)} .ctor({Parameters(constructor)})");
        }

        foreach (var property in type.GetProperties(Declared).Where(property => property.GetMethod is { } get && IsVisible(get)))
        {
            var set = property.SetMethod is { } setter && IsVisible(setter) ? "set; " : string.Empty;
            text.Append($"\n    {Access(property.GetMethod!)} {Name(property.PropertyType)} {property.Name} {{ get; {set}}}");
        }

        foreach (var method in type.GetMethods(Declared).Where(method => IsVisible(method) && !method.IsSpecialName).OrderBy(
            method => method.Name, StringComparer.Ordinal))
        {
            var generic = method.GetGenericArguments();
            text.Append($"\n    {Access(method)} {Name(method.ReturnType)} {method.Name}");
            text.Append(generic.Length == 0 ? string.Empty : $"<{string.Join(", ", generic.Select(Name))}>");
            text.Append($"({Parameters(method)}){Constraints(generic)}");
            text.Append(method.IsDefined(typeof(ExtensionAttribute)) ? "  // ext" : string.Empty);
        }

        return text.ToString();
    }

    private static string Kind(Type type) => type switch
    {
        { IsInterface: true } => "interface",
        { IsAbstract: true, IsSealed: true } => "static class",
        { IsAbstract: true } => "abstract class",
        { IsSealed: true } => "sealed class",
        _ => "class",
    };

    private static bool IsVisible(MethodBase method) => method.IsPublic || method.IsFamily || method.IsFamilyOrAssembly;

    private static string Access(MethodBase method)
    {
        var access = method.IsPublic ? "public" : "protected";
        return method switch
        {
            { IsStatic: true } => access + " static",
            { DeclaringType.IsInterface: true } or { IsVirtual: false } or { IsFinal: true } => access,
            { IsAbstract: true } => access + " abstract",
            _ => access + " virtual",
        };
    }

    private static string Parameters(MethodBase method) =>
        string.Join(", ", method.GetParameters().Select(parameter => $"{Name(parameter.ParameterType)} {parameter.Name}"));

    private static string Constraints(Type[] arguments) => string.Concat(arguments.Select(argument =>
    {
        var attributes = argument.GenericParameterAttributes;
        List<string> constraints = [];
        if (attributes.HasFlag(GenericParameterAttributes.ReferenceTypeConstraint))
        {
            constraints.Add("class");
        }

        constraints.AddRange(argument.GetGenericParameterConstraints().Select(Name));
        if (attributes.HasFlag(GenericParameterAttributes.DefaultConstructorConstraint))
        {
            constraints.Add("new()");
        }

        return constraints.Count == 0 ? string.Empty : $" where {Name(argument)}:{string.Join(',', constraints)}";
    }));

    private static string Name(Type type) => type.IsGenericType
        ? $"{type.Name.Split('`')[0]}<{string.Join(", ", type.GetGenericArguments().Select(Name))}>"
        : type.Name;
}
