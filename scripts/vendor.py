"""Copies the files that pages need from their npm packages into web/static/vendor, and writes down their hashes.

Run by `make vendor` when a version in package.json changes; never when the program is set up or tested. The packages
are checked by npm against the hashes in package-lock.json, which holds no address of a registry. No script of a package
runs. The name of each file carries its version, so browsers may keep it for ever.
"""

from __future__ import annotations

import hashlib
import json
import shutil
import subprocess
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
TARGET = ROOT / "web" / "static" / "vendor"
LOCK = ROOT / "scripts" / "vendor.lock"

SANS = "@fontsource-variable/source-sans-3"
SERIF = "@fontsource-variable/source-serif-4"
VIS = "vis-network"
D3 = ("d3-array", "d3-path", "d3-sankey", "d3-shape")
FILES = (
    (VIS, "dist/vis-network.min.js", "vis-network-{version}.min.js"),
    (VIS, "LICENSE-MIT", "vis-network-{version}.LICENSE-MIT.txt"),
    (VIS, "LICENSE-APACHE-2.0", "vis-network-{version}.LICENSE-APACHE-2.0.txt"),
    (SANS, "files/source-sans-3-latin-wght-normal.woff2", "source-sans-3-{version}-latin.woff2"),
    (SANS, "files/source-sans-3-latin-ext-wght-normal.woff2", "source-sans-3-{version}-latin-ext.woff2"),
    (SANS, "LICENSE", "source-sans-3-{version}.LICENSE.txt"),
    (SERIF, "files/source-serif-4-latin-wght-normal.woff2", "source-serif-4-{version}-latin.woff2"),
    (SERIF, "files/source-serif-4-latin-ext-wght-normal.woff2", "source-serif-4-{version}-latin-ext.woff2"),
    (SERIF, "LICENSE", "source-serif-4-{version}.LICENSE.txt"),
    *((name, f"dist/{name}.min.js", f"{name}-{{version}}.min.js") for name in D3),
    *((name, "LICENSE", f"{name}-{{version}}.LICENSE.txt") for name in D3),
)
"""Package, file in it, name here."""


def main() -> None:
    """Fetch the packages into a folder that is thrown away, copy the files, write vendor.lock."""
    versions = json.loads((ROOT / "package.json").read_text("utf-8"))["dependencies"]
    with tempfile.TemporaryDirectory() as folder:
        packages = _install(Path(folder))
        shutil.rmtree(TARGET, ignore_errors=True)
        TARGET.mkdir(parents=True)
        for package, file, name in FILES:
            shutil.copyfile(packages / package / file, TARGET / name.format(version=versions[package]))
    lines = [f"{_sha256(file)}  {file.name}\n" for file in sorted(TARGET.iterdir())]
    LOCK.write_text("".join(lines), "utf-8")
    print(f"{len(lines)} files in {TARGET.relative_to(ROOT)}. Name these versions in site.css and web/static_files.py.")


def _install(folder: Path) -> Path:
    for name in ("package.json", "package-lock.json"):
        shutil.copyfile(ROOT / name, folder / name)
    npm = shutil.which("npm")
    if npm is None:
        raise SystemExit("npm is needed to fetch the files. Install Node.js, then run `make vendor` again.")
    command = [npm, "ci", "--ignore-scripts", "--legacy-peer-deps", "--no-audit", "--no-fund"]
    subprocess.run(command, cwd=folder, check=True)  # noqa: S603 - fixed words
    return folder / "node_modules"


def _sha256(file: Path) -> str:
    return hashlib.sha256(file.read_bytes()).hexdigest()


if __name__ == "__main__":
    main()
