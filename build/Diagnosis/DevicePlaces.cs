using System.Text.RegularExpressions;
using VmTest.Diagnosis.Source;
using VmTest.Model;
using VmTest.Text;

namespace VmTest.Diagnosis;

/// <summary>
/// Finds the lines of the flake that name a device: file systems, swap, encrypted disks and pools, whose units systemd and NixOS
/// name after the device.
/// </summary>
internal sealed partial class DevicePlaces(DefinitionSearch search)
{
    private const string Luks = "boot.initrd.luks.devices";

    /// <summary>What a device is found by: its folder below /dev/disk, the option with its name alone, and fstab's word for it.</summary>
    private static readonly (string Folder, string? Option, string Word)[] Kinds =
    [
        ("by-label", "label", "LABEL"),
        ("by-uuid", null, "UUID"),
        ("by-partlabel", null, "PARTLABEL"),
        ("by-partuuid", null, "PARTUUID"),
    ];

    /// <summary>The places of the device that a unit is about; empty where it is about none that the flake names.</summary>
    /// <param name="unit">With its suffix.</param>
    public IReadOnlyList<RelatedPlace> OfUnit(string unit)
    {
        var match = UnitOfDevice().Match(unit);
        if (!match.Success)
        {
            return [];
        }

        var name = match.Groups["name"].Value;
        return match.Groups["mapping"].Success ? OfMapping(SystemdPath.Unescape(name))
            : match.Groups["pool"].Success ? OfPool(name)
            : match.Groups["point"].Success ? OfPoint(SystemdPath.Of(name))
            : Of(SystemdPath.Of(name));
    }

    /// <summary>The places of a device.</summary>
    /// <param name="device">A path, or the name of an encrypted disk.</param>
    public IReadOnlyList<RelatedPlace> Of(string device)
    {
        if (!device.StartsWith('/'))
        {
            return OfMapping(device);
        }

        var folder = Path.GetDirectoryName(device)!;
        var name = Path.GetFileName(device);
        if (folder == "/dev/mapper" && OfMapping(name) is { Count: > 0 } mapping)
        {
            return mapping;
        }

        var kind = Kinds.FirstOrDefault(each => folder == $"/dev/disk/{each.Folder}");
        string[] spellings = kind.Word is null ? [device] : [device, $"{kind.Word}={name}"];
        return
        [
            .. Strings(spellings.Contains, $"names {device}"),
            .. kind.Option is { } option ? Labels(option, name) : [],
            .. kind.Folder == "by-partlabel" ? OfDisko(name) : [],
        ];
    }

    private IReadOnlyList<RelatedPlace> OfMapping(string name) =>
        [.. search.Everywhere([.. Luks.Split('.'), name]).Select(found => RelatedPlace.At(found.Place, $"defines {Luks}.{name}"))];

    private IReadOnlyList<RelatedPlace> OfPoint(string point) =>
        [.. search.Everywhere(["fileSystems", point]).Select(found => RelatedPlace.At(found.Place, $"defines fileSystems.\"{point}\""))];

    private IReadOnlyList<RelatedPlace> OfPool(string pool) => Strings(
        text => text == pool || text.StartsWith($"{pool}/", StringComparison.Ordinal), $"names the pool {pool}");

    /// <summary>disko calls the partition <c>root</c> of the disk <c>main</c> <c>disk-main-root</c> where nothing else is said.</summary>
    private IReadOnlyList<RelatedPlace> OfDisko(string label) => DiskoLabel().Match(label) is not { Success: true } match ? []
        : [.. search.Everywhere(["disko", "devices", "disk", match.Groups["disk"].Value])
            .Select(found => RelatedPlace.At(found.Place, $"defines disko.devices.disk.{match.Groups["disk"].Value}"))];

    private List<RelatedPlace> Strings(Func<string, bool> wanted, string what) => InFiles(file => file.Root.All()
        .Where(node => node is { Kind: NixNodeKind.String, Items.Count: 0 } && wanted(node.Text)).Select(node => node.Start), what);

    private List<RelatedPlace> Labels(string option, string label) => InFiles(file => file.Root.All()
        .SelectMany(node => node.Bindings)
        .Where(binding => binding.Path[^1].Text == option
            && binding.Value is { Kind: NixNodeKind.String, Items.Count: 0 } && binding.Value.Text == label)
        .Select(binding => binding.Start), $"names the label {label}");

    private List<RelatedPlace> InFiles(Func<NixFile, IEnumerable<int>> find, string what) =>
        [.. search.Files.Reached.SelectMany(file => find(file).Select(start => RelatedPlace.At(file.At(start), what)))];

    [GeneratedRegex(
        @"^(?:(?<mapping>systemd-cryptsetup@)|(?<pool>zfs-import-)|(?<point>systemd-growfs@)|systemd-(?:fsck|makefs|mkswap)@|mkswap-)"
            + @"(?<name>.+)\.service$"
            + @"|^(?<name>.+)\.(?:device|swap|(?<point>mount|automount))$")]
    private static partial Regex UnitOfDevice();

    [GeneratedRegex(@"^disk-(?<disk>[^-]+)-")]
    private static partial Regex DiskoLabel();
}
