namespace VmTest.Diagnosis.Vm;

/// <summary>
/// What programs say where there is no network, in their own words: the resolver's (getaddrinfo(3)), Go's, curl's, ssh's,
/// Node's and those of NixOS's own units. The first rule that matches holds.
/// </summary>
internal static class NetworkRules
{
    private const string Name = @"(?<what>[\w-]+(?:\.[\w-]+)*)";

    private const string Unresolved =
        @"(?:Temporary failure in name resolution|Name or service not known|No address associated with hostname"
        + @"|[Cc]ould(?:n't| not) resolve host(?: ?name)?|[Cc]annot resolve host ?name|no such host|server misbehaving)";

    private const string Unreached =
        @"(?:[Nn]etwork is unreachable|[Nn]o route to host|[Cc]onnection timed out|[Oo]peration timed out|i/o timeout|ETIMEDOUT|ENETUNREACH"
        + @"|EHOSTUNREACH|[Cc]onnection timeout)";

    private const string Lack = "it is cut off from the network, and {what} cannot be reached";

    public static readonly IReadOnlyList<VmRule> All =
    [
        new(VmTopic.Network, "systemd-networkd-wait-online*.service",
            @"Timeout occurred while waiting for network connectivity|Event loop failed: Connection timed out",
            "none of its network interfaces comes online", "systemd.network.wait-online.enable = false"),
        new(VmTopic.Network, "NetworkManager-wait-online.service",
            @"NetworkManager-wait-online\.service: Main process exited, code=exited, status=1/",
            "none of its network interfaces comes online", "systemd.services.NetworkManager-wait-online.enable = false"),
        new(VmTopic.Network, "tailscaled-autoconnect.service", @"start operation timed out",
            "it is cut off from the network, and the coordination server cannot be reached",
            "systemd.services.tailscaled-autoconnect.enable = false"),
        new(VmTopic.Network, "chrony-wait.service", @"refid: 00000000",
            "it is cut off from the network, and no time server can be reached"),
        new(VmTopic.Network, "*.mount", @"mount.*[Nn]etwork is unreachable", "it is cut off from the network"),
        new(VmTopic.Network, "*", @"(?:[Ff]ailed|[Uu]nable) to reach '?(?<what>[\w-]+(?:\.[\w-]+)+)", Lack),
        .. Unresolvable("*"),
        .. Unreachable("*"),
    ];

    private static VmRule[] Unresolvable(string units) =>
    [
        new(VmTopic.Network, units, @"\blookup " + Name + @"(?: on \S+)?: "
            + @".*(?:no such host|Temporary failure|timeout|misbehaving|resource busy|unreachable|refused)", Lack),
        new(VmTopic.Network, units, @"getaddrinfo (?:EAI_AGAIN|ENOTFOUND) " + Name, Lack),
        new(VmTopic.Network, units,
            @"(?:[Cc]ould not|[Cc]annot|[Cc]an't) resolve (?:host(?:name)?(?: address)?:?|address for:?) " + Name, Lack),
        new(VmTopic.Network, units, @"[Ff]ailed to resolve (?:server |host )?[`'""]?" + Name, Lack),
        new(VmTopic.Network, units, @"[Cc]an't find host " + Name + ".*" + Unresolved, Lack),
        new(VmTopic.Network, units, @"(?:" + Unresolved + @"|Try again): [`'""]?" + Name, Lack),
        new(VmTopic.Network, units, Unresolved + @" \(" + Name, Lack),
        new(VmTopic.Network, units, @"host not found in upstream ""(?:https?://)?" + Name, Lack),
        new(VmTopic.Network, units, @"https?://" + Name + @"[:/' ""].*" + Unresolved, Lack),
    ];

    private static VmRule[] Unreachable(string units) =>
    [
        new(VmTopic.Network, units,
            @"connect(?:ion)? to (?:host |address |server )?[`'""\[]?" + Name + @"[^ ]*(?: port \d+)?.*" + Unreached, Lack),
        new(VmTopic.Network, units, @"[Cc]onnection timed out for " + Name, Lack),
        new(VmTopic.Network, units, @"dial (?:tcp|udp)[46]? \[?" + Name + @"[^ ]*: .*" + Unreached, Lack),
        new(VmTopic.Network, units, @"https?://" + Name + @"[:/' ""].*" + Unreached, Lack),
    ];
}
