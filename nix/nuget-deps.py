#!/usr/bin/env python3
"""Makes nix/deps.json, the packages that `packages.vmtest` of the flake is built with: nix/nuget-deps.py [--check]

The lock files name the packages, versions and hashes of contents; the files of the packages are in the NuGet folder after a
restore (`dotnet restore mcp --locked-mode`). Nix needs the hash of the whole file, which the signature is a part of, and NuGet
that of the file without it; so each file is held to its lock file before its hash is written. Exit code 1: the list is old
(--check), or a file is missing or another one.
"""

import base64
import hashlib
import json
import os
import pathlib
import struct
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent
LIST = ROOT / "nix" / "deps.json"
PROJECTS = ("build", "frosting", "mcp")
SIGNATURE = b".signature.p7s"

END = struct.Struct("<4s4H2LH")  # ZIP's end of the central directory
ENTRY = struct.Struct("<4s6H3L5H2L")  # ZIP's entry of the central directory
LOCAL = struct.Struct("<4s5H3L2H")  # ZIP's header before a file


def fail(message):
    sys.exit(f"nuget-deps.py: {message}")


def locked_packages():
    """(id, version) → hash of the contents, of all lock files together."""
    packages = {}
    for project in PROJECTS:
        lock = json.loads((ROOT / project / "packages.lock.json").read_text(encoding="utf-8"))
        for framework in lock["dependencies"].values():
            for name, package in framework.items():
                if package["type"] != "Project":
                    key = (name, package["resolved"])
                    if packages.setdefault(key, package["contentHash"]) != package["contentHash"]:
                        fail(f"the lock files have two hashes for {name} {package['resolved']}")
    return packages


def content_hash(data):
    """NuGet's hash of a package's contents: SHA-512 of the archive as it was before its signature was added to it."""
    end = data.rindex(b"PK\5\6")
    _, _, _, _, count, size, start, _ = END.unpack_from(data, end)
    entries, position = [], start
    for _ in range(count):
        fields = ENTRY.unpack_from(data, position)
        length = ENTRY.size + sum(fields[10:13])
        name = data[position + ENTRY.size:position + ENTRY.size + fields[10]]
        entries.append((name, fields[-1], bytearray(data[position:position + length])))
        position += length
    signature = next(((offset, raw) for name, offset, raw in entries if name == SIGNATURE), None)
    if signature is None:
        return base64.b64encode(hashlib.sha512(data).digest()).decode()

    removed, raw = signature
    local = LOCAL.unpack_from(data, removed)
    length = LOCAL.size + local[9] + local[10] + ENTRY.unpack_from(raw)[8]
    rest = b""
    for name, offset, entry in entries:
        if name != SIGNATURE:
            if offset > removed:
                struct.pack_into("<L", entry, ENTRY.size - 4, offset - length)
            rest += entry
    tail = bytearray(data[end:])
    struct.pack_into("<2H2L", tail, 8, count - 1, count - 1, size - len(raw), start - length)
    plain = data[:removed] + data[removed + length:start] + rest + bytes(tail)
    return base64.b64encode(hashlib.sha512(plain).digest()).decode()


def describe(name, version, expected, folder):
    file = folder / name.lower() / version.lower() / f"{name.lower()}.{version.lower()}.nupkg"
    if not file.exists():
        fail(f"{name} {version} is not in the NuGet folder; restore first: dotnet restore mcp --locked-mode")
    data = file.read_bytes()
    if content_hash(data) != expected:
        fail(f"{file} is not the package that the lock file names")
    return {"pname": name, "version": version, "hash": "sha256-" + base64.b64encode(hashlib.sha256(data).digest()).decode()}


def main():
    if sys.argv[1:] not in ([], ["--check"]):
        fail("usage: nix/nuget-deps.py [--check]")
    folder = pathlib.Path(os.environ.get("NUGET_PACKAGES") or pathlib.Path.home() / ".nuget" / "packages")
    packages = sorted(locked_packages().items(), key=lambda package: (package[0][0].lower(), package[0][1]))
    made = json.dumps([describe(*key, expected, folder) for key, expected in packages], indent=2) + "\n"
    if sys.argv[1:] == ["--check"]:
        if not LIST.exists() or LIST.read_text(encoding="utf-8") != made:
            fail("nix/deps.json is not what the lock files call for; make it anew: nix/nuget-deps.py")
        return
    LIST.write_text(made, encoding="utf-8")


main()
