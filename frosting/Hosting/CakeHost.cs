using System.Reflection;
using Cake.Cli;
using Cake.Common.Modules;
using Cake.Core;
using Cake.Core.Configuration;
using Cake.Core.Diagnostics;
using Cake.Core.Modules;
using Cake.Frosting.Internal;
using Microsoft.Extensions.DependencyInjection;
using Spectre.Console;
using Spectre.Console.Cli;

namespace Cake.Frosting;

/// <summary>
/// Runs a build: finds its tasks, puts them together with Cake's engine and the build's services, and reads the command
/// line.
/// </summary>
public sealed class CakeHost
{
    private readonly IServiceCollection _services = CreateServices();
    private readonly List<Assembly> _assemblies = [];

    public CakeHost()
    {
        if (Assembly.GetEntryAssembly() is { } entry)
        {
            _assemblies.Add(entry);
        }
    }

    public static CakeHost Create() => new();

    /// <summary>
    /// Adds an assembly to the ones whose public tasks belong to the build. The entry assembly is among them from the start: to add
    /// it again is an error.
    /// </summary>
    public CakeHost AddAssembly(Assembly assembly)
    {
        _assemblies.Add(assembly);
        return this;
    }

    public CakeHost ConfigureServices(Action<IServiceCollection> services)
    {
        services(_services);
        return this;
    }

    /// <summary>Runs the build.</summary>
    /// <returns>0 on success; -1 for a command line that cannot be parsed; otherwise the code that
    /// <see cref="ExceptionLogger.LogException"/> gives the error that ended the build, which is 1 unless the exception
    /// carries another.</returns>
    public int Run(IEnumerable<string> args)
    {
        // An assembly that was added twice brings its tasks twice, as with the package; the engine then refuses the second of a name.
        foreach (var task in _assemblies.SelectMany(assembly => assembly.GetExportedTypes()))
        {
            if (task is { IsClass: true, IsAbstract: false } && task.IsAssignableTo(typeof(IFrostingTask)))
            {
                _services.AddSingleton(typeof(IFrostingTask), task);
            }
        }

        var registrar = new TypeRegistrar();
        registrar.RegisterInstance(typeof(IServiceCollection), _services);
        var app = new CommandApp<RunCommand>(registrar);
        app.Configure(config =>
        {
            config.AddExample("--target", "Build");
            config.AddExample("--verbosity", "quiet");
            config.AddExample("--tree");

            // A flag of ours that is given a value (--version=1.2) is an argument of the build, not an error.
            config.Settings.ConvertFlagsToRemainingArguments = true;
        });
        return app.Run(args);
    }

    private static ServiceCollection CreateServices()
    {
        var services = new ServiceCollection();
        services.UseModule<CoreModule>();
        services.UseModule<CommonModule>();
        ToolInstallation.Register(services);

        services.AddSingleton<ICakeLog, CakeBuildLog>();
        services.AddSingleton<IConsole, CakeConsole>();
        services.AddSingleton(_ => AnsiConsole.Console);
        services.AddSingleton<ICakeReportPrinter, CakeSpectreReportPrinter>();
        services.AddSingleton<ICakeConfiguration, Configuration>();

        services.AddSingleton<BuildScriptHost<IFrostingContext>>();
        services.AddSingleton<DryRunScriptHost<IFrostingContext>>();
        services.AddSingleton<TreeScriptHost>();
        services.AddSingleton<DescriptionScriptHost>();

        services.AddSingleton<IVersionResolver, VersionResolver>();
        services.AddSingleton<ICakeVersionFeature, VersionFeature>();
        services.AddSingleton<ICakeInfoFeature, InfoFeature>();

        services.AddSingleton<FrostingContext>();
        services.AddSingleton<IFrostingContext>(provider => provider.GetRequiredService<FrostingContext>());
        return services;
    }
}
