using System.Runtime.CompilerServices;
using Cake.Core.Diagnostics;
using Cake.Core.Packaging;
using Cake.Core.Tooling;
using Cake.DotNetTool.Module;
using Cake.NuGet;
using Microsoft.Extensions.DependencyInjection;

namespace Cake.Frosting.Internal;

/// <summary>Installs the tools that a build asks for.</summary>
/// <remarks>Most builds ask for none; loading the NuGet client all the same would only make them start later.</remarks>
internal static class ToolInstallation
{
    public static void RegisterIfAskedFor(IServiceCollection services)
    {
        if (services.Any(service => service.ServiceType == typeof(PackageReference) || service.ServiceType == typeof(IPackageInstaller)))
        {
            try
            {
                Register(services);
            }
            catch (FileNotFoundException exception)
            {
                throw new FrostingException("This build was made with CakeFrostingInstallsTools=false and cannot install tools.", exception);
            }
        }
    }

    public static void Install(IServiceProvider provider)
    {
        var tools = provider.GetServices<PackageReference>().ToList();
        if (tools.Count == 0)
        {
            return;
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
    private static void Register(IServiceCollection services)
    {
        var modules = new ServiceCollection();
        modules.UseModule<NuGetModule>();
        modules.UseModule<DotNetToolModule>();

        // In front, so that what the build registered goes before it.
        for (var i = 0; i < modules.Count; i++)
        {
            services.Insert(i, modules[i]);
        }
    }
}
