using VmTest.EndToEndTests.Support;

namespace VmTest.EndToEndTests.Workflows;

/// <summary>The list of hosts that the set-up of the coding agent's machine prints, made with the Nix of this machine.</summary>
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class AllowedHostsTests : IDisposable
{
    private static readonly string Script = Path.Combine(Repository.Folder, ".github", "allowed-hosts.sh");

    private readonly string folder = Directory.CreateTempSubdirectory("vmt-hosts-").FullName;

    [Test]
    public void The_hosts_are_those_of_caches_inputs_and_registry()
    {
        File.WriteAllText(Path.Combine(folder, "flake.nix"), """
            {
              nixConfig.extra-substituters = [ "https://nix-community.cachix.org" "s3://bucket?region=eu" ];
              nixConfig.substituters = "https://cache.example.com:8443/main";
              inputs.nixpkgs.url = "github:NixOS/nixpkgs";
              outputs = _: { };
            }
            """);
        File.WriteAllText(Path.Combine(folder, "flake.lock"), """
            { "root": "root", "version": 7, "nodes": { "root": { "inputs": {} },
              "a": { "locked": { "type": "github", "owner": "NixOS", "repo": "nixpkgs" },
                "original": { "type": "indirect", "id": "nixpkgs" } },
              "b": { "locked": { "type": "git", "url": "ssh://git@git.example.net/x" } },
              "c": { "locked": { "type": "gitlab", "host": "gitlab.example.org", "owner": "o", "repo": "r" } },
              "d": { "locked": { "type": "tarball", "url": "https://releases.example.org/n.tar.xz" } },
              "e": { "locked": { "type": "path", "path": "./local" } },
              "f": { "locked": { "type": "git", "url": "https://$(id).example.org/x", "rev": "`id`" } } } }
            """);

        var hosts = Shell.Run(Script, folder).Split('\n', StringSplitOptions.RemoveEmptyEntries);

        // This machine's own Nix may have more caches.
        Assert.That(hosts, Is.SupersetOf(new[]
        {
            "api.github.com", "cache.example.com", "cache.nixos.org", "channels.nixos.org", "codeload.github.com", "git.example.net",
            "github.com", "gitlab.example.org", "nix-community.cachix.org", "releases.example.org",
        }));
        Assert.That(hosts, Has.All.Match(@"^[A-Za-z0-9.-]+\.[A-Za-z0-9-]+$"));
        Assert.That(hosts, Is.Ordered);
    }

    [Test]
    public void A_flake_without_a_lock_has_the_hosts_of_Nix_alone()
    {
        File.WriteAllText(Path.Combine(folder, "flake.nix"), "{ outputs = _: { }; }");

        Assert.That(Shell.Run(Script, folder), Does.Contain("cache.nixos.org\nchannels.nixos.org").And.Not.Contain("github.com"));
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);
}
