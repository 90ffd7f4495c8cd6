using Cake.Cli;
using Cake.Common;
using Cake.Core;
using Cake.Core.Composition;
using Cake.Core.IO;
using Cake.Core.Packaging;
using Microsoft.Extensions.DependencyInjection;
using Path = System.IO.Path;

namespace Cake.Frosting.Tests;

/// <summary>What the arguments of a build and the settings of its host do.</summary>
public class CommandLineTests
{
    [Test]
    public void Default_is_the_default_target()
    {
        var build = Tasks();

        Assert.Multiple(() =>
        {
            Assert.That(build.Run(), Is.Zero);
            Assert.That(build.Journal, Is.EqualTo(new[] { "Compile", "Default" }));
        });
    }

    [TestCase("--target=Compile")]
    [TestCase("--target", "Compile")]
    [TestCase("-t", "Compile")]
    [TestCase("--Target=Compile")]
    public void A_target_can_be_named_in_each_of_these_ways(params string[] arguments)
    {
        var build = Tasks();

        Assert.Multiple(() =>
        {
            Assert.That(build.Run(arguments), Is.Zero);
            Assert.That(build.Journal, Is.EqualTo(new[] { "Compile" }));
        });
    }

    [Test]
    public void Several_targets_run_as_one_build()
    {
        var build = Tasks();

        Assert.Multiple(() =>
        {
            Assert.That(build.Run("--target=Other", "--target=Default"), Is.Zero);
            Assert.That(build.Journal, Is.EquivalentTo(new[] { "Compile", "Other", "Default" }));
        });
    }

    [TestCase("--exclusive")]
    [TestCase("-e")]
    public void Exclusive_runs_the_target_alone(string option)
    {
        var build = Tasks();

        Assert.Multiple(() =>
        {
            Assert.That(build.Run("--target=Default", option), Is.Zero);
            Assert.That(build.Journal, Is.EqualTo(new[] { "Default" }));
        });
    }

    [TestCase("--dryrun")]
    [TestCase("--noop")]
    [TestCase("--whatif")]
    public void A_dry_run_runs_no_task_but_the_lifetime_of_the_build(string option)
    {
        var build = Tasks().With(host => host.UseLifetime<Lifetime>().UseTaskSetup<TaskSetup>());

        Assert.Multiple(() =>
        {
            Assert.That(build.Run(option), Is.Zero);
            Assert.That(build.Journal, Is.EqualTo(new[] { "setup", "teardown" }));
        });
    }

    [TestCase("--description")]
    [TestCase("--showdescriptions")]
    public void Descriptions_are_shown_and_nothing_runs(string option)
    {
        var build = Tasks();

        Assert.Multiple(() =>
        {
            Assert.That(build.Run(option), Is.Zero);
            Assert.That(build.Output, Does.Contain("Compile").And.Contain("Turns source into program."));
            Assert.That(build.Journal, Is.Empty);
        });
    }

    [TestCase("--tree")]
    [TestCase("--showtree")]
    public void The_tree_is_shown_and_nothing_runs(string option)
    {
        var build = Tasks();

        Assert.Multiple(() =>
        {
            Assert.That(build.Run(option), Is.Zero);
            Assert.That(build.Output, Does.Contain("Default").And.Contain("Compile"));
            Assert.That(build.Journal, Is.Empty);
        });
    }

    [TestCase("--version")]
    [TestCase("--ver")]
    [TestCase("--info")]
    public void The_version_that_the_build_gives_itself_is_shown_and_nothing_runs(string option)
    {
        var build = Tasks().With(host => host.ConfigureServices(services => services.AddSingleton<IVersionResolver, OwnVersion>()));

        Assert.Multiple(() =>
        {
            Assert.That(build.Run(option), Is.Zero);
            Assert.That(build.Output, Does.Contain("1.2.3-own"));
            Assert.That(build.Journal, Is.Empty);
        });
    }

    [TestCase("--help")]
    [TestCase("-h")]
    public void Help_runs_nothing(string option)
    {
        var build = Tasks();

        Assert.Multiple(() =>
        {
            Assert.That(build.Run(option), Is.Zero);
            Assert.That(build.Journal, Is.Empty);
        });
    }

    [TestCase("")]
    [TestCase("a", "--name=a")]
    [TestCase("a", "--name", "a")]
    [TestCase("b", "--name=a", "--name=b")]
    [TestCase("a=b c", "--name=a=b c")]
    [TestCase("x", "--NAME=x")]
    public void Any_other_argument_reaches_the_context_and_the_last_of_a_name_wins(string value, params string[] arguments)
    {
        var build = Tasks();

        Assert.Multiple(() =>
        {
            Assert.That(build.Run([.. arguments, "--target=Arguments"]), Is.Zero);
            Assert.That(build.Journal, Is.EqualTo(new[] { $"name='{value}' flag=False target=Arguments" }));
        });
    }

    [Test]
    public void A_flag_without_a_value_is_there()
    {
        var build = Tasks();

        Assert.Multiple(() =>
        {
            Assert.That(build.Run("--target=Arguments", "--flag"), Is.Zero);
            Assert.That(build.Journal, Is.EqualTo(new[] { "name='' flag=True target=Arguments" }));
        });
    }

    [Test]
    [Since7]
    public void A_flag_of_the_host_that_is_given_a_value_is_an_argument_of_the_build()
    {
        var build = Tasks();

        Assert.Multiple(() =>
        {
            Assert.That(build.Run("--target=Compile", "--version=1.2.3"), Is.Zero);
            Assert.That(build.Journal, Is.EqualTo(new[] { "Compile" }));
        });
    }

    [Test]
    public void A_bare_word_is_an_error()
    {
        var build = Tasks();

        Assert.Multiple(() =>
        {
            Assert.That(build.Run("Compile"), Is.EqualTo(-1));
            Assert.That(build.Journal, Is.Empty);
        });
    }

    [Test]
    public void The_working_directory_is_that_of_the_command_line_then_that_of_the_build()
    {
        var temporary = Path.TrimEndingDirectorySeparator(Path.GetTempPath());
        var asked = Tasks().With(host => host.UseWorkingDirectory("/"));
        var built = Tasks().With(host => host.UseWorkingDirectory("/"));
        var missing = Tasks();

        Assert.Multiple(() =>
        {
            Assert.That(asked.Run("--target=Where", $"--working={temporary}"), Is.Zero);
            Assert.That(asked.Journal, Is.EqualTo(new[] { temporary }));
            Assert.That(built.Run("--target=Where"), Is.Zero);
            Assert.That(built.Journal, Is.EqualTo(new[] { "/" }));
            Assert.That(missing.Run("--target=Where", "--working=/does/not/exist"), Is.Not.Zero);
            Assert.That(missing.Errors, Has.Some.Contains("/does/not/exist"));
        });
    }

    [Test]
    public void A_setting_of_the_build_is_used()
    {
        var build = Tasks().With(host => host.UseCakeSetting("Some_Setting", "of the build"));

        Assert.Multiple(() =>
        {
            Assert.That(build.Run("--target=Settings"), Is.Zero);
            Assert.That(build.Journal, Is.EqualTo(new[] { "of the build" }));
        });
    }

    [Test]
    [Since7]
    public void A_setting_of_the_build_gives_way_to_the_command_line()
    {
        var overridden = Tasks().With(host => host.UseCakeSetting("Some_Setting", "of the build"));

        Assert.Multiple(() =>
        {
            Assert.That(overridden.Run("--target=Settings", "--Some_Setting=of the caller"), Is.Zero);
            Assert.That(overridden.Journal, Is.EqualTo(new[] { "of the caller" }));
        });
    }

    [Test]
    public void Startup_and_modules_register_services()
    {
        var build = new Build().With(host => host.UseStartup<Startup>().UseModule<Module>());

        Assert.Multiple(() =>
        {
            Assert.That(build.Run("--target=Served"), Is.Zero);
            Assert.That(build.Journal, Is.EqualTo(new[] { "startup", "module" }));
        });
    }

    [Test]
    public void Tools_are_installed_before_the_first_task_by_the_installer_of_their_scheme()
    {
        var build = Tasks().With(host => host
            .UsePackageInstaller<Installer>()
            .SetToolPath("/tmp")
            .InstallTool(new Uri("fake:?package=hammer&version=1.0")));

        Assert.Multiple(() =>
        {
            Assert.That(build.Run("--target=Compile"), Is.Zero);
            Assert.That(build.Journal, Is.EqualTo(new[] { "install hammer in /tmp", "Compile" }));
        });
    }

    [Test]
    public void Cake_s_own_installers_are_there_before_those_of_the_build()
    {
        var without = Tasks();
        var with = Tasks().With(host => host.UsePackageInstaller<Installer>());

        Assert.Multiple(() =>
        {
            Assert.That(without.Run("--target=Installers"), Is.Zero);
            Assert.That(without.Journal, Is.EqualTo(new[] { "NuGetPackageInstaller", "DotNetToolPackageInstaller" }));
            Assert.That(with.Run("--target=Installers"), Is.Zero);
            Assert.That(with.Journal, Is.EqualTo(new[] { "NuGetPackageInstaller", "DotNetToolPackageInstaller", "Installer" }));
        });
    }

    private static Build Tasks() =>
        new Build().Task<Default>().Task<Compile>().Task<Other>().Task<Arguments>().Task<Where>().Task<Settings>().Task<Installers>();

    [TaskDescription("Turns source into program.")]
    internal sealed class Compile : FrostingTask<Context>
    {
        public override void Run(Context context) => context.Journal.Add(nameof(Compile));
    }

    [IsDependentOn(typeof(Compile))]
    internal sealed class Default : FrostingTask<Context>
    {
        public override void Run(Context context) => context.Journal.Add(nameof(Default));
    }

    internal sealed class Other : FrostingTask<Context>
    {
        public override void Run(Context context) => context.Journal.Add(nameof(Other));
    }

    internal sealed class Arguments : FrostingTask<Context>
    {
        public override void Run(Context context) => context.Journal.Add(
            $"name='{context.Argument("name", string.Empty)}' flag={context.HasArgument("flag")} "
                + $"target={context.Argument<string>("target")}");
    }

    internal sealed class Where : FrostingTask<Context>
    {
        public override void Run(Context context) => context.Journal.Add(Environment.CurrentDirectory);
    }

    internal sealed class Settings : FrostingTask<Context>
    {
        public override void Run(Context context) => context.Journal.Add(context.Configuration.GetValue("Some_Setting"));
    }

    internal sealed class Installers(IEnumerable<IPackageInstaller> installers, Journal journal) : FrostingTask
    {
        public override void Run(ICakeContext context) => journal.AddRange(installers.Select(installer => installer.GetType().Name));
    }

    internal sealed class OwnVersion : IVersionResolver
    {
        public string GetVersion() => "1.2.3-own";

        public string GetProductVersion() => "1.2.3-own+details";
    }

    internal sealed class Lifetime(Journal journal) : FrostingLifetime
    {
        public override void Setup(ICakeContext context, ISetupContext info) => journal.Add("setup");

        public override void Teardown(ICakeContext context, ITeardownContext info) => journal.Add("teardown");
    }

    internal sealed class TaskSetup(Journal journal) : FrostingTaskSetup
    {
        public override void Setup(ICakeContext context, ITaskSetupContext info) => journal.Add("task setup");
    }

    internal sealed class Startup : IFrostingStartup
    {
        public void Configure(IServiceCollection services) =>
            services.AddSingleton("startup").AddSingleton<IFrostingTask, Served>();
    }

    internal sealed class Module : ICakeModule
    {
        public void Register(ICakeContainerRegistrar registrar) => registrar.RegisterInstance(new Version(1, 0)).AsSelf().Singleton();
    }

    internal sealed class Served(Journal journal, string startup, Version module) : FrostingTask
    {
        public override void Run(ICakeContext context)
        {
            journal.Add(startup);
            journal.Add(module.Major == 1 ? "module" : "no module");
        }
    }

    internal sealed class Installer(Journal journal) : IPackageInstaller
    {
        public bool CanInstall(PackageReference package, PackageType type) => package.Scheme == "fake";

        public IReadOnlyCollection<IFile> Install(PackageReference package, PackageType type, DirectoryPath path)
        {
            journal.Add($"install {package.Package} in {path}");
            return [new FileSystem().GetFile(path.CombineWithFilePath("hammer"))];
        }
    }
}
