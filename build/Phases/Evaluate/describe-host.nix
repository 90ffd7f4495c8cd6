# What VmTest has to know of one nixosConfigurations.<host>, in one evaluation. `probe` is the module that stands in for
# the credentials where the host's systemd takes no units from outside; `onDisk` says whether the host is to be installed.
{ host, probe, onDisk }:
let
  inherit (host) config;
  # What is only reported, not tested, must not fail the evaluation.
  reported = value: let result = builtins.tryEval value; in if result.success then result.value else null;

  systemd = reported (config.systemd.package.version or null);
  # systemd 256 was the first to read systemd.extra-unit.* (its NEWS).
  takesUnits = systemd == null || builtins.compareVersions systemd "256" >= 0;
  extensible = host ? extendModules;
  probeIsModule = !takesUnits && extensible;
  extendedBy = modules: if modules == [ ] || !extensible then config else (host.extendModules { inherit modules; }).config;
  watched = extendedBy (if probeIsModule then [ probe ] else [ ]);

  # The configuration of the machine that is tested: the VM's own variant where it has one. Either is evaluated anyway.
  tested = if onDisk then plan.tested or config else watched.virtualisation.vmVariant or watched;

  # What it says of its test, with the place of each setting; whether it makes sense is for others to say.
  settings =
    let
      given = tested.system.build.vmTest or null;
      plain = value: builtins.elem (builtins.typeOf value) [ "int" "bool" "string" "float" "null" ];
      shown = value:
        if plain value then value
        else if builtins.isList value then map (each: if plain each then each else null) value
        else null;
      describe = name: value: place: { inherit name place; type = builtins.typeOf value; value = shown value; };
    in
    if given == null then [ ]
    else if !(builtins.isAttrs given) then [ (describe "" given null) ]
    else map (name: describe name given.${name} (builtins.unsafeGetAttrPos name given)) (builtins.attrNames given);

  # What of the machine that is tested needs a network; nothing but names is evaluated.
  online =
    let
      called = attrs: reported (builtins.attrNames attrs);
      those = wanted: attrs: reported (builtins.filter (name: reported (wanted attrs.${name}) == true) (builtins.attrNames attrs));
      enabled = service: if reported (tested.services.${service}.enable or false) == true then [ service ] else [ ];
      remote = [ "nfs" "nfs4" "cifs" "smb3" "ceph" "glusterfs" "fuse.sshfs" "sshfs" "9p2000.L" ];
      list = names: if names == null then [ ] else names;
      entry = what: names: { inherit what; names = list names; };
      containers = tested.virtualisation.oci-containers.containers or { };
    in
    builtins.filter (each: each.names != [ ]) [
      (entry "certificates by ACME" (called (tested.security.acme.certs or { })))
      (entry "images of containers" (those (each: (each.imageFile or null) == null && (each.imageStream or null) == null) containers))
      (entry "file systems of other machines"
        (those (each: builtins.elem (each.fsType or null) remote && (each.enable or true)) (tested.fileSystems or { })))
      (entry "WireGuard" (called (tested.networking.wg-quick.interfaces or { } // tested.networking.wireguard.interfaces or { })))
      (entry "OpenVPN" (called (tested.services.openvpn.servers or { })))
      (entry "tunnels" (list (called (tested.services.cloudflared.tunnels or { })) ++ enabled "tailscale" ++ enabled "zerotierone"))
      (entry "dynamic DNS" (builtins.concatMap enabled [ "ddclient" "inadyn" "cloudflare-dyndns" ]))
      (entry "runners of CI" (list (those (each: each.enable or false) (tested.services.github-runners or { }))
        ++ enabled "gitlab-runner" ++ list (called (tested.services.buildkite-agents or { }))))
    ];

  # Which install strategy the host has, and why.
  disk = removeAttrs plan [ "tested" ];
  plan =
    let
      loaderOptions = config.boot.loader or { };
      uses = name: reported (loaderOptions.${name}.enable or false) == true;
      loaders = builtins.filter uses [ "systemd-boot" "grub" "limine" "refind" ]
        ++ (if reported (config.boot.lanzaboote.enable or false) == true then [ "lanzaboote" ] else [ ]);
      loader = if loaders == [ ] then null else builtins.head loaders;

      # systemd-boot reads kernel parameters from SMBIOS since 256 (its NEWS); other loaders read none, so that the serial
      # console has to be among those that are installed.
      takesParameters = loader == "systemd-boot" && takesUnits;
      added = (if probeIsModule then [ probe ] else [ ])
        ++ (if takesParameters then [ ] else [{ boot.kernelParams = [ "console=tty0" "console=ttyS0,115200n8" ]; }]);
      installed = extendedBy added;
      inherit (installed.system) build;

      hasDisko = reported (builtins.attrNames (config.disko.devices.disk or { }) != [ ]) == true && config.system.build ? diskoImages;
      variant = installed.virtualisation.vmVariantWithBootLoader or installed;
      kernelFromOutside = reported (variant.virtualisation.directBoot.enable or false) == true;

      none = reason: { inherit reason loader; };
      way = strategy: reason: image: {
        inherit strategy reason loader;
        imageDrv = image.drvPath;
        image = image.outPath;
        parametersAreInstalled = !takesParameters && extensible;
      };
    in
    if reported (config.boot.isContainer or false) == true then
      none "it is a container (boot.isContainer), which has no boot loader"
    else if loader == null then
      none "it has no boot loader that a virtual machine can start: neither boot.loader.systemd-boot nor boot.loader.grub, limine or refind is enabled"
    else if hasDisko then
      way "disko" "disko is in the configuration: its image builder makes every disk that disko.devices.disk describes" build.diskoImages // {
        closureDrv = config.system.build.toplevel.drvPath;
        closure = config.system.build.toplevel.outPath;
        uefi = loader != "grub" || reported (loaderOptions.grub.efiSupport or false) == true;
      }
    else if !(config.system.build ? vmWithBootLoader) then
      none "it has neither disko nor config.system.build.vmWithBootLoader"
    else if kernelFromOutside then
      none "virtualisation.directBoot.enable hands its kernel over from outside"
    else
      way "vm-with-boot-loader" "NixOS's own VM with boot loader (nixos-rebuild build-vm-with-bootloader): ${loader} on a disk of its own" build.vmWithBootLoader // {
        closureDrv = variant.system.build.toplevel.drvPath;
        closure = variant.system.build.toplevel.outPath;
        tested = variant;
      };
in
# First of all, so that a mistake in the configuration is reported by its own names, and not by those of a variant that repeats it.
builtins.seq config.system.build.toplevel.drvPath {
  toplevelDrv = config.system.build.toplevel.drvPath;
  toplevel = config.system.build.toplevel.outPath;
  # Either way has a VM of its own, and the other one is not even evaluated.
  vmDrv = if onDisk then null else watched.system.build.vm.drvPath;
  vm = if onDisk then null else watched.system.build.vm.outPath;
  disk = if onDisk then disk else null;
  inherit systemd probeIsModule settings online;
  version = reported (config.system.nixos.label or null);
  kernel = reported (config.boot.kernelPackages.kernel.version or null);
  defaultUnit = reported (config.systemd.defaultUnit or "multi-user.target");
  desktop = reported (
    (config.services.xserver.enable or false)
    || (config.services.displayManager.enable or false)
    || (config.services.greetd.enable or false)
  );
}
