using System.Diagnostics;
using VmTest.EndToEndTests.Support;

namespace VmTest.EndToEndTests.Phases;

public sealed class EvaluateAndBuildTests
{
    [Test]
    public async Task BuildVm_alone_ends_with_a_valid_report_and_starts_no_machine()
    {
        using var workplace = new Workplace().WithHosts(("healthy", Modules.Healthy));

        var result = await Host.RunAsync(workplace, "--target=BuildVm", "--accel=tcg");

        var phases = result.Expect(0, "success",
            failedPhase: null)["hosts"]!.Single()["phases"]!.ToDictionary(phase => phase.Value<string>("name")!);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(phases["build"].Value<string>("status"), Is.EqualTo("passed"));
            Assert.That(phases["boot"].Value<string>("status"), Is.EqualTo("skipped"));
            Assert.That(phases["boot"].Value<string>("skippedBecause"), Is.EqualTo("--target=BuildVm does not include it"));
            Assert.That(Path.Combine(workplace.LatestRun, "healthy", "console.log"), Does.Not.Exist);
        }
    }

    [Test]
    public async Task A_flake_that_does_not_evaluate_fails_in_evaluate_with_the_place()
    {
        using var workplace = new Workplace().WithHosts(("typo", "{ networking.hostNaem = \"x\"; }"));

        var result = await Host.RunAsync(workplace, "--target=FlakeCheck", "--accel=tcg");

        var failure = result.Expect(20, "failure", "evaluate")["failures"]!.Single();
        Assert.That(failure.Value<string>("code"), Is.EqualTo("evaluation.option-unknown"));
        Assert.That(failure["subject"]!.Value<string>("name"), Is.EqualTo("networking.hostNaem"));
    }

    [Test]
    public async Task A_mistake_is_reported_by_the_system_itself_and_not_by_a_variant_that_repeats_it()
    {
        using var workplace = new Workplace().WithFlake("""
            {
              outputs = { self }: {
                nixosConfigurations.web.config = {
                  boot.loader.systemd-boot.enable = true;
                  system.build = {
                    toplevel = throw "the system itself";
                    vm = throw "a variant";
                    vmWithBootLoader = throw "a variant";
                  };
                };
              };
            }
            """);

        var result = await Host.RunAsync(workplace, "--target=FlakeCheck", "--accel=tcg");

        var failure = result.Expect(20, "failure", "evaluate")["failures"]!.Single();
        Assert.That(failure.Value<string>("message"), Does.Contain("the system itself"));
    }

    [Test]
    public async Task A_syntax_error_is_named_with_file_and_line()
    {
        using var workplace = new Workplace().WithFlake("{\n  outputs = { self }: {\n    broken = ;\n  };\n}\n");

        var result = await Host.RunAsync(workplace, "--target=FlakeCheck", "--accel=tcg");

        var failure = result.Expect(20, "failure", "evaluate")["failures"]!.Single();
        Assert.That(failure.Value<string>("code"), Is.EqualTo("evaluation.syntax"));
        Assert.That(failure["location"]!.Value<string>("file"), Is.EqualTo("flake.nix"));
        Assert.That(failure["location"]!.Value<int>("line"), Is.EqualTo(3));
    }

    [Test]
    public async Task A_derivation_that_fails_is_named_with_its_builders_last_words()
    {
        using var workplace = new Workplace().WithHosts(("unbuildable", Modules.FailingBuild));

        var result = await Host.RunAsync(workplace, "--accel=tcg");

        var failure = result.Expect(30, "failure", "build")["failures"]![0]!;
        using (Assert.EnterMultipleScope())
        {
            Assert.That(failure.Value<string>("code"), Is.EqualTo("build.builder-failed"));
            Assert.That(failure["subject"]!.Value<string>("name"), Is.EqualTo("broken-page"));
            Assert.That(failure.Value<string>("message"), Does.Contain("exit code 7"));
            Assert.That(failure["excerpt"]!.Values<string>(), Does.Contain("no luck today"));
        }
    }

    [Test]
    public async Task An_input_on_an_unreachable_host_fails_in_evaluate_at_once_and_names_the_host()
    {
        using var workplace = new Workplace()
            .WithFlake("{ inputs.far.url = \"https://no-such-host.invalid/far.tar.gz\"; outputs = { self, far }: { }; }");
        var watch = Stopwatch.StartNew();

        var result = await Host.RunAsync(workplace, "--accel=tcg");

        var failure = result.Expect(20, "failure", "evaluate")["failures"]!.Single();
        using (Assert.EnterMultipleScope())
        {
            Assert.That(failure.Value<string>("code"), Is.EqualTo("network.dns"));
            Assert.That(failure.Value<string>("message"), Does.Contain("no-such-host.invalid"));
            Assert.That(failure.Value<string>("origin"), Is.EqualTo("environment"));
            Assert.That(watch.Elapsed, Is.LessThan(Deadline.OfSeconds(5)));
        }
    }

    [TestCase("a b c")]
    [TestCase("it's $HOME; `id` & \"so\" on")]
    [TestCase("käse%20?x=#frag")]
    public async Task A_flake_in_a_folder_with_unusual_characters_is_found(string folder)
    {
        using var workplace = new Workplace(folder).WithHosts(("healthy", Modules.Healthy));

        var result = await Host.RunAsync(workplace, "--target=FlakeCheck", "--accel=tcg", $"--flake={workplace.Flake}");

        result.Expect(0, "success", failedPhase: null);
    }

    [Test]
    public async Task A_folder_without_a_flake_is_named()
    {
        using var workplace = new Workplace();

        var result = await Host.RunAsync(workplace, "--target=FlakeCheck", "--accel=tcg");

        var failure = result.Expect(20, "failure", "evaluate")["failures"]!.Single();
        Assert.That(failure.Value<string>("code"), Is.EqualTo("evaluation.flake-missing"));
        Assert.That(failure.Value<string>("message"), Does.Contain("is empty").And.Contain(workplace.Flake));
    }

    [Test]
    public async Task A_host_that_the_flake_lacks_is_wrong_use_and_the_nearest_is_offered()
    {
        using var workplace = new Workplace().WithHosts(("healthy", Modules.Healthy));

        var result = await Host.RunAsync(workplace, "--target=FlakeCheck", "--accel=tcg", "--host=helthy");

        var failure = result.Expect(2, "failure", "evaluate")["failures"]!.Single();
        Assert.That(failure.Value<string>("code"), Is.EqualTo("evaluation.host-unknown"));
        Assert.That(failure.Value<string>("message"), Does.Contain("Did you mean healthy?"));
    }

    [Test]
    public async Task ListHosts_prints_nothing_but_a_JSON_array()
    {
        using var workplace = new Workplace().WithHosts(("web", Modules.Healthy), ("db", Modules.Healthy));

        var result = await Host.RunAsync(workplace, "--target=ListHosts");

        Assert.That(result.ExitCode, Is.Zero, result.Error);
        Assert.That(result.Output.Trim(), Is.EqualTo("[\"db\",\"web\"]"));
        Leftovers.ExpectNone(workplace);
    }

    [Test]
    public async Task A_defect_of_the_tool_itself_becomes_a_report_with_exit_code_1()
    {
        // Not what any Nix evaluates to, so nothing in the program expects it.
        using var workplace = new Workplace()
            .WithFlake("{ outputs = _: { nixosConfigurations.odd.config.system.build = rec { vm = { drvPath = [ ]; outPath = { }; }; "
                + "toplevel = vm; }; }; }");

        var result = await Host.RunAsync(workplace, "--target=FlakeCheck", "--accel=tcg");

        Assert.That(result.Expect(1, "failure", "evaluate")["failures"]![0]!.Value<string>("code"), Is.EqualTo("tool.internal"));
    }
}
