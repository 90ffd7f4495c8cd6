using System.Text.RegularExpressions;
using VmTest.Diagnosis.Source;
using VmTest.Model;
using VmTest.Nix;

namespace VmTest.Diagnosis;

/// <summary>Finds the lines of the flake that a unit of the guest comes from.</summary>
internal sealed partial class UnitPlaces
{
    private const int MostRelated = 8;

    private static readonly Dictionary<string, string> Kinds = new(StringComparer.Ordinal)
    {
        ["service"] = "services",
        ["socket"] = "sockets",
        ["timer"] = "timers",
        ["path"] = "paths",
        ["target"] = "targets",
        ["slice"] = "slices",
        ["mount"] = "mounts",
        ["automount"] = "automounts",
    };

    /// <summary>Units that NixOS makes of options of other names; <c>{name}</c> is what the pattern finds.</summary>
    private static readonly (Regex Unit, string Option)[] Known =
    [
        (Containers(), "virtualisation.oci-containers.containers.\"{name}\""),
        (NixosContainers(), "containers.\"{name}\""),
        (HomeManager(), "home-manager.users.\"{name}\""),
        (Certificates(), "services.nginx.virtualHosts.\"{name}\""),
        (Certificates(), "security.acme.certs.\"{name}\""),
        (Restic(), "services.restic.backups.\"{name}\""),
        (Borg(), "services.borgbackup.jobs.\"{name}\""),
        (WireGuard(), "networking.wireguard.interfaces.\"{name}\""),
        (WgQuick(), "networking.wg-quick.interfaces.\"{name}\""),
        (Addresses(), "networking.interfaces.\"{name}\""),
        (Sshd(), "services.openssh"),
        (NetworkManager(), "networking.networkmanager"),
        (Networkd(), "systemd.network"),
        (Timesyncd(), "services.timesyncd"),
        (Firewall(), "networking.firewall"),
    ];

    private readonly FlakeSource source;
    private readonly string host;
    private readonly DefinitionSearch search;
    private readonly DevicePlaces devices;

    public UnitPlaces(FlakeSource source, string host)
    {
        this.source = source;
        this.host = host;
        search = DefinitionSearch.Of(source, host);
        devices = new DevicePlaces(search);
    }

    /// <summary>The option of NixOS that holds a unit; null for a kind that none does.</summary>
    /// <param name="unit">With its suffix.</param>
    public static UnitOption? OptionOf(string unit)
    {
        var dot = unit.LastIndexOf('.');
        return dot > 0 && Kinds.TryGetValue(unit[(dot + 1)..], out var kind) ? new UnitOption(kind, unit[..dot]) : null;
    }

    /// <summary>What the files of the flake say of a unit, without evaluating them; empty where they do not name it.</summary>
    /// <param name="unit">With its suffix.</param>
    public IReadOnlyList<RelatedPlace> Read(string unit)
    {
        var option = OptionOf(unit);
        if (option is not null && Defined(["systemd", option.Kind, option.Name], "defines the unit") is { Count: > 0 } defined)
        {
            return defined;
        }

        if (devices.OfUnit(unit) is { Count: > 0 } places)
        {
            return [.. places.Take(MostRelated)];
        }

        if (Users().Match(unit) is { Success: true } user)
        {
            return OfUser(user.Groups["id"].Value);
        }

        return option is null or { Kind: "mounts" or "automounts" } ? [] :
        [
            .. Known.Where(known => known.Unit.IsMatch(unit))
                .Select(known => known.Option.Replace("{name}", known.Unit.Match(unit).Groups["name"].Value, StringComparison.Ordinal))
                .Append($"services.\"{option.Name}\"")
                .SelectMany(path => Defined(OptionPath.Parse(path), $"settings of {string.Join('.', OptionPath.Parse(path))}"))
                .Take(MostRelated),
        ];
    }

    /// <summary>What the files of the flake say of a device.</summary>
    /// <param name="device">A path, or the name of an encrypted disk.</param>
    public IReadOnlyList<RelatedPlace> ReadDevice(string device) => [.. devices.Of(device).Take(MostRelated)];

    /// <summary>What the configuration itself says of a unit.</summary>
    /// <param name="unit">With its suffix.</param>
    /// <param name="answer">About it.</param>
    public IReadOnlyList<RelatedPlace> Complete(string unit, DefiningModules answer)
    {
        var option = OptionOf(unit)!;
        List<RelatedPlace> own = [.. answer.Modules.Select(module => source.Relative(ModuleMessages.FileOf(module))).OfType<string>()
            .Distinct()
            .Select(file => search.In(file, ["systemd", option.Kind, option.Name]).FirstOrDefault(definition => definition.IsWhole)?.Place
                ?? new SourceLocation(file))
            .Select(place => RelatedPlace.At(place, "defines the unit"))];
        return own.Count > 0 ? own : new AskedPlaces(source, host).Places(answer.Options, []);
    }

    /// <summary>The manager of a user's own units is named by their ID, which is in the flake only where it was chosen there.</summary>
    private List<RelatedPlace> OfUser(string id) =>
    [
        .. search.Everywhere(["users", "users", OptionPath.Any, "uid"])
            .Where(definition => definition.IsWhole && definition.Value is { Kind: NixNodeKind.Literal } number && number.Text == id)
            .Select(definition => RelatedPlace.At(definition.Place, $"gives a user the ID {id}")),
    ];

    private List<RelatedPlace> Defined(IReadOnlyList<string> path, string what) =>
    [
        .. search.Everywhere(path).Where(definition => definition.IsWhole)
            .Select(definition => RelatedPlace.At(definition.Place, what))
            .DistinctBy(place => (place.File, place.Line)).Take(MostRelated),
    ];

    [GeneratedRegex(@"^user(?:-runtime-dir)?@(?<id>[0-9]+)\.service$")]
    private static partial Regex Users();

    [GeneratedRegex(@"^(?:podman|docker)-(?<name>.+)\.service$")]
    private static partial Regex Containers();

    [GeneratedRegex(@"^container@(?<name>.+)\.service$")]
    private static partial Regex NixosContainers();

    [GeneratedRegex(@"^home-manager-(?<name>.+)\.service$")]
    private static partial Regex HomeManager();

    [GeneratedRegex(@"^acme-(?<name>.+)\.(?:service|timer)$")]
    private static partial Regex Certificates();

    [GeneratedRegex(@"^restic-backups-(?<name>.+)\.(?:service|timer)$")]
    private static partial Regex Restic();

    [GeneratedRegex(@"^borgbackup-job-(?<name>.+)\.(?:service|timer)$")]
    private static partial Regex Borg();

    [GeneratedRegex(@"^wireguard-(?<name>[^-]+)(?:-peer-.+)?\.service$")]
    private static partial Regex WireGuard();

    [GeneratedRegex(@"^wg-quick-(?<name>.+)\.service$")]
    private static partial Regex WgQuick();

    [GeneratedRegex(@"^network-(?:addresses|link)-(?<name>.+)\.service$")]
    private static partial Regex Addresses();

    [GeneratedRegex(@"^sshd(?:@.*)?\.(?:service|socket)$")]
    private static partial Regex Sshd();

    [GeneratedRegex(@"^NetworkManager(?:-.*)?\.service$")]
    private static partial Regex NetworkManager();

    [GeneratedRegex(@"^systemd-networkd(?:-.*)?\.(?:service|socket)$")]
    private static partial Regex Networkd();

    [GeneratedRegex(@"^systemd-timesyncd\.service$")]
    private static partial Regex Timesyncd();

    [GeneratedRegex(@"^firewall\.service$")]
    private static partial Regex Firewall();
}
