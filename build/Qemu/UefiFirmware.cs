using Newtonsoft.Json;
using Newtonsoft.Json.Linq;

namespace VmTest.Qemu;

/// <summary>A UEFI firmware for virtual machines: its code, and the template of its variables.</summary>
/// <param name="Code">Read only.</param>
/// <param name="Variables">Every machine writes to a copy of its own.</param>
public sealed record UefiFirmware(string Code, string Variables)
{
    // Where distributions describe their firmware (QEMU, docs/interop/firmware.json); NixOS's QEMU has it in its own folder.
    private static readonly string[] Folders = ["/etc/qemu/firmware", "/usr/share/qemu/firmware", "/run/libvirt/nix-ovmf/firmware"];

    /// <summary>
    /// The first that this machine has for x86-64, without keys of its own, which would refuse unsigned boot loaders; null
    /// where it has none.
    /// </summary>
    public static UefiFirmware? Find() => Find(Folders);

    internal static UefiFirmware? Find(IEnumerable<string> folders) => folders
        .Where(Directory.Exists)
        .SelectMany(folder => Directory.GetFiles(folder, "*.json").Order(StringComparer.Ordinal))
        .Select(Read)
        .FirstOrDefault(firmware => firmware is not null && File.Exists(firmware.Code) && File.Exists(firmware.Variables));

    private static UefiFirmware? Read(string path)
    {
        try
        {
            var description = JObject.Parse(File.ReadAllText(path));
            var mapping = description["mapping"];
            var serves = Words(description["interface-types"]).Contains("uefi")
                && (description["targets"]?.Any(target => target.Value<string>("architecture") == "x86_64") ?? false)
                && !Words(description["features"]).Any(feature => feature is "enrolled-keys" or "requires-smm");
            return serves && mapping?["executable"]?.Value<string>("filename") is { } code
                && mapping["nvram-template"]?.Value<string>("filename") is { } variables
                ? new UefiFirmware(code, variables)
                : null;
        }
        catch (Exception error) when (error is JsonException or IOException or UnauthorizedAccessException or InvalidOperationException)
        {
            return null;
        }
    }

    private static IReadOnlyList<string?> Words(JToken? list) => [.. list?.Values<string>() ?? []];
}
