using System.IO.Compression;
using System.Xml.Linq;

namespace VmTest.EndToEndTests.Packaging;

/// <summary>Writes Cake's packages into a folder that serves as a feed, with what the real ones depend on.</summary>
internal static class CakePackages
{
    public const string Frosting = "Cake.Frosting";
    private const string Version = "7.0.0";
    private const string Framework = "net10.0";

    private static readonly (string Name, string[] Files, (string Name, string Version)[] Dependencies)[] All =
    [
        ("Cake.Core", [], []),
        ("Cake.Common", [], [("Cake.Core", Version), ("Microsoft.IdentityModel.JsonWebTokens", "8.23.0")]),
        // NuGet.Credentials is a package of its own that not every feed has.
        ("Cake.NuGet", ["NuGet.Credentials.dll"],
        [
            ("Cake.Core", Version), ("Newtonsoft.Json", "13.0.4"), ("NuGet.Common", "7.9.0"), ("NuGet.Frameworks", "7.9.0"),
            ("NuGet.Packaging", "7.9.0"),
            ("NuGet.Protocol", "7.9.0"), ("NuGet.Resolver", "7.9.0"), ("NuGet.Versioning", "7.9.0"),
        ]),
        ("Cake.DotNetTool.Module", [], [("Cake.Core", Version)]),
        ("Cake.Cli", [],
        [
            ("Cake.Common", Version), ("Cake.Core", Version), ("Cake.DotNetTool.Module", Version), ("Cake.NuGet", Version),
            ("Microsoft.Extensions.DependencyInjection", "10.0.15"), ("Spectre.Console", "0.57.2"), ("Spectre.Console.Cli", "0.57.2"),
        ]),
        (Frosting, [],
        [
            ("Cake.Cli", Version), ("Cake.Common", Version), ("Cake.Core", Version), ("Cake.DotNetTool.Module", Version),
            ("Cake.NuGet", Version),
            ("Microsoft.Extensions.DependencyInjection", "10.0.15"),
        ]),
    ];

    public static IEnumerable<string> Names => All.Select(package => package.Name);

    /// <param name="assemblies">The folder with the assemblies that the packages hold.</param>
    /// <param name="feed">Where the packages go.</param>
    public static void Write(string assemblies, string feed)
    {
        Directory.CreateDirectory(feed);
        foreach (var (name, files, dependencies) in All)
        {
            var path = Path.Combine(feed, $"{name}.{Version}.nupkg");
            File.Delete(path);
            using var package = ZipFile.Open(path, ZipArchiveMode.Create);
            foreach (var file in (string[])[$"{name}.dll", .. files])
            {
                package.CreateEntryFromFile(Path.Combine(assemblies, file), $"lib/{Framework}/{file}");
            }

            using var description = new StreamWriter(package.CreateEntry($"{name}.nuspec").Open());
            description.Write(Describe(name, dependencies));
        }
    }

    private static XElement Describe(string name, (string Name, string Version)[] dependencies)
    {
        XNamespace space = "http://schemas.microsoft.com/packaging/2013/05/nuspec.xsd";
        return new XElement(space + "package", new XElement(
            space + "metadata",
            new XElement(space + "id", name),
            new XElement(space + "version", Version),
            new XElement(space + "authors", "a test"),
            new XElement(space + "description", "Made by a test."),
            new XElement(space + "dependencies", new XElement(
                space + "group",
                new XAttribute("targetFramework", Framework),
                dependencies.Select(dependency => new XElement(
                    space + "dependency", new XAttribute("id", dependency.Name), new XAttribute("version", dependency.Version)))))));
    }
}
