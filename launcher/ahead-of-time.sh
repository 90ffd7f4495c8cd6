#!/usr/bin/env bash
# ahead-of-time.sh HOST DOTNET: compiles the assemblies in HOST ahead of time, each in its place.
#
# A start that has no code to compile takes half as long. An assembly stays what it is otherwise, so that it makes no difference
# to a program that starts meanwhile which of them are compiled already. HOST/ahead-of-time says that this is over; where it
# cannot be done, HOST/warning says why.
set -euo pipefail
trap '' HUP

host=$1
dotnet=$2
work=$host/compiling

# One at a time. What a killed one left is taken over.
claim() {
  local owner
  mkdir -- "$work" 2>/dev/null && return
  owner=$(cat -- "$work/pid" 2>/dev/null) || owner=
  [[ -n $owner ]] && ! kill -0 "$owner" 2>/dev/null && rm -rf -- "$work" && mkdir -- "$work" 2>/dev/null
}
claim || exit 0
echo $$ >"$work/pid"
trap 'rm -rf -- "$work"' EXIT

give_up() {
  echo "---- Not compiled ahead of time: $1"
  echo "$1" >"$host/warning"
  : >"$host/ahead-of-time"
  exit 1
}

# The compiler of the SDK's own runtime. Nothing of the repository's settings applies, only its package sources.
echo "---- Compiling ahead of time"
for file in Directory.Build.props Directory.Build.targets Directory.Packages.props; do
  echo '<Project />' >"$work/$file"
done
cat >"$work/compiler.proj" <<'END'
<Project Sdk="Microsoft.NET.Sdk">
  <PropertyGroup>
    <TargetFramework>net10.0</TargetFramework>
  </PropertyGroup>
  <ItemGroup>
    <PackageDownload Include="Microsoft.NETCore.App.Crossgen2.$(NETCoreSdkPortableRuntimeIdentifier)" Version="[$(BundledNETCoreAppPackageVersion)]" />
  </ItemGroup>
  <Target Name="Say">
    <WriteLinesToFile File="compiler" Lines="$(NETCoreSdkPortableRuntimeIdentifier);$(BundledNETCoreAppPackageVersion)" />
  </Target>
</Project>
END
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1 MSBUILDDISABLENODEREUSE=1 DOTNET_CLI_USE_MSBUILD_SERVER=0 DOTNET_CLI_UI_LANGUAGE=en
(cd -- "$work" && "$dotnet" build compiler.proj -target:Say) >"$work/log" 2>&1 || {
  cat -- "$work/log"
  if grep -qE 'NU110[123].*Microsoft\.NETCore\.App\.Crossgen2' "$work/log"; then
    give_up "the feed lacks the ahead-of-time compiler (Microsoft.NETCore.App.Crossgen2)"
  fi
  give_up "the ahead-of-time compiler could not be had ($host.log)"
}
{
  read -r platform
  read -r version
} <"$work/compiler"
# Not by MSBuild, which may find more in the path than characters.
packages=$(cd -- "$work" && "$dotnet" nuget locals global-packages --list)
packages=${packages#*: }
tools=${packages%/}/microsoft.netcore.app.crossgen2.$platform/$version/tools
if [[ -f $tools/crossgen2.dll ]]; then
  compiler=("$dotnet" "$tools/crossgen2.dll")
else
  compiler=("$tools/crossgen2")
fi
framework=${dotnet%/*}/shared/Microsoft.NETCore.App/$version

# The programs first: most of what a start does is in them.
mkdir -- "$work/compiled"
for assembly in "$host"/vmtest*.dll "$host"/*.dll; do
  name=${assembly##*/}
  [[ ! -e $work/compiled/$name.done ]] || continue
  if "${compiler[@]}" "$assembly" --out "$work/compiled/$name" --reference "$framework/*.dll" --reference "$host/*.dll" -O; then
    mv -- "$work/compiled/$name" "$assembly"
  elif [[ $name == vmtest*.dll ]]; then
    give_up "the ahead-of-time compiler does not work here ($host.log)"
  fi
  : >"$work/compiled/$name.done"
done
: >"$host/ahead-of-time"
