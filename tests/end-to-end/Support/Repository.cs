namespace VmTest.EndToEndTests.Support;

/// <summary>Where the tests find what they test: told by the Test target, or found from the checkout.</summary>
internal static class Repository
{
    private static readonly Lazy<string> LazyGuest = new(() => Told("VMTEST_GUEST") ?? PrepareGuest("server"));
    private static readonly Lazy<string> LazyDesktop = new(() => PrepareGuest("desktop"));
    private static readonly Lazy<string> LazyOld = new(() => PrepareGuest("old"));
    private static readonly Lazy<string> LazyLuks = new(() => PrepareGuest("luks"));

    public static string Folder { get; } = Find();

    /// <summary>Held by whoever builds in the checkout's own folders.</summary>
    public static Lock Build { get; } = new();

    /// <summary>The program under test: the published host, or the script that publishes it.</summary>
    public static string Host { get; } = Told("VMTEST_HOST") ?? Path.Combine(Folder, "build.sh");

    /// <summary>The reference guest's library, a flake.</summary>
    public static string Guest => LazyGuest.Value;

    /// <summary>The library of the guest with a display server; made when a test first needs it.</summary>
    public static string Desktop => LazyDesktop.Value;

    /// <summary>The library of the guest with an old systemd; made when a test first needs it.</summary>
    public static string Old => LazyOld.Value;

    /// <summary>The library of the guest that opens encrypted disks; made when a test first needs it.</summary>
    public static string Luks => LazyLuks.Value;

    public static string Schema => Path.Combine(Folder, "schemas", "vm-test-report.schema.json");

    private static string? Told(string variable) => Environment.GetEnvironmentVariable(variable) is { Length: > 0 } value ? value : null;

    private static string Find()
    {
        var folder = TestContext.CurrentContext.TestDirectory;
        while (!File.Exists(Path.Combine(folder, "build.sh")))
        {
            folder = Path.GetDirectoryName(folder) ?? throw new InvalidOperationException("the tests are not below a checkout");
        }

        return folder;
    }

    private static string PrepareGuest(string kind)
    {
        var cache = Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".cache", "vmtest");
        Directory.CreateDirectory(cache);
        return Shell.Run(Path.Combine(Folder, "demo", "guest", "prepare.sh"), cache, kind)
            .Split('\n', StringSplitOptions.RemoveEmptyEntries)[^1];
    }
}
