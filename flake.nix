{
  description = "VmTest tells whether a NixOS configuration works, by building it and booting it in a virtual machine";

  inputs.nixpkgs.url = "github:NixOS/nixpkgs/nixos-26.05";

  outputs = { self, nixpkgs }:
    let
      systems = [ "x86_64-linux" "aarch64-linux" ];
      forEachSystem = make: nixpkgs.lib.genAttrs systems (system: make nixpkgs.legacyPackages.${system});
      probe = import ./nix/vm-probe.nix (builtins.readFile ./build/Guest/Probe/vmtest-probe.sh);
    in
    {
      # Hosts to try VmTest on (hosts/README.md). A flake of one's own needs nothing from here.
      nixosConfigurations = {
        server = nixpkgs.lib.nixosSystem { modules = [ ./hosts/server ]; };
        desktop = nixpkgs.lib.nixosSystem { modules = [ ./hosts/desktop ]; };
        fleet-web = nixpkgs.lib.nixosSystem { modules = [ ./hosts/fleet/web.nix ]; };
        fleet-db = nixpkgs.lib.nixosSystem { modules = [ ./hosts/fleet/db.nix ]; };
        fleet-vpn = nixpkgs.lib.nixosSystem { modules = [ ./hosts/fleet/vpn.nix ]; };
        fleet-backup = nixpkgs.lib.nixosSystem { modules = [ ./hosts/fleet/backup.nix ]; };
      };

      # The probe built in, for a systemd older than 256. VmTest adds it by itself where it is needed.
      nixosModules.vm-probe = probe;

      # What a host says of its own test, as options; system.build.vmTest takes the same without an import.
      nixosModules.vm-test = ./nix/vm-test.nix;

      lib = {
        # The same host with the probe built in.
        withVmProbe = host: host.extendModules { modules = [ probe ]; };

        # A module that gives a host's machine its size, with and without a boot loader.
        vmSize = import ./nix/vm-size.nix;
      };

      packages = forEachSystem (pkgs: rec {
        vmtest = pkgs.callPackage ./nix/package.nix {
          project = "build/Build.csproj";
          program = "vmtest";
          description = "Test NixOS hosts in virtual machines";
        };
        vmtest-mcp = pkgs.callPackage ./nix/package.nix {
          project = "mcp/VmTest.Mcp.csproj";
          program = "vmtest-mcp";
          description = "The same as a server of the Model Context Protocol";
        };
        # For who cannot reach the public package feed: built on first use, with the feed that NuGet is configured for.
        vmtest-from-feed = pkgs.callPackage ./nix/launcher.nix { sources = self; };
        default = vmtest;
      });

      apps = forEachSystem (pkgs:
        let
          app = name: package: {
            type = "app";
            program = "${package}/bin/${name}";
            meta.description = package.meta.description or "Test NixOS hosts in virtual machines";
          };
          packages = self.packages.${pkgs.stdenv.hostPlatform.system};
        in
        rec {
          vmtest = app "vmtest" packages.vmtest;
          vmtest-mcp = app "vmtest-mcp" packages.vmtest-mcp;
          vmtest-from-feed = app "vmtest" packages.vmtest-from-feed;
          default = vmtest;
        });

      devShells = forEachSystem (pkgs: { default = pkgs.callPackage ./nix/shell.nix { }; });

      checks = forEachSystem (pkgs: { sources = pkgs.callPackage ./nix/check-sources.nix { sources = self; }; }) // {
        x86_64-linux = {
          sources = nixpkgs.legacyPackages.x86_64-linux.callPackage ./nix/check-sources.nix { sources = self; };
          server = self.nixosConfigurations.server.config.system.build.vm;
          desktop = self.nixosConfigurations.desktop.config.system.build.vm;
        };
      };
    };
}
