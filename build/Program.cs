using Cake.Core;
using Cake.Core.Packaging;
using Cake.Frosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using VmTest.Cleanup;
using VmTest.CommandLine;
using VmTest.Demo;
using VmTest.GitHub;
using VmTest.Install;
using VmTest.Nix;
using VmTest.Preflight;
using VmTest.Provisioning;
using VmTest.Reporting;
using VmTest.Running;
using VmTest.Terminal;

namespace VmTest;

/// <summary>Checks the command line, gives the engine its services, and owns exit code, signals and cancellation.</summary>
public static class Program
{
    private static readonly string[] HelpWords = ["--help", "-h", "-?"];
    private static readonly string[] CakeListings = ["--description", "--tree", "--dryrun", "--info"];

    public static int Main(string[] args)
    {
        if (args.Any(HelpWords.Contains))
        {
            Console.Write(HelpText.Render());
            return ExitCodes.Success;
        }

        if (args.Any(word => word is "--version" or "--ver"))
        {
            Console.WriteLine($"{RunFactsReader.Tool.Name} {RunFactsReader.Tool.Version}");
            return ExitCodes.Success;
        }

        try
        {
            return Run(SettingsParser.Parse(args, Environment.CurrentDirectory));
        }
        catch (UsageException error)
        {
            Console.Error.WriteLine(Sanitizer.Line(error.Message));
            Console.Error.WriteLine("See ./build.sh --help for all targets and arguments, with examples.");
            return ExitCodes.Usage;
        }
    }

    private static int Run(Settings settings)
    {
        var job = GitHubJob.Detect(Environment.GetEnvironmentVariable);
        var console = RunConsole.Create(settings, job);
        var github = new GitHubPublisher(console, job);
        if (Console.IsOutputRedirected)
        {
            // Cake colours a pipe wherever TERM names a terminal.
            Environment.SetEnvironmentVariable("NO_COLOR", "1");
        }

        using var shutdown = new Shutdown(TimeProvider.System);
        using var session = new RunSession(settings, console, shutdown, TimeProvider.System);
        var ending = new RunEnding(session, github);
        shutdown.Forced += () =>
        {
            ending.Finish(TimeSpan.Zero);
            console.Close();
            Environment.Exit(ending.ExitCode(ExitCodes.Internal));
        };

        int code;
        try
        {
            code = Host(settings, session, ending, github).Run(settings.CakeArguments);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            console.Failed(error.Message);
            return ExitCodes.Internal;
        }

        ending.Finish(Limits.ProcessGrace);
        console.Close();
        return ending.ExitCode(code);
    }

    private static CakeHost Host(Settings settings, RunSession session, RunEnding ending, GitHubPublisher github)
    {
        var host = new CakeHost()
            .UseContext<RunContext>()
            .UseLifetime<RunLifetime>()
            // No target installs tools by Cake, and the NuGet client leaves a folder behind in every run that makes one.
            .ConfigureServices(services => services.RemoveAll<IPackageInstaller>())
            .ConfigureServices(services => services
                .AddSingleton(TimeProvider.System)
                .AddSingleton(settings)
                .AddSingleton(session)
                .AddSingleton(session.Console)
                .AddSingleton(ending)
                .AddSingleton(github)
                .AddSingleton<TestRun>()
                .AddSingleton<Sweeper>()
                .AddSingleton<Provisioner>()
                .AddSingleton(provider => new KvmTrial(provider.GetRequiredService<TimeProvider>()))
                .AddSingleton<AcceleratorCheck>()
                .AddSingleton<ToolVersions>()
                .AddSingleton<PreflightCheck>()
                .AddSingleton<NixClient>()
                .AddSingleton<FlakeEvaluator>()
                .AddSingleton<FlakeCheck>()
                .AddSingleton<HostBuilder>()
                .AddSingleton<SpaceCheck>()
                .AddSingleton<FreshDisk>()
                .AddSingleton<DiskImages>()
                .AddSingleton<DiskoMachine>()
                .AddSingleton<DirectInstaller>()
                .AddSingleton<DiskInstaller>()
                .AddSingleton<Installer>()
                .AddSingleton<ReferenceGuest>()
                .AddSingleton<ProjectTests>());
        return settings.CakeArguments.Any(CakeListings.Contains)
            ? host
            : host.ConfigureServices(services => services.AddSingleton<ICakeReportPrinter, TaskTable>());
    }
}
