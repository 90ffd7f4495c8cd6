using Newtonsoft.Json.Linq;
using VmTest.EndToEndTests.Support;

namespace VmTest.EndToEndTests.Phases;

[Parallelizable(ParallelScope.Self)]
public sealed class RuntimeFailureTests
{
    /// <summary>Many units of one guest, each failing for itself.</summary>
    private static readonly SharedRun run = new(
        60, "runtime", ["--accel=tcg", "--require-unit=sshd.service"], TroubledGuest.Workplace, OnGitHub);

    [OneTimeTearDown]
    public static void Remove() => run.Dispose();

    [Test]
    public async Task A_unit_that_exits_and_one_whose_program_is_missing_are_named_with_status_last_words_and_line()
    {
        string[] names = ["exits.service", "vanished.service", "dependent.service"];
        var all = (await run.FailuresAsync(TroubledGuest.Name)).Select(Subject).ToList();
        var failures = (await run.FailuresAsync(TroubledGuest.Name)).Where(failure => names.Contains(Subject(failure)))
            .ToDictionary(Subject);
        var output = await run.OutputAsync();
        using (Assert.EnterMultipleScope())
        {
            Assert.That(failures.Keys, Is.EquivalentTo(names));
            Assert.That(failures["exits.service"].Value<string>("code"), Is.EqualTo("runtime.unit-failed"));
            Assert.That(failures["exits.service"].Value<string>("message"), Does.Contain("exit status 3"));
            Assert.That(failures["exits.service"]["excerpt"]!.Values<string>(), Has.Some.Contain("last words of exits"));
            Assert.That(failures["vanished.service"].Value<string>("message"), Does.Contain("203/EXEC"));
            Assert.That(failures["vanished.service"]["excerpt"]!.Values<string>(), Has.Some.Contain("/no/such/program"));
            Assert.That(failures["dependent.service"].Value<string>("code"), Is.EqualTo("runtime.dependency-failed"));
            Assert.That(failures["dependent.service"].Value<string>("causedBy"),
                Is.EqualTo(failures["exits.service"].Value<string>("fingerprint")));
            Assert.That(all.IndexOf("dependent.service"), Is.GreaterThan(all.IndexOf("exits.service"))
                .And.GreaterThan(all.IndexOf("killed.service")), "a consequence comes after what failed by itself");
            Assert.That((await run.HostAsync(TroubledGuest.Name))["boot"]!.Value<string>("systemState"), Is.EqualTo("degraded"));
            Assert.That(output, Does.Contain("runtime.unit-failed exits.service"));
            Assert.That(failures["exits.service"]["location"]!.Value<string>("file"), Is.EqualTo("failing.nix"));
            Assert.That(failures["exits.service"]["location"]!.Value<int>("line"), Is.EqualTo(3));
            Assert.That(failures["vanished.service"]["location"]!.Value<int>("line"), Is.EqualTo(8));
            Assert.That(output, Does.Match(@"(?m)^::error file=flake/failing\.nix,line=3,col=3,title=runtime\.unit-failed"));
            Assert.That(output, Does.Contain("exits.service comes from failing.nix:3:3 (defines the unit)"));
        }
    }

    [Test]
    public async Task A_unit_that_is_missing_or_silently_left_out_is_a_failure_and_one_that_ends_by_itself_a_warning()
    {
        var failures = await run.FailuresAsync(TroubledGuest.Name);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(Named(failures), Is.SupersetOf(new[]
            {
                "runtime.unit-failed nothing-to-start.service", "runtime.unit-failed asserts.service", "runtime.unit-missing sshd.service",
            }));
            Assert.That(Named((await run.ReportAsync())["warnings"]!), Is.EqualTo(new[]
            {
                "runtime.unit-ended goes-into-the-background.service",
            }));
            // Of the two that are in a circle, systemd leaves out either.
            Assert.That(failures.Select(Subject).Where(name => name is not ("hen.service" or "egg.service")), Is.EquivalentTo(new[]
            {
                "exits.service", "vanished.service", "dependent.service", "nothing-to-start.service", "asserts.service", "sshd.service",
                "crasher.service", "killed.service", "hungry.service", "looper.service", "lingerer.service",
            }), "units that are well, or have a condition, are no failures");
        }

        static IEnumerable<string> Named(IEnumerable<JToken> list) =>
            list.Select(entry => $"{entry.Value<string>("code")} {Subject(entry)}");
    }

    [Test]
    public async Task Crashes_killings_want_of_memory_restart_loops_and_ordering_cycles_are_distinguished()
    {
        var codes = (await run.FailuresAsync(TroubledGuest.Name)).ToLookup(Subject, failure => failure.Value<string>("code"));
        using (Assert.EnterMultipleScope())
        {
            Assert.That(codes["crasher.service"], Is.EqualTo(new[] { "runtime.coredump" }));
            Assert.That(codes["killed.service"], Is.EqualTo(new[] { "runtime.unit-failed" }));
            Assert.That(codes["hungry.service"], Is.EqualTo(new[] { "runtime.oom-killed" }));
            Assert.That(codes["looper.service"], Is.EqualTo(new[] { "runtime.restart-loop" }));
            Assert.That(codes["lingerer.service"], Is.EqualTo(new[] { "runtime.restart-loop" }));
            Assert.That(codes["hen.service"].Concat(codes["egg.service"]), Is.EqualTo(new[] { "runtime.ordering-cycle" }));
        }
    }

    [Test]
    public async Task A_guest_that_floods_its_console_and_writes_nonsense_to_the_probe_is_judged_all_the_same()
    {
        using var workplace = new Workplace().WithHosts(("noisy", Modules.WithService("noisy", """
            serviceConfig.Type = "oneshot";
            script = ''
              i=0; while [ $i -lt 40 ]; do head -c 4096 /dev/urandom; i=$((i + 1)); done >/dev/ttyS0
              echo '::error::from the guest' >/dev/ttyS0
              for p in /dev/vport*; do
                { head -c 1000000 /dev/zero | tr '\0' x; echo; echo '{"t":"state","d":{}}'; echo '{"t":'; } >$p 2>/dev/null &
              done
              sleep 2
              exit 1
            '';
            """)));

        var result = await Host.RunAsync(workplace, "--accel=tcg", "--boot-timeout=120");

        var failure = result.Expect(60, "failure", "runtime")["failures"]![0]!;
        Assert.That(failure["subject"]!.Value<string>("name"), Is.EqualTo("noisy.service"));
        Assert.That(result.Output, Does.Not.Match(@"(?m)^\s*::").And.Not.Contain("\u001b"));
    }

    /// <summary>The system shows no status on its console either: the probe alone says which unit failed.</summary>
    [Test]
    public async Task A_failed_unit_of_an_inputs_module_is_shown_where_the_flake_sets_the_options_of_that_module()
    {
        using var workplace = new Workplace();
        workplace.WithFlake($$"""
            {
              inputs.guest.url = "path:{{Repository.Guest}}";
              inputs.tools.url = "path:{{Path.GetDirectoryName(workplace.Flake)}}/tools";
              outputs = { guest, tools, ... }: {
                nixosConfigurations.web = guest.lib.guestSystem { modules = [ tools.module ./web.nix ]; };
              };
            }
            """);
        var tools = Directory.CreateDirectory(Path.Combine(Path.GetDirectoryName(workplace.Flake)!, "tools")).FullName;
        File.WriteAllText(Path.Combine(tools, "flake.nix"), "{ outputs = _: { module = ./module.nix; }; }");
        File.WriteAllText(Path.Combine(tools, "module.nix"), """
            { lib, config, ... }: {
              options.programs.relay.port = lib.mkOption { type = lib.types.int; default = 1; };
              config.systemd.services.relayd = {
                wantedBy = [ "multi-user.target" ];
                serviceConfig.Type = "oneshot";
                script = "exit ${toString config.programs.relay.port}";
              };
            }
            """);
        File.WriteAllText(Path.Combine(workplace.Flake, "web.nix"), """
            {
              networking.hostName = "web";
              programs = {
                relay.port = 9;
              };
              boot.kernelParams = [ "quiet" "systemd.show_status=false" ];
            }
            """);

        var result = await Host.RunAsync(workplace, "--accel=tcg");

        var failure = result.Expect(60, "failure", "runtime")["failures"]!.Single();
        using (Assert.EnterMultipleScope())
        {
            Assert.That(failure["subject"]!.Value<string>("name"), Is.EqualTo("relayd.service"));
            Assert.That(failure.Value<string>("message"), Does.Contain("exit status 9"));
            Assert.That(failure["location"]?.Value<string>("file"), Is.EqualTo("web.nix"));
            Assert.That(failure["location"]?.Value<int>("line"), Is.EqualTo(4));
            Assert.That(result.Output, Does.Contain("relayd.service comes from web.nix:4:5 (sets programs.relay.port)"));
            Assert.That(result.Output, Does.Match(@"looked for the source of 1 unit \([\d.]+ ?m?s\)"));
        }
    }

    private static string Subject(JToken failure) => failure["subject"]!.Value<string>("name")!;

    private static Dictionary<string, string?> OnGitHub(Workplace workplace) => new()
    {
        ["GITHUB_ACTIONS"] = "true",
        ["GITHUB_WORKSPACE"] = Path.GetDirectoryName(workplace.Flake),
    };
}
