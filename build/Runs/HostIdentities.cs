using System.Security.Cryptography;
using VmTest.Memory;
using VmTest.Model;
using VmTest.Qemu;
using VmTest.Text;

namespace VmTest.Runs;

/// <summary>Collects what an identity is made of.</summary>
internal static class HostIdentities
{
    /// <summary>Another build of the same version has another one.</summary>
    private static readonly string Build = typeof(HostIdentities).Assembly.ManifestModule.ModuleVersionId.ToString("N");

    private static readonly Lazy<string?> LazyFirmware = new(() => Hash(UefiFirmware.Find()));

    /// <param name="host">The evaluated host.</param>
    /// <param name="request">What the run does.</param>
    /// <param name="accelerator">What runs the VM; null where nothing does.</param>
    /// <param name="qemu">The version of this machine's QEMU; null where it was not looked for.</param>
    public static HostIdentity Of(EvaluatedHost host, RunRequest request, AcceleratorChoice? accelerator, string? qemu) => new()
    {
        Derivations = Derivations(host),
        Tool = Build,
        Install = EnumText.Lower(request.Install),
        Accelerator = accelerator?.Name ?? AcceleratorChoice.None,
        Qemu = qemu,
        Firmware = request.Install == InstallMode.Disk ? LazyFirmware.Value : null,
        Network = EnumText.Lower(request.Network),
        RequiredUnits = host.RequiredUnits,
        AllowedFailures = host.Settings.AllowedFailures,
        BootTimeout = host.Settings.BootTimeout,
        MemoryMiB = host.Settings.MemoryMiB,
        Cores = host.Settings.Cores,
        OtherSettings = $"{Json.Line(host.Settings)} {host.Settings.Passphrase?.ChangeMark}",
    };

    internal static string? Hash(UefiFirmware? firmware)
    {
        try
        {
            return firmware is null ? null : string.Join(' ', new[] { firmware.Code, firmware.Variables }
                .Select(file => Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(file)))));
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private static Dictionary<string, string> Derivations(EvaluatedHost host)
    {
        var evaluation = host.Evaluation;
        return new (string Name, string? Path)[]
        {
            ("system", evaluation.ToplevelDrv), ("vm", evaluation.VmDrv), ("image", evaluation.Disk?.ImageDrv),
            ("closure", evaluation.Disk?.ClosureDrv),
        }.Where(derivation => derivation.Path is not null)
            .ToDictionary(derivation => derivation.Name, derivation => derivation.Path!, StringComparer.Ordinal);
    }
}
