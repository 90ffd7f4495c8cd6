using System.Text;

namespace VmTest.EndToEndTests.Support;

/// <summary>Looks for what a run may have left behind: processes, sockets, mounts, files.</summary>
internal static class Leftovers
{
    public static void ExpectNone(Workplace workplace)
    {
        using (Assert.EnterMultipleScope())
        {
            Assert.That(Processes(workplace), Is.Empty, "processes");
            Assert.That(Lines("/proc/net/unix", workplace), Is.Empty, "sockets");
            Assert.That(Lines("/proc/self/mounts", workplace), Is.Empty, "mounts");
            Assert.That(Files(workplace), Is.Empty, "files");
            Assert.That(Directory.EnumerateFileSystemEntries(workplace.Flake).Select(Path.GetFileName).Where(
                name => name is "artifacts" or "flake.lock" || name!.EndsWith(".qcow2", StringComparison.Ordinal)
                    || name.StartsWith("result", StringComparison.Ordinal)), Is.Empty, "files in the flake");
        }
    }

    /// <summary>Everything but this test's own processes that has the workplace's folder in its command line or environment.</summary>
    private static List<string> Processes(Workplace workplace)
    {
        var found = new List<string>();
        foreach (var folder in Directory.EnumerateDirectories("/proc").Where(
            folder => int.TryParse(Path.GetFileName(folder), out var id) && id != Environment.ProcessId))
        {
            try
            {
                var command = Encoding.UTF8.GetString(File.ReadAllBytes(Path.Combine(folder, "cmdline"))).Replace('\0', ' ');
                var environment = Encoding.UTF8.GetString(File.ReadAllBytes(Path.Combine(folder, "environ")));
                if ((command + environment).Contains(workplace.Temporary, StringComparison.Ordinal))
                {
                    found.Add(command);
                }
            }
            catch (Exception error) when (error is IOException or UnauthorizedAccessException)
            {
                // It has ended meanwhile.
            }
        }

        return found;
    }

    private static List<string> Lines(string file, Workplace workplace) =>
        [.. File.ReadLines(file).Where(line => line.Contains(workplace.Temporary, StringComparison.Ordinal))];

    /// <summary>The folder in which runs have theirs may stay, empty; so may the .NET runtime's own diagnostics.</summary>
    private static List<string> Files(Workplace workplace) =>
    [
        .. Directory.EnumerateFileSystemEntries(workplace.Temporary, "*", SearchOption.AllDirectories)
            .Where(path => !(
                Path.GetFileName(path) is ['v', 'm', 't', 'e', 's', 't', '-', .. var user] && user.All(char.IsAsciiDigit)
                    && Directory.Exists(path)))
            .Where(path => !Path.GetFileName(path).StartsWith(
                "clr-debug-pipe", StringComparison.Ordinal) && !Path.GetFileName(path).StartsWith(
                "dotnet-diagnostic", StringComparison.Ordinal)),
    ];
}
