# `vmtest`, or `vmtest-mcp` for agents, as a store path: these sources, the packages of deps.json, and no network but for those.
#
# deps.json is made from the lock files by nuget-deps.py. Cake comes out of the package Cake.Tool (frosting/README.md), as in the
# lock files.
{ lib, buildDotnetModule, dotnet-sdk_10, coreutils, git, nix, procps, qemu, util-linux, project, program, description }:
let
  root = ../.;

  # What the programs are compiled from, and not what was compiled of it in a folder that is no Git repository.
  sources = lib.fileset.difference
    (lib.fileset.unions [
      (root + "/build")
      (root + "/frosting")
      (root + "/mcp")
      (root + "/schemas")
      (root + "/nix/vm-probe.nix")
      (root + "/README.md")
      (root + "/global.json")
      (root + "/Directory.Build.props")
      (root + "/Directory.Build.targets")
      (root + "/Directory.Packages.props")
    ])
    (lib.fileset.unions (map lib.fileset.maybeMissing (lib.concatMap (folder: [ (root + "/${folder}/bin") (root + "/${folder}/obj") ])
      [ "build" "frosting" "mcp" ])));
in
buildDotnetModule {
  pname = program;
  version = builtins.head (builtins.match ".*<Version [^>]*>([0-9.]+)</Version>.*" (builtins.readFile (root + "/Directory.Build.props")));
  src = lib.fileset.toSource { inherit root; fileset = sources; };

  # Nix holds each package to its hash in deps.json. NuGet's lock files are about the files as they are signed, which Nix's
  # packages no longer are.
  postPatch = "find . -name packages.lock.json -delete";

  projectFile = project;
  nugetDeps = ./deps.json;
  dotnet-sdk = dotnet-sdk_10;
  dotnetFlags = [
    "-p:ForUse=true"
    "-p:RestorePackagesWithLockFile=false"
    "-p:DisableTransitiveFrameworkReferenceDownloads=true"
    "-p:PublishReadyToRun=true"
  ];

  executables = [ program ];
  makeWrapperArgs = [
    # For the command that a report proposes: not the wrapped program, which has no PATH.
    "--set-default"
    "VMTEST_CALLED_AS"
    "${placeholder "out"}/bin/vmtest"
    # What it calls, where the machine has none of its own: its Nix has to fit its daemon.
    "--suffix"
    "PATH"
    ":"
    (lib.makeBinPath [ coreutils git nix procps qemu util-linux ])
  ];

  meta = {
    inherit description;
    mainProgram = program;
    license = lib.licenses.mit;
    platforms = [ "x86_64-linux" "aarch64-linux" ];
  };
}
