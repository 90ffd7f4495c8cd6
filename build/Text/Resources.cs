namespace VmTest.Text;

/// <summary>Text files that are part of the program.</summary>
internal static class Resources
{
    public const string ReportSchema = "vm-test-report.schema.json";
    public const string DescribeHost = "nix/describe-host.nix";
    public const string FindOptions = "nix/find-options.nix";
    public const string ProbeModule = "nix/vm-probe.nix";
    public const string ProbeScript = "probe/vmtest-probe.sh";
    public const string ProbeUnit = "probe/vmtest-probe.service";
    public const string ProbeWatch = "probe/vmtest-watch.service";
    public const string ProbeDropIn = "probe/sysinit.target.conf";

    public static string Text(string name)
    {
        using var stream = typeof(Resources).Assembly.GetManifestResourceStream(name)
            ?? throw new InvalidOperationException($"the resource {name} is missing");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
