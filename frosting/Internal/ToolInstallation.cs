using System.Runtime.CompilerServices;
using Cake.Core.Diagnostics;
using Cake.Core.Packaging;
using Cake.Core.Tooling;
using Cake.DotNetTool.Module;
using Cake.NuGet;
using Microsoft.Extensions.DependencyInjection;

namespace Cake.Frosting.Internal;

/// <summary>Installs the tools that a build asks for.</summary>
/// <remarks>
/// A build host that was made with CakeFrostingInstallsTools=false has no NuGet client: loading one would only make it start
/// later.
/// </remarks>
internal static class ToolInstallation
{
    /// <summary>What Cake.Frosting.targets says of the build host.</summary>
    private const string Switch = "Cake.Frosting.InstallsTools";

    private static bool HasClient => !AppContext.TryGetSwitch(Switch, out var installs) || installs;

    /// <summary>Registers Cake's own installers, before any that the build registers.</summary>
    public static void Register(IServiceCollection services)
    {
        if (HasClient)
        {
            RegisterClient(services);
        }
    }

    public static void Install(IServiceProvider provider)
    {
        var tools = provider.GetServices<PackageReference>().ToList();
        if (tools.Count == 0)
        {
            return;
        }

        if (!HasClient && !provider.GetServices<IPackageInstaller>().Any())
        {
            throw new FrostingException("This build host was made with CakeFrostingInstallsTools=false and cannot install tools.");
        }

        var log = provider.GetRequiredService<ICakeLog>();
        var installer = provider.GetRequiredService<IToolInstaller>();
        log.Verbose("Installing tools...");

        // The installer works while its answer is being read.
        foreach (var file in tools.SelectMany(installer.Install))
        {
            log.Debug("Installed {0}.", file.FullPath);
        }
    }

    // A method of its own, never inlined: the runtime loads the assemblies that a method names when it first runs.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void RegisterClient(IServiceCollection services)
    {
        services.UseModule<NuGetModule>();
        services.UseModule<DotNetToolModule>();
    }
}
