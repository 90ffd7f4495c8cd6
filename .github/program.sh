#!/usr/bin/env bash
# program.sh REPOSITORY REF: where VmTest's program is, for a step of a workflow.
#
# A release that belongs to this very commit (or is named by its tag) has the program as one file: it is downloaded, and its
# checksum compared. Everywhere else build.sh, beside this folder, builds it from source. The answer goes to GITHUB_OUTPUT:
#
#   path    the program
#   source  true where it is built from source, which needs the .NET SDK
#   scripts the folder of this script, where others for workflows are
set -euo pipefail

repository=${1-}
ref=${2-}
server=${GITHUB_SERVER_URL:-https://github.com}
folder=$(CDPATH='' cd -- "$(dirname -- "${BASH_SOURCE[0]}")/.." && pwd -P)
target=${RUNNER_TEMP:?}/vmtest-program

say() { printf 'VmTest: %s\n' "$*"; }

answer() {
  printf 'path=%s\nsource=%s\nscripts=%s\n' "$1" "$2" "$folder/.github" >>"$GITHUB_OUTPUT"
  exit 0
}

from_source() {
  say "$1; it is built from source"
  answer "$folder/build.sh" true
}

case $(uname -sm) in
  'Linux x86_64') file=vmtest-linux-x64 ;;
  'Linux aarch64') file=vmtest-linux-arm64 ;;
  *) from_source "no release has a program for $(uname -sm)" ;;
esac
[[ -n $repository && -n $ref ]] || from_source 'no release is asked for'

# Tags are what their owner says they are; a commit is found by the tag that points to it.
tag=
if [[ $ref =~ ^v[0-9]+\.[0-9]+\.[0-9]+$ ]]; then
  tag=$ref
elif [[ $ref =~ ^[0-9a-f]{40}$ ]]; then
  tags=$(GIT_TERMINAL_PROMPT=0 git -c credential.helper= ls-remote --tags "$server/$repository" 2>/dev/null) || tags=
  tag=$(awk -v commit="$ref" '$1 == commit { sub(/^refs\/tags\//, "", $2); sub(/\^\{\}$/, "", $2); print $2 }' <<<"$tags" |
    grep -E '^v[0-9]+\.[0-9]+\.[0-9]+$' | sort -V | tail -n 1) || tag=
fi
[[ -n $tag ]] || from_source "no release of $repository belongs to $ref"

rm -rf -- "$target"
mkdir -p -- "$target"
cd -- "$target"
for name in SHA256SUMS "$file"; do
  curl --fail --silent --show-error --location --retry 3 --max-time 300 --output "$name" \
    "$server/$repository/releases/download/$tag/$name" || from_source "release $tag of $repository has no $name"
done
if ! grep -E "^[0-9a-f]{64} [ *]$file\$" SHA256SUMS | sha256sum --check --status --strict; then
  rm -f -- "$file"
  printf '::error title=VmTest::The checksum of %s of release %s does not fit; nothing of it was run.\n' "$file" "$tag"
  exit 1
fi
chmod +x -- "$file"
say "$file of release $tag, its checksum compared"
answer "$target/$file" false
