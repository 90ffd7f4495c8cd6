using Newtonsoft.Json;
using Newtonsoft.Json.Linq;
using VmTest.Model;
using VmTest.Supervision;

namespace VmTest.Qemu;

/// <summary>Disk images, by qemu-img.</summary>
public sealed class DiskImages(ProcessSupervisor supervisor)
{
    private const string Program = "qemu-img";

    /// <summary>Makes an overlay that takes all writes; the image below it stays as it is.</summary>
    /// <param name="image">The image.</param>
    /// <param name="format">Its format: raw or qcow2.</param>
    /// <param name="target">The overlay.</param>
    /// <param name="onLine">Gets what the program prints.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <returns>Whether it was made.</returns>
    /// <exception cref="ProgramNotFoundException">This machine lacks qemu-img.</exception>
    public async Task<bool> OverlayAsync(string image, string format, string target, Action<string> onLine, CancellationToken cancellation)
    {
        string[] arguments = ["create", "-q", "-f", "qcow2", "-b", image, "-F", format, target];
        var result = await supervisor.RunAsync(
            new ProcessSpec { Purpose = $"overlay of {image}", FileName = Program, Arguments = arguments }, onLine, onLine, cancellation);
        return result.Succeeded;
    }

    /// <summary>Adds the sizes of a machine's disks and of the images below them; a report without them is as true.</summary>
    public async Task<InstallReport> MeasureAsync(InstallReport report, string folder, CancellationToken cancellation)
    {
        if (Executables.Find(Program) is null)
        {
            return report;
        }

        foreach (var disk in Directory.GetFiles(folder, "*.qcow2"))
        {
            var spec = new ProcessSpec
            {
                Purpose = $"size of {disk}",
                FileName = Program,
                Arguments = ["info", "--backing-chain", "--output=json", disk]
            };
            var result = await supervisor.RunAsync(spec, cancellation);
            report = result.Succeeded ? Add(report, result.Output) : report;
        }

        return report;
    }

    private static InstallReport Add(InstallReport report, string text)
    {
        try
        {
            var chain = JArray.Parse(text).OfType<JObject>().ToList();
            return report with
            {
                DiskBytes = (report.DiskBytes ?? 0) + (chain.FirstOrDefault()?.Value<long?>("virtual-size") ?? 0),
                ImageBytes = (report.ImageBytes ?? 0) + chain.Skip(1).Sum(image => image.Value<long?>("actual-size") ?? 0),
            };
        }
        catch (JsonException)
        {
            return report;
        }
    }
}
