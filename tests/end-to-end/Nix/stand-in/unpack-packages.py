"""What becomes of packages in nixpkgs: unpack-packages.py FALLBACK FEED PACKAGE..."""

import pathlib
import sys
import xml.etree.ElementTree as ElementTree
import zipfile

fallback, feed = map(pathlib.Path, sys.argv[1:3])
for file in sys.argv[3:]:
    with zipfile.ZipFile(file) as package:
        names = package.namelist()
        description = next(name for name in names if name.endswith(".nuspec") and "/" not in name)
        metadata = ElementTree.fromstring(package.read(description)).find("{*}metadata")
        name, version = (metadata.findtext("{*}" + part).lower() for part in ("id", "version"))

        folder = fallback / name / version
        folder.mkdir(parents=True)
        package.extractall(folder, [entry for entry in names if entry != ".signature.p7s"])
        for tool in folder.glob("tools/**/*"):
            tool.chmod(0o755)
        (folder / description).rename(folder / f"{name}.nuspec")
        (folder / ".nupkg.metadata").write_text('{"version": 2, "contentHash": "", "source": ""}')

        entry = feed / name / version
        entry.mkdir(parents=True)
        (entry / f"{name}.nuspec").write_bytes(package.read(description))
        with zipfile.ZipFile(entry / f"{name}.{version}.nupkg", "w") as stub:
            stub.writestr(description, package.read(description))
        (entry / f"{name}.{version}.nupkg.sha512").touch()
