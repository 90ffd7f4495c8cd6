using VmTest.Model;
using VmTest.Text;

namespace VmTest.Reports.Rendering;

/// <summary>The command line that runs the same test again: as it was given, or as far as the report knows it.</summary>
internal static class ReproduceCommand
{
    public static string Compose(Report report)
    {
        // Who called it stands where it was called; a workflow's paths are those of a machine that is gone.
        if (report.Run is { Trigger: RunFacts.CommandLine, Command: { } command })
        {
            return command;
        }

        var parts = new List<string> { "./build.sh", $"--target={report.Run.Target}" };
        // The demo makes its flake itself, and it is gone by now.
        if (report.Run.Target != RunFacts.DemoTarget)
        {
            parts.Add(report.Run.Flake is { } flake ? $"--flake={flake.Url}" : string.Empty);
            parts.Add(report.Hosts.Count > 0 ? $"--host={string.Join(',', report.Hosts.Select(host => host.Name))}" : string.Empty);
        }

        parts.Add(report.Hosts.Any(host => host.Install?.Mode == InstallMode.Direct) ? "--install=direct" : string.Empty);
        parts.Add(report.Run.Machine.Accelerator is { } accelerator ? $"--accel={accelerator}" : string.Empty);
        return string.Join(' ', parts.Where(part => part.Length > 0).Select(ShellWord.OfArgument));
    }
}
