namespace VmTest.UnitTests.Support;

/// <summary>The checkout that these tests belong to.</summary>
internal static class Repository
{
    private const string Launcher = "build.sh";

    public static string Root { get; } = Find();

    public static string Below(string relative) => Path.Combine(Root, relative);

    private static string Find()
    {
        for (var folder = AppContext.BaseDirectory; folder is not null; folder = Path.GetDirectoryName(folder))
        {
            if (File.Exists(Path.Combine(folder, Launcher)))
            {
                return folder;
            }
        }

        throw new InvalidOperationException($"no folder above {AppContext.BaseDirectory} has {Launcher}");
    }
}
