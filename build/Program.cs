using Cake.Core;
using Cake.Core.Diagnostics;
using Cake.Core.Packaging;
using Cake.Frosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using VmTest.Ci;
using VmTest.Ci.GitHub;
using VmTest.CommandLine;
using VmTest.Hosting;
using VmTest.Model;
using VmTest.Phases.Preflight;
using VmTest.Project;
using VmTest.Record;
using VmTest.Runs;
using VmTest.Supervision;
using VmTest.Terminal;
using VmTest.Text;

namespace VmTest;

/// <summary>Checks the command line, gives the engine its services, and owns exit code, signals and cancellation.</summary>
public static class Program
{
    private const string ExplainArgument = "--explain=";
    private static readonly string[] HelpWords = ["--help", "-h", "-?"];

    public static int Main(string[] args)
    {
        StandardStreams.Secure();
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
            if (args is [var word] && word.StartsWith(ExplainArgument, StringComparison.Ordinal))
            {
                Console.Write(Explanation.Render(word[ExplainArgument.Length..]));
                return ExitCodes.Success;
            }

            if (OpenSsl.Explain() is { } missing)
            {
                return Refuse(missing);
            }

            return Run(SettingsParser.Parse(args, Environment.CurrentDirectory) with { Command = CalledAs.Command(args) });
        }
        catch (UsageException error)
        {
            Console.Error.WriteLine(Sanitizer.Line(error.Message));
            Console.Error.WriteLine("See ./build.sh --help for all targets and arguments, with examples.");
            return ExitCodes.Usage;
        }
    }

    /// <summary>Says why there can be no run, and so no report that could say it.</summary>
    private static int Refuse(Finding reason)
    {
        Console.Error.WriteLine($"{reason.Code}: {reason.Message}");
        Console.Error.WriteLine(reason.Hint);
        return ExitCodes.Of(Phase.Preflight);
    }

    /// <exception cref="UsageException">The folder of the runs cannot be used.</exception>
    private static int Run(Settings settings)
    {
        if (Targets.IsTestRun(settings.Target) && !settings.IsListing)
        {
            OutputFolder.Check(settings.Output);
        }

        // Below this the runtime itself finds its files no more, and there is no run that could say so.
        if (OpenFiles.Limit() is < OpenFilesCheck.NeededToStart and var limit && OpenFilesCheck.Explain(limit, 1) is { } tooFew)
        {
            return Refuse(tooFew);
        }

        var host = CiHosts.Detect(Environment.GetEnvironmentVariable);
        var console = RunConsole.Create(
            settings.Target == Targets.ListHosts || settings.Format == OutputFormat.Json, settings.Verbosity, host.Marks);
        if (Console.IsOutputRedirected)
        {
            // Cake colours a pipe wherever TERM names a terminal.
            Environment.SetEnvironmentVariable("NO_COLOR", "1");
        }

        using var shutdown = new Shutdown(TimeProvider.System);
        using var services = Services(settings, host, console, shutdown);
        var ending = services.GetRequiredService<RunEnding>();
        shutdown.Forced += () =>
        {
            ending.Finish(TimeSpan.Zero);
            console.Close();
            Environment.Exit(ending.ExitCode(ExitCodes.Internal));
        };

        using var stopping = shutdown.Token.Register(() => console.Stop($"SIG{Signals.Name(shutdown.Signal ?? Signals.Terminate)}"));
        var engine = new EngineLog(console);
        int code;
        try
        {
            code = Host(settings, services, engine).Run(settings.CakeArguments);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            console.Verdict(passed: false, error.Message);
            return ExitCodes.Internal;
        }

        ending.Finish(RunLifecycle.Grace);
        console.Close();
        if (!ending.HasExplained)
        {
            engine.WriteErrors(Console.Error);
        }

        return ending.ExitCode(code);
    }

    private static ServiceProvider Services(Settings settings, ICiHost host, RunConsole console, Shutdown shutdown) =>
        new ServiceCollection()
        .AddRun(settings.ToRequest(host.Trigger), console, new RunStop(() => shutdown.Signal, shutdown.Token), TimeProvider.System,
            ownsProcess: true)
        .AddSingleton(settings)
        .AddSingleton(console)
        .AddSingleton(new ProgressWriter(settings.Format == OutputFormat.Json ? Console.Out : null))
        .AddSingleton<IRunObserver>(provider => provider.GetRequiredService<ProgressWriter>())
        .AddSingleton(host)
        // The server for agents is started outside of the firewall, and asks nothing of this.
        .AddSingleton<IHintSource>(AgentMachine.Detect(Environment.GetEnvironmentVariable))
        .AddSingleton<CiPublisher>()
        .AddSingleton<RunEnding>()
        .AddSingleton<Sweeper>()
        .AddSingleton<ReferenceGuest>()
        .AddSingleton<ProjectTests>()
        .AddSingleton<SingleFiles>()
        .BuildServiceProvider();

    /// <summary>Cake gets what tasks use, made here: its own container would dispose of them before the last report.</summary>
    private static CakeHost Host(Settings settings, ServiceProvider services, EngineLog engine)
    {
        var host = new CakeHost()
            .UseContext<RunContext>()
            .UseLifetime<RunLifetime>()
            // No target installs tools by Cake, and the NuGet client leaves a folder behind in every run that makes one.
            .ConfigureServices(cake => cake.RemoveAll<IPackageInstaller>())
            .ConfigureServices(cake => cake
                .AddSingleton(settings)
                .AddSingleton(services.GetRequiredService<RunStop>())
                .AddSingleton(services.GetRequiredService<RunConsole>())
                .AddSingleton(services.GetRequiredService<RunLifecycle>())
                .AddSingleton(services.GetRequiredService<TestRun>())
                .AddSingleton(services.GetRequiredService<RunEnding>())
                .AddSingleton(services.GetRequiredService<CiPublisher>())
                .AddSingleton(services.GetRequiredService<Sweeper>())
                .AddSingleton(services.GetRequiredService<Lazy<ReferenceGuest>>())
                .AddSingleton(services.GetRequiredService<Lazy<ProjectTests>>())
                .AddSingleton(services.GetRequiredService<Lazy<SingleFiles>>()));
        return settings.IsListing
            ? host
            : host.ConfigureServices(cake => cake
                .AddSingleton<ICakeLog>(engine)
                .AddSingleton<ICakeReportPrinter>(new TaskTable(services.GetRequiredService<RunConsole>(), WhySkipped)));

        string? WhySkipped(string task) => Targets.PhaseOf(task) is { } phase
            ? services.GetRequiredService<TestRun>().Skipped.GetValueOrDefault(phase)
            : null;
    }
}
