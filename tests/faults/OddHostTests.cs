using System.Text;
using Newtonsoft.Json.Linq;

namespace VmTest.FaultTests;

/// <summary>Names of hosts that mean something to a shell, a URL, a path, a terminal, or to Nix.</summary>
public sealed class OddHostTests
{
    private static readonly string[] Names =
    [
        "", " ", ".", "..", "../../etc", "a/b", "-dash", "--flake", "a b", "a.b", "\"quoted\"", "it's", "a\\b", "${x}", "$${x}", "`id`",
        ";id", "a#b", "a?b", "a^b", "a%20b", "100%", "*", "a,b", "a=b", "a:b", "::error::x", "<b>", "[x]", "a\nb", "a\r\nb", "a\tb",
        "\u202Eabc", "ünïcödé", "日本", new('x', 200),
    ];

    [Test]
    public async Task A_host_is_evaluated_whatever_its_name_is_made_of()
    {
        var flake = new StringBuilder($"{{ inputs.guest.url = \"path:{Repository.Guest}\"; outputs = {{ guest, ... }}: {{\n");
        flake.AppendLine("nixosConfigurations = {");
        foreach (var name in Names)
        {
            flake.AppendLine($"  {NixString(name)} = guest.lib.guestSystem {{ modules = [ {Modules.Healthy} ]; }};");
        }

        flake.AppendLine("}; }; }");
        using var workplace = new Workplace().WithFlake(flake.ToString());

        var listed = await Host.RunAsync(workplace, "--target=ListHosts");
        var all = await Host.RunAsync(workplace, "--target=FlakeCheck", "--accel=tcg", "--jobs=2");
        var some = await Host.RunAsync(workplace, "--target=FlakeCheck", "--accel=tcg", "--host=\"quoted\",${x},a#b,a\nb");

        Assert.That(JArray.Parse(listed.Output).Values<string>(), Is.EquivalentTo(Names));
        Assert.That(all.ExitCode, Is.Zero, all.Output + all.Error);
        Assert.That(all.Output, Does.Not.Match("(?m)^\\s*::error").And.Not.Contain("\u202E"));
        some.Expect(0, "success", failedPhase: null);
        Assert.That(some.Report["hosts"]!.Count(), Is.EqualTo(4));
        var evaluated = Directory.GetFiles(workplace.Output, "report.json", SearchOption.AllDirectories)
            .Select(each => all.ReportOf(Path.GetDirectoryName(each)!)["hosts"]!.Count()).Max();
        Assert.That(evaluated, Is.EqualTo(Names.Length));
    }

    private static string NixString(string text) => "\"" + text
        .Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)
        .Replace("$", "\\$", StringComparison.Ordinal).Replace("\n", "\\n", StringComparison.Ordinal)
        .Replace("\r", "\\r", StringComparison.Ordinal).Replace("\t", "\\t", StringComparison.Ordinal) + "\"";
}
