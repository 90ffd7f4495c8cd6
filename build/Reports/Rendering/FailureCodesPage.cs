using System.Text;
using VmTest.Model;
using VmTest.Text;

namespace VmTest.Reports.Rendering;

/// <summary>The page <c>docs/failure-codes.md</c>.</summary>
internal static class FailureCodesPage
{
    public static string Render()
    {
        var text = new StringBuilder("# Failure codes\n\n")
            .Append("Made from the catalogue in `build/Model/FailureCatalogue.cs`; `./build.sh --explain=CODE` shows one of them.\n")
            .Append("A code is never renamed. The origin says what has to change: the configuration, the environment (this machine, its\n")
            .Append("network), or VmTest itself (tool). Each code has an example, a line of a log or of a configuration that leads to\n")
            .Append("it, and its usual causes, the most frequent first.\n");
        foreach (var group in FailureCatalogue.All.GroupBy(entry => entry.Code.Split('.')[0]))
        {
            text.Append("\n## ").Append(group.Key).Append('\n');
            foreach (var entry in group)
            {
                text.Append($"\n### `{entry.Code}`\n\n{entry.Meaning} Usual origin: {EnumText.Lower(entry.Origin)}.\n\n")
                    .Append($"```text\n{entry.Example.Line}\n```\n\n");
                foreach (var cause in entry.Example.Causes)
                {
                    text.Append($"- {cause}\n");
                }

                text.Append($"\nNext step: {entry.NextStep}\n");
            }
        }

        return text.ToString();
    }
}
