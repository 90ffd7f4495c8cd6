using Newtonsoft.Json.Linq;
using VmTest.EndToEndTests.Support;

namespace VmTest.EndToEndTests.Memory;

/// <summary>What runs know of each other, on real boots; each boot proves several things.</summary>
public sealed class MemoryTests
{
    private const string Package = "hello-1.0";

    private const string Module = $$"""
        { ... }:
        let
          hello = derivation {
            name = "{{Package}}"; system = "x86_64-linux"; builder = "/bin/sh"; args = [ "-c" "echo hello >$out" ];
          };
        in
        {
          networking.hostName = "web";
          systemd.services.site = {
            wantedBy = [ "multi-user.target" ];
            before = [ "multi-user.target" ];
            serviceConfig.Type = "oneshot";
            script = "test -e ${hello}; exit 0";
          };
        }
        """;

    [Test]
    public async Task Each_run_says_what_changed_since_it_worked_and_what_an_edit_did_not_reach()
    {
        using var workplace = new Workplace().WithHosts(("web", Module));
        Git(workplace, "init", "--quiet");
        Git(workplace, "add", ".");

        var first = Comparison(await RunAsync(workplace, 0));
        Assert.That(first.Value<string>("summary"), Is.EqualTo("There is no earlier green run to compare with."));

        Edit(workplace, Package, "hello-1.1");
        var second = Comparison(await RunAsync(workplace, 0));
        using (Assert.EnterMultipleScope())
        {
            Assert.That(second.Value<bool>("worse"), Is.False, second.ToString());
            Assert.That(second["closure"]!["packages"]!.Single().ToString(Newtonsoft.Json.Formatting.None),
                Is.EqualTo("{\"name\":\"hello\",\"before\":\"1.0\",\"after\":\"1.1\"}"));
            Assert.That(Names(second["sources"]!["files"]!, "path"), Is.EqualTo(new[] { "web.nix" }));
        }

        await ExpectUsageAsync(workplace);

        Edit(workplace, "exit 0", "exit 3");
        var broken = await RunAsync(workplace, 60);
        var third = Comparison(broken);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(Names(third["new"]!, "subject"), Is.EqualTo(new[] { "site.service" }));
            Assert.That(third["new"]!.Single()["suspects"]!.Values<string>(), Is.EqualTo(new[] { "web.nix" }));
            Assert.That(third["known"]!.Concat(third["repaired"]!), Is.Empty);
            Assert.That(third["unitsAdded"] ?? third["unitsGone"] ?? third["closure"]!["packages"], Is.Null, third.ToString());
            Assert.That(third.Value<bool>("worse"), Is.True);
            Assert.That(broken.Report["failures"]!.Single()["repetition"], Is.Null);
            // What else is slower on a busy machine stands between this and the run that it is compared with.
            Assert.That(broken.Output,
                Does.Match(@"New: site\.service \(changed since, and it comes from there: web\.nix\).*, compared with run "));
        }

        File.AppendAllText(Path.Combine(workplace.Flake, "web.nix"), "# a comment\n");
        File.WriteAllText(Path.Combine(workplace.Flake, "fix.nix"), "{ }");
        var fourth = await RunAsync(workplace, 60);
        var again = fourth.Report["failures"]!.Single()["repetition"]!;
        using (Assert.EnterMultipleScope())
        {
            Assert.That((again.Value<int>("count"), again.Value<string>("since")), Is.EqualTo((2, RunId(broken))));
            Assert.That(again.Value<bool>("sameSystem"), Is.True);
            Assert.That(again["changed"]!.Values<string>(), Is.EqualTo(new[] { "web.nix" }));
            Assert.That(again["untracked"]!.Values<string>(), Is.EqualTo(new[] { "fix.nix" }));
            Assert.That(fourth.Output, Does.Contain("no edit since then reached host web: it evaluates to the same system (changed anyway: "
                + "web.nix; fix.nix is not tracked by Git, so Nix does not see it: git add it)"));
            Assert.That(Comparison(fourth)["new"], Is.Empty);
            Assert.That(Comparison(fourth)["known"]!.Single().Value<string>("since"), Is.EqualTo(RunId(broken)));
        }

        var fifth = await RunAsync(workplace, 60);
        Assert.That(fifth.Report["failures"]!.Single()["repetition"]!.Value<int>("count"), Is.EqualTo(3));
        Assert.That(fifth.Output, Does.Contain("site.service: the third run in a row with this failure"));

        // Longer than any boot of a busy machine varies.
        Edit(workplace, "exit 3", "sleep 15");
        var slow = await RunAsync(workplace, 0);
        var sixth = Comparison(slow);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(Names(sixth["repaired"]!, "subject"), Is.EqualTo(new[] { "site.service" }));
            Assert.That(sixth["slower"]!.Select(unit => (unit.Value<string>("unit"), unit.Value<string>("what"))),
                Does.Contain(("site.service", "duration")), sixth.ToString());
            Assert.That(File.ReadAllText(Path.Combine(workplace.LatestRun, "report.md")), Does.Contain("## What changed for web"));
            Assert.That(Directory.GetFiles(Path.Combine(workplace.Output, "records")), Has.Length.EqualTo(7));
        }
    }

    [Test]
    public async Task Of_four_hosts_only_the_changed_one_is_booted_and_listed_and_two_runs_keep_records_at_once()
    {
        string[] hosts = ["a", "b", "c", "d"];
        using var workplace = new Workplace().WithHosts([.. hosts.Select(host => (host, $"{{ networking.hostName = \"{host}\"; }}"))]);
        string[] usual = ["--accel=tcg", "--reuse=unchanged", "--jobs=1"];
        foreach (var pair in hosts.Chunk(2))
        {
            var runs = await Task.WhenAll(pair.Select(host => Host.RunAsync(workplace, [.. usual, $"--host={host}"])));
            Assert.That(runs.Select(run => run.ExitCode), Is.All.Zero, () => runs[0].Output + runs[1].Output);
        }

        Assert.That(Directory.GetFiles(Path.Combine(workplace.Output, "records")), Has.Length.EqualTo(4));

        File.WriteAllText(Path.Combine(workplace.Flake, "d.nix"), Modules.WithService("new", "script = \"exit 0\";"));
        var listed = await Host.RunAsync(workplace, [.. usual, "--target=ListHosts"]);
        Assert.That(listed.Output.Trim(), Is.EqualTo("[\"d\"]"), listed.Error);

        var report = (await Host.RunAsync(workplace, usual)).Expect(0, "success", failedPhase: null);

        using (Assert.EnterMultipleScope())
        {
            foreach (var host in report["hosts"]!)
            {
                var isChanged = host.Value<string>("name") == "d";
                Assert.That(host["boot"] is not null, Is.EqualTo(isChanged));
                Assert.That(host["reusedFrom"] is null, Is.EqualTo(isChanged));
                Assert.That(host["phases"]!.Skip(2).Select(phase => phase.Value<string>("status")),
                    Is.All.EqualTo(isChanged ? "passed" : "skipped"));
            }

            Assert.That(report["hosts"]![0]!["phases"]![4]!.Value<string>("skippedBecause"), Does.StartWith("proved by run "));
            Assert.That(File.ReadAllText(Path.Combine(workplace.LatestRun, "report.md")),
                Does.Contain("3 of 4 hosts were proved by earlier runs"));
        }

        var all = await Host.RunAsync(workplace, usual);
        Assert.That(all.Output, Does.Contain("skipped: every host was proved by an earlier run"));
        Assert.That(Directory.GetFiles(Path.Combine(workplace.Output, "records")), Has.Length.EqualTo(5));

        // The VM is another one with another QEMU: nothing is proved.
        var anew = await Host.RunAsync(workplace, NewerQemu(workplace), [.. usual, "--target=ListHosts"]);
        Assert.That(anew.Output.Trim(), Is.EqualTo("[\"a\",\"b\",\"c\",\"d\"]"), anew.Error);
    }

    [Test]
    public async Task What_can_change_the_outcome_makes_a_host_run_again()
    {
        using var workplace = new Workplace().WithHosts(("web", Modules.Healthy));
        Assert.That(await IsReusedAsync(workplace), Is.False);
        Assert.That(await IsReusedAsync(workplace), Is.True);

        foreach (var setting in new[] { "--cores=2", "--memory=700", "--boot-timeout=299", "--require-unit=a.service",
            "--allow-failed=b.service", "--network=user", "--install=disk" })
        {
            Assert.That(await IsReusedAsync(workplace, setting), Is.False, setting);
        }

        Assert.That(await IsReusedAsync(workplace, "--reuse=none"), Is.False);
        Assert.That(await IsReusedAsync(workplace, $"--records={workplace.Output}/elsewhere"), Is.False);
        File.WriteAllText(Path.Combine(workplace.Flake, "web.nix"), Modules.WithService("new", "script = \"exit 0\";"));
        Assert.That(await IsReusedAsync(workplace), Is.False, "the host changed");
        Assert.That(await IsReusedAsync(workplace), Is.True);
        // Another run may be compared with, and one that was not has no record.
        Assert.That((await Host.RunAsync(workplace, "--target=BuildVm", "--compare=20200101-000000-0000")).ExitCode, Is.EqualTo(2));
    }

    private static async Task<bool> IsReusedAsync(Workplace workplace, params string[] arguments)
    {
        string[] reuse = arguments.Any(argument => argument.StartsWith("--reuse", StringComparison.Ordinal)) ? [] : ["--reuse=unchanged"];
        var result = await Host.RunAsync(workplace, ["--target=BuildVm", "--accel=tcg", .. reuse, .. arguments]);
        return result.Expect(0, "success", failedPhase: null)["hosts"]!.Single()["reusedFrom"] is not null;
    }

    /// <summary>A PATH with a QEMU that calls itself newer.</summary>
    private static Dictionary<string, string?> NewerQemu(Workplace workplace)
    {
        var folder = Directory.CreateDirectory(Path.Combine(Path.GetDirectoryName(workplace.Flake)!, "newer")).FullName;
        var program = Path.Combine(folder, "qemu-system-x86_64");
        File.WriteAllText(program, "#!/bin/sh\n/usr/bin/qemu-system-x86_64 \"$@\" | sed 's/emulator version [0-9]*/&9/'\n");
        File.SetUnixFileMode(program, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        return new() { ["PATH"] = $"{folder}:{Environment.GetEnvironmentVariable("PATH")}" };
    }

    private static async Task<HostResult> RunAsync(Workplace workplace, int exitCode)
    {
        var result = await Host.RunAsync(workplace, "--accel=tcg");
        Assert.That(result.ExitCode, Is.EqualTo(exitCode), result.Output + result.Error);
        return result;
    }

    /// <summary>The third run that passes, of an unchanged host: from now on it is known what is usual.</summary>
    private static async Task ExpectUsageAsync(Workplace workplace)
    {
        var run = await RunAsync(workplace, 0);
        var (all, host) = ((JObject)run.Report["usage"]!, (JObject)run.Report["hosts"]!.Single()["usage"]!);
        var phases = run.Report["hosts"]!.Single()["phases"]!.Where(phase => phase["durationMs"] is not null)
            .ToDictionary(phase => phase.Value<string>("name")!, phase => phase.Value<long>("durationMs"));
        using (Assert.EnterMultipleScope())
        {
            Assert.That(host.Value<long>("bootMs"), Is.EqualTo(phases["boot"]), host.ToString());
            Assert.That(host.Value<long>("lookMs"), Is.EqualTo(phases["runtime"]));
            Assert.That(new[] { "evaluateMs", "fetchMs", "copyMs", "buildMs", "installMs", "bootMs", "lookMs" }.Sum(host.Value<long>),
                Is.EqualTo(phases.Where(phase => phase.Key != "preflight").Sum(phase => phase.Value)).Within(5));
            Assert.That(all.Value<long>("preflightMs"), Is.EqualTo(phases["preflight"]));
            // A disk of its own to which a machine wrote its journal; the reference guest comes from this machine alone.
            Assert.That(all.Value<long>("givenBackBytes"), Is.GreaterThan(100 << 10));
            Assert.That(all.Value<long>("keptBytes"), Is.InRange(1 << 10, 64 << 20));
            Assert.That((all.Value<long>("downloads"), all.Value<long>("downloadedBytes")), Is.EqualTo((0, 0)));
            Assert.That(File.ReadAllText(Path.Combine(workplace.LatestRun, "report.md")), Does.Contain("## Where time and bytes went"));
        }
    }

    private static JToken Comparison(HostResult result) => result.Report["hosts"]!.Single()["comparison"]!;

    private static string RunId(HostResult result) => Path.GetFileName(Path.GetDirectoryName(result.Output.Split('\n')
        .Single(line => line.TrimStart().StartsWith("report: ", StringComparison.Ordinal)).Split("report: ")[1].Trim())!);

    private static IEnumerable<string?> Names(JToken list, string member) => list.Select(each => each.Value<string>(member));

    private static void Edit(Workplace workplace, string from, string to)
    {
        var path = Path.Combine(workplace.Flake, "web.nix");
        var text = File.ReadAllText(path);
        Assert.That(text, Does.Contain(from));
        File.WriteAllText(path, text.Replace(from, to, StringComparison.Ordinal));
    }

    private static void Git(Workplace workplace, params string[] arguments) => Shell.Run("git", ["-C", workplace.Flake, .. arguments]);
}
