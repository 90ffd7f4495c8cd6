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
            .Append("network), or VmTest itself (tool).\n");
        foreach (var group in FailureCatalogue.All.GroupBy(entry => entry.Code.Split('.')[0]))
        {
            text.Append('\n').Append("## ")
                .Append(group.Key).Append("\n\n| Code | Usual origin | Meaning | Next step |\n|---|---|---|---|\n");
            foreach (var entry in group)
            {
                text.Append("| `").Append(entry.Code).Append("` | ").Append(EnumText.Lower(entry.Origin)).Append(" | ")
                    .Append(entry.Meaning).Append(" | ").Append(entry.NextStep).Append(" |\n");
            }
        }

        return text.ToString();
    }
}
