using VmTest.CommandLine;
using VmTest.Model;
using VmTest.Terminal;
using VmTest.UnitTests.Support;

namespace VmTest.UnitTests.CommandLine;

public sealed class SettingsParserTests
{
    private const string Folder = "/home/someone/machines";

    [Test]
    public void Without_arguments_the_flake_of_the_working_directory_is_tested_with_the_documented_defaults()
    {
        var settings = Parse();

        Assert.Multiple(() =>
        {
            Assert.That(settings.Target, Is.EqualTo("VmTest"));
            Assert.That(settings.Flake, Is.EqualTo(Folder));
            Assert.That(settings.Hosts, Is.Empty);
            Assert.That(settings.Accelerator, Is.EqualTo(Accelerator.Kvm));
            Assert.That(settings.Install, Is.EqualTo(InstallMode.Disk));
            Assert.That(settings.BootTimeout, Is.Null);
            Assert.That(settings.RequiredUnits, Is.Null);
            Assert.That(settings.AllowedFailures, Is.Null);
            Assert.That(settings.Jobs, Is.Null);
            Assert.That(settings.MemoryMiB, Is.Null);
            Assert.That(settings.Cores, Is.Null);
            Assert.That(settings.Network, Is.EqualTo(NetworkMode.None));
            Assert.That(settings.Output, Is.EqualTo($"{Folder}/artifacts/vmtest"));
            Assert.That(settings.Provision, Is.False);
            Assert.That(settings.Filter, Is.Null);
            Assert.That(settings.Verbosity, Is.EqualTo(Verbosity.Normal));
            Assert.That(settings.CakeArguments, Is.EqualTo(new[] { "--target=VmTest", "--verbosity=normal" }));
        });
    }

    [Test]
    public void Every_argument_sets_what_it_names()
    {
        var settings = Parse(
            "--target=BootWatch", "--flake=github:someone/machines", "--host=web, db,web", "--accel=tcg", "--install=direct",
            "--boot-timeout=120",
            "--require-unit=sshd.service,getty@tty1.service", "--allow-failed=acme-*.service,smartd.service", "--jobs=2",
            "--memory=2048", "--cores=4", "--network=user",
            "--output=/var/tmp/out",
            "--provision", "--filter=FullyQualifiedName~Launcher", "--verbosity=verbose", "--dryrun");

        Assert.Multiple(() =>
        {
            Assert.That(settings.Target, Is.EqualTo("BootWatch"));
            Assert.That(settings.Flake, Is.EqualTo("github:someone/machines"));
            Assert.That(settings.Hosts, Is.EqualTo(new[] { "web", "db" }));
            Assert.That(settings.Accelerator, Is.EqualTo(Accelerator.Tcg));
            Assert.That(settings.BootTimeout, Is.EqualTo(TimeSpan.FromSeconds(120)));
            Assert.That(settings.RequiredUnits, Is.EqualTo(new[] { "sshd.service", "getty@tty1.service" }));
            Assert.That(settings.AllowedFailures, Is.EqualTo(new[] { "acme-*.service", "smartd.service" }));
            Assert.That(settings.Jobs, Is.EqualTo(2));
            Assert.That(settings.MemoryMiB, Is.EqualTo(2048));
            Assert.That(settings.Cores, Is.EqualTo(4));
            Assert.That(settings.Network, Is.EqualTo(NetworkMode.User));
            Assert.That(settings.Output, Is.EqualTo("/var/tmp/out"));
            Assert.That(settings.Provision, Is.True);
            Assert.That(settings.Filter, Is.EqualTo("FullyQualifiedName~Launcher"));
            Assert.That(settings.Verbosity, Is.EqualTo(Verbosity.Verbose));
            Assert.That(settings.IsDryRun, Is.True);
            Assert.That(settings.CakeArguments, Is.EqualTo(new[] { "--target=BootWatch", "--verbosity=verbose", "--dryrun" }));
        });
    }

    [TestCase(".#web", Folder, "web")]
    [TestCase("#web", Folder, "web")]
    [TestCase("./sub#nixosConfigurations.web", Folder + "/sub", "web")]
    [TestCase(".#nixosConfigurations.\"web.example.org\"", Folder, "web.example.org")]
    [TestCase("github:someone/machines#web", "github:someone/machines", "web")]
    [TestCase("github:someone/machines?dir=a#nixosConfigurations.web", "github:someone/machines?dir=a", "web")]
    [TestCase("github:someone/machines", "github:someone/machines", null)]
    public void A_flake_names_a_host_as_every_tool_of_Nix_takes_it(string given, string flake, string? host)
    {
        var settings = Parse($"--flake={given}");

        Assert.That(settings.Flake, Is.EqualTo(flake));
        Assert.That(settings.Hosts, Is.EqualTo(host is null ? Array.Empty<string>() : [host]));
    }

    [Test]
    public void A_host_behind_the_flake_goes_with_the_same_host_only()
    {
        Assert.That(Parse("--host=web", "--flake=.#web").Hosts, Is.EqualTo(new[] { "web" }));
        Assert.That(() => Parse("--flake=.#web", "--host=db"),
            Throws.TypeOf<UsageException>().With.Message.StartsWith("--flake=…#web and --host=db name different hosts"));
        Assert.That(() => Parse("--flake=.#"), Throws.TypeOf<UsageException>().With.Message.Contains("such as .#web"));
    }

    [Test]
    public void Every_argument_of_the_catalogue_takes_its_own_example()
    {
        using var folder = new TemporaryFolder();
        var secret = folder.Write("passphrase", "correct horse\n");
        foreach (var option in OptionCatalogue.All)
        {
            // A file that is read has to be there.
            var example = option.Name == "passphrase-file" ? $"--{option.Name}={secret}" : option.Example;
            Assert.That(() => Parse(example), Throws.Nothing, example);
            Assert.That(option.Example, Does.StartWith($"--{option.Name}"));
        }
    }

    [TestCase("--boot-timeout=4", "--boot-timeout takes a whole number of seconds from 5 to 3600, but got '4'.")]
    [TestCase("--boot-timeout=3601", "--boot-timeout takes a whole number of seconds from 5 to 3600, but got '3601'.")]
    [TestCase("--boot-timeout=1.5", "--boot-timeout takes a whole number of seconds from 5 to 3600, but got '1.5'.")]
    [TestCase("--boot-timeout=99999999999", "--boot-timeout takes a whole number of seconds from 5 to 3600, but got '99999999999'.")]
    [TestCase("--jobs=0", "--jobs takes a whole number of machines from 1 to 64, but got '0'.")]
    [TestCase("--jobs=65", "--jobs takes a whole number of machines from 1 to 64, but got '65'.")]
    [TestCase("--jobs=-1", "--jobs takes a whole number of machines from 1 to 64, but got '-1'.")]
    [TestCase("--jobs", "--jobs takes a whole number of machines from 1 to 64, but got ''.")]
    [TestCase("--memory=127", "--memory takes a whole number of MiB from 128 to 1048576, but got '127'.")]
    [TestCase("--memory=1048577", "--memory takes a whole number of MiB from 128 to 1048576, but got '1048577'.")]
    [TestCase("--cores=0", "--cores takes a whole number of cores from 1 to 256, but got '0'.")]
    [TestCase("--cores=257", "--cores takes a whole number of cores from 1 to 256, but got '257'.")]
    [TestCase("--accel=hvf", "--accel takes kvm or tcg or auto, but got 'hvf'.")]
    [TestCase("--accel=KVM", "--accel takes kvm or tcg or auto, but got 'KVM'.")]
    [TestCase("--accel=1", "--accel takes kvm or tcg or auto, but got '1'.")]
    [TestCase("--network=bridge", "--network takes none or user, but got 'bridge'.")]
    [TestCase("--host=", "--host takes names separated by commas, but got ''.")]
    [TestCase("--host=a,,b", "--host takes names separated by commas, but got 'a,,b'.")]
    [TestCase("--require-unit=sshd", "--require-unit takes full names of systemd units such as sshd.service, or none, but got 'sshd'.")]
    [TestCase("--require-unit=a b.service",
        "--require-unit takes full names of systemd units such as sshd.service, or none, but got 'a b.service'.")]
    [TestCase("--allow-failed=*",
        "--allow-failed takes names of systemd units, or patterns of them, such as acme-*.service, or none, but got '*'.")]
    [TestCase("--flake=", "--flake needs a value: --flake=…")]
    [TestCase("--output=", "--output needs a value: --output=…")]
    [TestCase("--filter=", "--filter needs a value: --filter=…")]
    [TestCase("--provision=maybe", "--provision is a switch and takes no value, but got 'maybe'.")]
    [TestCase("--exclusive=maybe", "--exclusive is a switch and takes no value, but got 'maybe'.")]
    [TestCase("--verbosity=loud", "--verbosity takes quiet or minimal or normal or verbose or diagnostic, but got 'loud'.")]
    public void A_value_that_does_not_fit_is_refused_with_what_is_allowed(string word, string message) => Refused(message, word);

    [TestCase("--boot-timeout=5", 5)]
    [TestCase("--boot-timeout=3600", 3600)]
    public void The_ends_of_a_range_belong_to_it(string word, int seconds) =>
        Assert.That(Parse(word).BootTimeout, Is.EqualTo(TimeSpan.FromSeconds(seconds)));

    [TestCase("--flak=.", "There is no argument --flak. Did you mean --flake?")]
    [TestCase("--boot-timout=60", "There is no argument --boot-timout. Did you mean --boot-timeout?")]
    [TestCase("--taget=Demo", "There is no argument --taget. Did you mean --target?")]
    [TestCase("--target=Buildvm2", "There is no target 'Buildvm2'. Did you mean BuildVm?")]
    public void An_unknown_name_is_answered_with_the_nearest_and_the_whole_list(string word, string beginning)
    {
        var error = Assert.Throws<UsageException>(() => Parse(word));

        Assert.That(error.Message, Does.StartWith(beginning).And.Contains("Allowed: "));
    }

    [Test]
    public void A_name_that_resembles_nothing_is_answered_with_the_list_alone()
    {
        var error = Assert.Throws<UsageException>(() => Parse("--zzzzzzzzzzzzzz=1"));

        Assert.That(error.Message, Does.Not.Contain("Did you mean").And.Contains("--flake, --host, --accel"));
    }

    [TestCase("Demo")]
    [TestCase("-")]
    [TestCase("")]
    public void A_bare_word_is_refused(string word)
    {
        var error = Assert.Throws<UsageException>(() => Parse(word));

        Assert.That(error.Message, Does.Contain($"'{word}' is not an argument").And.Contains("--name=value"));
    }

    [TestCase("--host=a", "--host=b", "host")]
    [TestCase("--target=Demo", "-t", "target")]
    [TestCase("--dryrun", "--noop", "dryrun")]
    public void An_argument_given_twice_is_refused_also_under_another_spelling(string first, string second, string name)
    {
        var error = Assert.Throws<UsageException>(() => Parse(first, second));

        Assert.That(error.Message, Does.StartWith($"--{name} is given twice"));
    }

    [Test]
    public void A_value_may_stand_behind_its_name_as_a_word_of_its_own()
    {
        var settings = Parse("--host", "web", "--target", "BuildVm", "-v", "d", "--provision");

        Assert.Multiple(() =>
        {
            Assert.That(settings.Hosts, Is.EqualTo(new[] { "web" }));
            Assert.That(settings.Target, Is.EqualTo("BuildVm"));
            Assert.That(settings.Verbosity, Is.EqualTo(Verbosity.Diagnostic));
            Assert.That(settings.Provision, Is.True);
        });
    }

    [Test]
    public void A_switch_does_not_swallow_the_word_behind_it() =>
        Assert.That(() => Parse("--provision", "true"), Throws.TypeOf<UsageException>());

    [Test]
    public void A_value_may_itself_hold_an_equals_sign() =>
        Assert.That(Parse("--filter=Category=Slow").Filter, Is.EqualTo("Category=Slow"));

    [TestCase("machines", Folder + "/machines")]
    [TestCase("./a/../b", Folder + "/b")]
    [TestCase("..", "/home/someone")]
    [TestCase("/etc/nixos", "/etc/nixos")]
    [TestCase("github:NixOS/nixpkgs/master?dir=x", "github:NixOS/nixpkgs/master?dir=x")]
    [TestCase("git+ssh://host/repository", "git+ssh://host/repository")]
    [TestCase("flake:nixpkgs", "flake:nixpkgs")]
    public void A_flake_that_is_a_folder_becomes_absolute_and_any_other_reference_stays(string value, string expected) =>
        Assert.That(Parse($"--flake={value}").Flake, Is.EqualTo(expected));

    [Test]
    public void The_output_folder_becomes_absolute() =>
        Assert.That(Parse("--output=../results").Output, Is.EqualTo("/home/someone/results"));

    [TestCase("--target=bootwatch", "BootWatch")]
    [TestCase("--target=VMTEST", "VmTest")]
    [TestCase("--TARGET=Clean", "Clean")]
    [TestCase("-t=clean", "Clean")]
    public void Targets_are_found_whatever_their_case(string word, string target) =>
        Assert.That(Parse(word).Target, Is.EqualTo(target));

    [Test]
    public void The_demo_takes_whatever_accelerator_works_unless_one_is_asked_for()
    {
        Assert.Multiple(() =>
        {
            Assert.That(Parse("--target=Demo").Accelerator, Is.EqualTo(Accelerator.Auto));
            Assert.That(Parse("--target=Demo", "--accel=kvm").Accelerator, Is.EqualTo(Accelerator.Kvm));
            Assert.That(Parse("--target=Demo").Cores, Is.Null, "the guest's own, or as many as the emulation is sound with");
            Assert.That(Parse("--target=Demo", "--cores=1").Cores, Is.EqualTo(1));
            Assert.That(Parse("--accel=tcg", "--target=demo").Accelerator, Is.EqualTo(Accelerator.Tcg));
        });
    }

    [TestCase("--whatif", "--dryrun")]
    [TestCase("--showtree", "--tree")]
    [TestCase("--descriptions", "--description")]
    [TestCase("-e", "--exclusive")]
    public void Cakes_other_spellings_reach_Cake_under_their_first_name(string word, string passed) =>
        Assert.That(Parse(word).CakeArguments, Does.Contain(passed));

    [TestCase("BuildVm")]
    [TestCase("Install")]
    [TestCase("BootWatch")]
    [TestCase("EmitReport")]
    public void A_target_that_works_on_earlier_phases_cannot_run_without_them(string target) =>
        Refused($"--exclusive cannot go with --target={target}", $"--target={target}", "--exclusive");

    [Test]
    public void A_switch_that_is_given_as_false_is_off()
    {
        Assert.Multiple(() =>
        {
            Assert.That(Parse("--provision=false").Provision, Is.False);
            Assert.That(Parse("--exclusive=false").CakeArguments, Has.None.EqualTo("--exclusive"));
        });
    }

    private static void Refused(string message, params string[] words) =>
        Assert.That(() => Parse(words), Throws.TypeOf<UsageException>().With.Message.StartsWith(message));

    [TestCase("--target=ListHosts")]
    [TestCase("--target=Teardown")]
    [TestCase("--dryrun")]
    [TestCase("--tree")]
    public void Lines_of_JSON_are_for_what_has_a_verdict(string word)
    {
        Assert.That(() => Parse("--format=json", word), Throws.TypeOf<UsageException>().With.Message.StartsWith("--format=json goes with"));
        Assert.That(Parse("--format=json", "--target=FlakeCheck").Format, Is.EqualTo(OutputFormat.Json));
    }

    private static Settings Parse(params string[] words) => SettingsParser.Parse(words, Folder);
}
