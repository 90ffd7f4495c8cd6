namespace VmTest.Nix;

/// <summary>Something of a host that needs a network, which the VM lacks by default.</summary>
/// <param name="What">What kind of thing, such as "certificates by ACME".</param>
/// <param name="Names">Which ones, as the configuration calls them: domains, interfaces, services, mount points.</param>
public sealed record NetworkNeed(string What, IReadOnlyList<string> Names);
