# The phases of buildDotnetModule; see dotnet.nix. All of its variables come from there.
# shellcheck shell=sh disable=SC2154,SC2086
set -e
export HOME="$TMPDIR" DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1 DOTNET_SKIP_FIRST_TIME_EXPERIENCE=1 MSBUILDDISABLENODEREUSE=1
export NUGET_PACKAGES="$TMPDIR/packages/" NUGET_FALLBACK_PACKAGES="$TMPDIR/fallback/"
# There is no network in a builder of Nix.
export http_proxy=http://127.0.0.1:1 https_proxy=http://127.0.0.1:1
mkdir -p "$NUGET_PACKAGES" "$NUGET_FALLBACK_PACKAGES" "$TMPDIR/feed"
python3 "$unpack" "$NUGET_FALLBACK_PACKAGES" "$TMPDIR/feed" $packages \
  "$nuget/microsoft.netcore.app.crossgen2.$platform"/*/*.nupkg "$nuget/microsoft.netcore.app.runtime.$platform"/*/*.nupkg

cp -R "$src" "$TMPDIR/source"
chmod -R u+w "$TMPDIR/source"
cd "$TMPDIR/source"
eval "$postPatch"
cat >nuget.config <<END
<configuration>
  <packageSources><clear /><add key="nix" value="$TMPDIR/feed" /></packageSources>
</configuration>
END

set -- -p:ContinuousIntegrationBuild=true -p:Deterministic=true -p:SelfContained=false $dotnetFlags
for project in $projectFiles; do
  dotnet restore "$project" -p:NuGetAudit=false --runtime "$platform" "$@"
done
set -- -p:OverwriteReadOnlyFiles=true --configuration Release --no-restore --runtime "$platform" "$@" --disable-build-servers
for project in $projectFiles; do
  dotnet build "$project" -p:UseAppHost=true "-p:InformationalVersion=$version" "-p:Version=$version.0" "$@"
done
for project in $projectFiles; do
  dotnet publish "$project" --output "$out/lib/$pname" --no-build --no-self-contained -p:PublishTrimmed=false -p:UseAppHost=true "$@"
done

mkdir -p "$out/bin"
for executable in $executables; do
  test -x "$out/lib/$pname/$executable"
  {
    echo '#!/bin/sh'
    set -- $makeWrapperArgs
    while [ $# -gt 0 ]; do
      case $1 in
        --set-default)
          echo "export $2=\"\${$2-$3}\""
          shift 3
          ;;
        --suffix)
          echo "export $2=\"\${$2:+\$$2$3}$4\""
          shift 4
          ;;
        *)
          echo "makeWrapper has no $1 here" >&2
          exit 1
          ;;
      esac
    done
    echo "export DOTNET_ROOT='$(dirname "$(readlink -f "$(command -v dotnet)")")'"
    echo "exec '$out/lib/$pname/$executable' \"\$@\""
  } >"$out/bin/$executable"
  chmod +x "$out/bin/$executable"
done
