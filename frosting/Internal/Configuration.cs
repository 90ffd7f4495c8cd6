using Cake.Core;
using Cake.Core.Configuration;
using Cake.Core.IO;

namespace Cake.Frosting.Internal;

/// <summary>Cake's settings, weakest first: the build's own, the environment, the configuration file, the command line.</summary>
internal sealed class Configuration : ICakeConfiguration
{
    private readonly ICakeConfiguration _configuration;

    public Configuration(IEnumerable<CakeSetting> settings, IFileSystem fileSystem, ICakeEnvironment environment, ICakeArguments arguments)
    {
        var defaults = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var setting in settings)
        {
            defaults[setting.Key] = setting.Value;
        }

        var commandLine = arguments.GetArguments().ToDictionary(
            argument => argument.Key, argument => argument.Value?.FirstOrDefault() ?? string.Empty, StringComparer.OrdinalIgnoreCase);
        _configuration = new CakeConfigurationProvider(fileSystem, environment)
            .CreateConfiguration(environment.WorkingDirectory, defaults, commandLine);
    }

    public string? GetValue(string key) => _configuration.GetValue(key);
}
