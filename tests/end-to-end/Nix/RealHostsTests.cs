using System.Diagnostics;
using Newtonsoft.Json.Linq;
using VmTest.EndToEndTests.Support;

namespace VmTest.EndToEndTests.Nix;

/// <summary>
/// The hosts of tests/nixos, which a workflow tests with the real nixpkgs; here a stand-in takes its place, so that what fails before
/// a VM is needed can be compared with what is expected of it, by the workflow's own script.
/// </summary>
public sealed class RealHostsTests
{
    private const string Input = "github:NixOS/nixpkgs/nixos-26.05";
    private static readonly string Folder = Path.Combine(Repository.Folder, "tests", "nixos");
    private static readonly string[] NeedVm = ["emergency", "required", "unit"];

    [Test]
    public async Task Each_host_that_fails_before_its_VM_fails_as_it_is_expected_to()
    {
        using var workplace = new Workplace();
        Shell.Run("cp", "-R", Path.Combine(Folder, "failing", "."), workplace.Flake);
        File.Delete(Path.Combine(workplace.Flake, "flake.lock"));
        UseStandIn(workplace);

        var result = await Host.RunAsync(workplace, "--target=BuildVm", "--accel=tcg");
        var (exitCode, table) = Check(Path.Combine(workplace.Flake, "expected.json"), workplace.LatestRun);

        var verdicts = table.Where(line => line.StartsWith("| ", StringComparison.Ordinal)).Skip(1)
            .ToDictionary(line => line.Split('|')[1].Trim(), line => line.Split('|')[6].Trim());
        Assert.That(exitCode, Is.EqualTo(1), "those that need a VM did not fail");
        Assert.That(verdicts.Where(host => NeedVm.Contains(host.Key)).Select(host => host.Value), Has.All.EqualTo("**does not fail**"));
        Assert.That(verdicts.Where(host => !NeedVm.Contains(host.Key)).Select(host => $"{host.Key}: {host.Value}"),
            Has.All.EndsWith(": as expected").And.Exactly(8).Items, string.Join('\n', table));
    }

    [TestCase("", 0, "as expected")]
    [TestCase("code", 1, "**code**")]
    [TestCase("subject", 1, "**subject**")]
    [TestCase("place", 1, "**place**")]
    [TestCase("host", 1, "**no report has it**")]
    [TestCase("passes", 1, "**does not fail**")]
    [TestCase("line", 1, "**place**", Description = "12 is not 120")]
    public void The_script_names_what_is_not_as_expected(string wrong, int exitCode, string verdict)
    {
        var folder = Directory.CreateTempSubdirectory("vmt-reports-").FullName;
        try
        {
            var run = Directory.CreateDirectory(Path.Combine(folder, "run", "deep")).FullName;
            File.WriteAllText(Path.Combine(folder, "expected.json"), """
                { "web": { "code": "evaluation.assertion", "subject": "option a.b", "place": "hosts/web.nix:12" } }
                """);
            File.WriteAllText(Path.Combine(run, "report.json"), new JObject
            {
                ["hosts"] = new JArray(new JObject { ["name"] = wrong == "host" ? "db" : "web" }),
                ["failures"] = wrong == "passes" ? [] : new JArray(new JObject
                {
                    ["code"] = wrong == "code" ? "evaluation.throw" : "evaluation.assertion",
                    ["host"] = "web",
                    ["subject"] = new JObject { ["kind"] = "option", ["name"] = wrong == "subject" ? "a.c|\n| x" : "a.b" },
                    ["location"] = new JObject
                    {
                        ["file"] = wrong == "place" ? "web.nix" : "hosts/web.nix",
                        ["line"] = wrong == "line" ? 120 : 12,
                    },
                }),
            }.ToString());

            var (code, table) = Check(Path.Combine(folder, "expected.json"), folder);

            Assert.That(code, Is.EqualTo(exitCode));
            Assert.That(table, Has.Length.EqualTo(3), "a host makes no lines of its own");
            Assert.That(table[2], Does.EndWith($"| {verdict} |"));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Test]
    public void Every_failing_host_is_expected_to_fail_and_has_a_file()
    {
        var expected = JObject.Parse(File.ReadAllText(Path.Combine(Folder, "failing", "expected.json")));
        var flake = File.ReadAllText(Path.Combine(Folder, "failing", "flake.nix"));
        var files = Directory.GetFiles(Path.Combine(Folder, "failing"), "*.nix").Select(Path.GetFileNameWithoutExtension)
            .Except(["flake", "common"]).ToList();

        Assert.That(expected.Properties().Select(host => host.Name), Is.EquivalentTo(files));
        Assert.That(files, Has.All.Matches<string>(name => flake.Contains($"\"{name}\"", StringComparison.Ordinal)));
    }

    [TestCase("working")]
    [TestCase("failing")]
    public void Their_locks_fit_and_pin_the_same_nixpkgs_as_this_projects_flake(string flake)
    {
        var own = JObject.Parse(File.ReadAllText(Path.Combine(Repository.Folder, "flake.lock")))["nodes"]!["nixpkgs"]!;
        using var workplace = new Workplace();
        Shell.Run("cp", "-R", Path.Combine(Folder, flake, "."), workplace.Flake);

        // Nix takes the lock as it is, or would have to fetch.
        var locks = JObject.Parse(Shell.Run("nix", "--extra-experimental-features", "nix-command flakes", "flake", "metadata", "--json",
            "--no-update-lock-file", $"path:{workplace.Flake}"))["locks"]!["nodes"]!;

        Assert.That(JToken.DeepEquals(locks["nixpkgs"]!["locked"], own["locked"]), Is.True);
    }

    private static void UseStandIn(Workplace workplace)
    {
        var standIn = Path.Combine(Path.GetDirectoryName(workplace.Flake)!, "nixpkgs");
        Shell.Run("cp", "-R", Path.Combine(Repository.Folder, "tests", "end-to-end", "Nix", "stand-in"), standIn);
        Shell.Run("cp", "-R", Path.Combine(Repository.Folder, "tests", "diagnosis", "stand-in", "lib"), Path.Combine(standIn, "lib"));
        var flake = Path.Combine(workplace.Flake, "flake.nix");
        File.WriteAllText(flake, File.ReadAllText(flake).Replace(Input, $"path:{standIn}", StringComparison.Ordinal));
    }

    private static (int ExitCode, string[] Table) Check(string expected, string reports)
    {
        using var process = Process.Start(
            new ProcessStartInfo(Path.Combine(Folder, "check-reports.sh"), [expected, reports]) { RedirectStandardOutput = true })!;
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, output.Split('\n', StringSplitOptions.RemoveEmptyEntries));
    }
}
