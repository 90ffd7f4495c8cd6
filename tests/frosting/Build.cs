using Cake.Core;
using Cake.Core.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using Spectre.Console;

namespace Cake.Frosting.Tests;

/// <summary>A build that is run in this process, with everything recorded that a user would see of it.</summary>
internal sealed class Build
{
    private readonly CakeHost _host = CakeHost.Create();
    private readonly RecordingLog _log = new();
    private readonly RecordingReportPrinter _printer = new();
    private readonly RecordingConsole _console = new();
    private readonly StringWriter _ansi = new();

    public Build()
    {
        _host.UseContext<Context>().ConfigureServices(services => services
            .AddSingleton(Journal)
            .AddSingleton<ICakeLog>(_log)
            .AddSingleton<ICakeReportPrinter>(_printer)
            .AddSingleton<IConsole>(_console)
            .AddSingleton(AnsiConsole.Create(new AnsiConsoleSettings
            {
                Ansi = AnsiSupport.No,
                ColorSystem = ColorSystemSupport.NoColors,
                Out = new AnsiConsoleOutput(_ansi),
            })));
    }

    /// <summary>What the tasks and lifetimes wrote down, in order.</summary>
    public Journal Journal { get; } = [];

    public IReadOnlyList<string> Errors => _log[LogLevel.Error];

    public IReadOnlyList<string> Warnings => _log[LogLevel.Warning];

    /// <summary>The rows of the final table as "task: status"; null when no table was printed.</summary>
    public IReadOnlyList<string>? Report => _printer.Rows;

    public IReadOnlyList<string?> SkippedBecause => _printer.SkippedBecause;

    /// <summary>What was written to the console beside log and table.</summary>
    public string Output => _console.Output + _ansi;

    public Build With(Action<CakeHost> configure)
    {
        configure(_host);
        return this;
    }

    public Build Task<TTask>()
        where TTask : class, IFrostingTask =>
        With(host => host.ConfigureServices(services => services.AddSingleton<IFrostingTask, TTask>()));

    public int Run(params string[] arguments)
    {
        var directory = Environment.CurrentDirectory;
        try
        {
            return _host.Run(arguments);
        }
        finally
        {
            Environment.CurrentDirectory = directory;
        }
    }
}
