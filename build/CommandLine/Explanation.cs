using System.Text;
using VmTest.Model;
using VmTest.Text;

namespace VmTest.CommandLine;

/// <summary>What <c>--explain=CODE</c> prints.</summary>
internal static class Explanation
{
    /// <exception cref="UsageException">There is no such code; the nearest one and all are named.</exception>
    public static string Render(string code)
    {
        var entry = FailureCatalogue.Find(code)
            ?? throw new UsageException(
                NearestName.Explain(
                    $"There is no failure code '{code}'.", code, [.. FailureCatalogue.All.Select(each => each.Code)], string.Empty));
        var text = new StringBuilder()
            .AppendLine(entry.Code)
            .AppendLine($"  meaning       {entry.Meaning}")
            .AppendLine($"  usual origin  {EnumText.Lower(entry.Origin)}")
            .AppendLine($"  example       {entry.Example.Line}");
        var label = "usual causes";
        foreach (var cause in entry.Example.Causes)
        {
            text.AppendLine($"  {label,-12}  {cause}");
            label = string.Empty;
        }

        return text.AppendLine($"  next step     {entry.NextStep}").ToString();
    }
}
