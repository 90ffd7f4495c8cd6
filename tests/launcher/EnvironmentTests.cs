namespace VmTest.Launcher.Tests;

/// <summary>build.sh on machines and with package feeds that lack something.</summary>
[NonParallelizable]
public sealed class EnvironmentTests
{
    private Repository _repository = null!;

    [SetUp]
    public void Make_a_repository() => _repository = new Repository();

    [TearDown]
    public void Clean_up() => _repository.Dispose();

    [Test]
    public void Without_dotnet_it_says_what_is_needed_and_how_to_get_it()
    {
        _repository.UseDotnet(null);

        var outcome = _repository.Run();

        Assert.Multiple(() =>
        {
            Assert.That(outcome.ExitCode, Is.EqualTo(1));
            Assert.That(outcome.Errors, Does.Contain("there is no 'dotnet' on the PATH").And.Contain("10.0.100"));
            Assert.That(outcome.Errors, Does.Contain("nixpkgs#dotnet-sdk_10").And.Contain("apt-get install dotnet-sdk-10.0")
                .And.Contain("brew install").And.Contain("Microsoft.DotNet.SDK.10")
                .And.Contain("https://learn.microsoft.com/dotnet/core/install/"));
        });
    }

    [TestCase("8.0.404 [/sdk]\n9.0.100 [/sdk]\n", "has 8.0.404, 9.0.100")]
    [TestCase("10.0.100-rc.1.25451.107 [/sdk]\n", "has 10.0.100-rc.1.25451.107")]
    [TestCase("", "has no SDK")]
    public void With_another_SDK_it_says_what_it_found(string sdks, string found)
    {
        _repository.UseDotnet($"#!/usr/bin/env bash\n[[ $1 == --list-sdks ]] || exit 99\nprintf '{sdks}'\n");

        var outcome = _repository.Run();

        Assert.Multiple(() =>
        {
            Assert.That(outcome.ExitCode, Is.EqualTo(1));
            Assert.That(outcome.Errors, Does.Contain(found).And.Contain("10.0.100"));
        });
    }

    [Test]
    public void A_feed_without_Cake_Frosting_and_compiler_and_a_machine_without_loader_are_made_do_with()
    {
        _repository.Set("VMTEST_CAKE_FROSTING", string.Empty);
        _repository.Set("VMTEST_AHEAD_OF_TIME", "now");
        File.WriteAllText(Path.Combine(_repository.Root, "build", "without-loader"), string.Empty);

        var outcome = _repository.Run();
        _repository.ForgetDotnetCalls();
        var again = _repository.Run();

        Assert.Multiple(() =>
        {
            Assert.That(outcome.ExitCode, Is.Zero);
            Assert.That(outcome.Errors, Does.Match(
                @"with Cake\.Frosting's API over Cake\.Tool 7\.0\.0: the feed has no Cake\.Frosting\n"
                    + @".*\n.*warning: the feed lacks the ahead-of-time compiler \(.*\); each start takes longer without it\n\z"));
            Assert.That(outcome["pid"], Is.EqualTo(new[] { $"{outcome.ProcessId}" }));
            Assert.That(again.ExitCode, Is.Zero);
            Assert.That(again.Errors, Is.Empty);
            Assert.That(_repository.DotnetCalls, Has.Count.EqualTo(1), "the feed is asked once per build");
            Assert.That(_repository.DotnetCalls, Has.All.EndsWith("/vmtest.dll"));
        });
    }

    [Test]
    public void A_feed_with_Cake_Frosting_is_used_and_no_flock_is_needed()
    {
        _repository.Set("VMTEST_CAKE_FROSTING", string.Empty);
        _repository.AddCakeFrostingToFeed();
        File.Delete(Path.Combine(_repository.Tools, "flock"));

        using var one = _repository.Start();
        using var two = _repository.Start();
        Outcome[] outcomes = [one.Wait(), two.Wait()];
        var builder = outcomes.MaxBy(outcome => outcome.Errors.Length)!;

        Assert.Multiple(() =>
        {
            Assert.That(outcomes.Select(outcome => outcome.ExitCode), Is.All.Zero);
            Assert.That(builder.Errors, Does.Contain("with Cake.Frosting 7.0.0 from the package feed; restored without a lock file"));
            Assert.That(_repository.DotnetCalls.Count(call => call.StartsWith("publish", StringComparison.Ordinal)), Is.EqualTo(1));
            Assert.That(_repository.DotnetCalls.Single(call => call.StartsWith("publish", StringComparison.Ordinal)),
                Does.Contain("UseCakeFrostingPackage=true"));
        });
    }

    [Test]
    public void A_package_whose_host_does_not_start_is_told_replaced_by_the_layer_and_not_tried_again()
    {
        _repository.Set("VMTEST_CAKE_FROSTING", string.Empty);
        _repository.AddCakeFrostingToFeed();
        _repository.RefuseToStartWithThePackage();

        var outcome = _repository.Run();
        _repository.ForgetDotnetCalls();
        var again = _repository.Run();

        Assert.Multiple(() =>
        {
            Assert.That(outcome.ExitCode, Is.Zero, outcome.Errors);
            Assert.That(outcome["source"], Is.EqualTo(new[] { "the first state" }));
            Assert.That(outcome.Errors, Does.Match(
                @"the host that was built with Cake\.Frosting 7\.0\.0 from the package feed does not start \(.*\.log\):\n  Error: no "
                    + @"engine that this host knows\n"));
            Assert.That(outcome.Errors, Does.EndWith(
                "with Cake.Frosting's API over Cake.Tool 7.0.0: a host with the package of the feed does not start\n"));
            Assert.That(again.ExitCode, Is.Zero);
            Assert.That(again.Errors, Is.Empty);
            Assert.That(_repository.DotnetCalls, Is.Empty);
        });
    }

    [Test]
    public void A_package_that_was_asked_for_is_not_replaced_where_its_host_does_not_start()
    {
        _repository.Set("VMTEST_CAKE_FROSTING", "package");
        _repository.AddCakeFrostingToFeed();
        _repository.RefuseToStartWithThePackage();

        var outcome = _repository.Run();

        Assert.Multiple(() =>
        {
            Assert.That(outcome.ExitCode, Is.EqualTo(1));
            Assert.That(outcome.Output, Is.Empty);
            Assert.That(outcome.Errors, Does.Contain("Error: no engine that this host knows").And.EndWith("so nothing else is tried\n"));
        });
    }
}
