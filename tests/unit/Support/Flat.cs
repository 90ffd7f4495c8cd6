using System.Collections;

namespace VmTest.UnitTests.Support;

/// <summary>An object as lines of <c>path = value</c>: records with lists compare by what they hold.</summary>
internal static class Flat
{
    public static IReadOnlyList<string> Of(object? value)
    {
        var lines = new List<string>();
        Walk(value, string.Empty, lines);
        return lines;
    }

    private static void Walk(object? value, string path, List<string> lines)
    {
        switch (value)
        {
            case null or string or DateTimeOffset or ValueType:
                lines.Add($"{path} = {value ?? "nothing"}");
                break;
            case IEnumerable items:
                var index = 0;
                foreach (var item in items)
                {
                    Walk(item, $"{path}[{index++}]", lines);
                }

                lines.Add($"{path} has {index}");
                break;
            default:
                foreach (var property in value.GetType().GetProperties().Where(property => property.GetIndexParameters().Length == 0))
                {
                    Walk(property.GetValue(value), $"{path}.{property.Name}", lines);
                }

                break;
        }
    }
}
