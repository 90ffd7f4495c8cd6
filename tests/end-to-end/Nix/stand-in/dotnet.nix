# Of nixpkgs' buildDotnetModule what this project's flake uses, with this machine's SDK instead of one of nixpkgs. As there,
# packages have their hash checked, are unpacked without their signature into a folder that NuGet falls back on, and the feed has
# nothing of them but their descriptions; the SDK brings what compiling ahead of time needs.
#
# @nuget@ is the folder of NuGet's packages, @path@ where this machine's programs are: a test puts both in.
system:
let
  platform = { x86_64-linux = "linux-x64"; aarch64-linux = "linux-arm64"; }.${system};
  run = name: script: attrs: derivation ({
    inherit name system;
    builder = "/bin/sh";
    args = [ "-e" "-c" "PATH=@path@; . ${script}" ];
  } // attrs);

  known = [
    "dotnet-runtime" "dotnet-sdk" "dotnetBuildFlags" "dotnetFlags" "dotnetInstallFlags" "dotnetRestoreFlags" "executables"
    "makeWrapperArgs" "meta" "nugetDeps" "pname" "postPatch" "projectFile" "src" "version"
  ];

  fetchNupkg = { pname, version, hash }: derivation {
    inherit system;
    name = "${pname}.${version}.nupkg";
    builder = "/bin/sh";
    args = [ "-c" ''PATH=@path@; cp "$(echo "@nuget@/$id/$version/$id.$version.nupkg" | tr A-Z a-z)" $out'' ];
    id = pname;
    inherit version;
    outputHash = hash;
    outputHashAlgo = "sha256";
    outputHashMode = "flat";
  };
in
arguments:
let
  unknown = removeAttrs arguments known;
  packages = map fetchNupkg (builtins.fromJSON (builtins.readFile arguments.nugetDeps));
  list = name: toString (arguments.${name} or [ ]);
in
assert unknown == { } || throw "buildDotnetModule has no ${toString (builtins.attrNames unknown)}";
assert builtins.typeOf arguments.nugetDeps == "path";
run "${arguments.pname}-${arguments.version}" ./build-dotnet-module.sh
{
  inherit (arguments) pname version src;
  inherit packages platform;
  nuget = "@nuget@";
  unpack = ./unpack-packages.py;
  postPatch = arguments.postPatch or "";
  projectFiles = list "projectFile";
  dotnetFlags = list "dotnetFlags";
  executables = list "executables";
  makeWrapperArgs = list "makeWrapperArgs";
}
// { meta = arguments.meta or { }; }
