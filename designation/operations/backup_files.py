"""The files of a backup: what is copied, and a manifest with the digest of each file.

A backup is two folders. One holds the database and the encrypted objects. The other holds the keys and belongs in
another place: who has both, and the master key, can read everything.
"""

from __future__ import annotations

import hashlib
import os
import shutil
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, Final

from workflow.ledger import canonical, files

FORMAT: Final = "designation-backup/v1"
MANIFEST: Final = "manifest.json"


class BackupProblem(Exception):
    """Why a backup cannot be made or restored, in one sentence that says what to do."""


def new_folder(path: Path) -> Path:
    """Make a folder (0700) for a backup. Raises: BackupProblem if there is something in it."""
    try:
        path.mkdir(mode=0o700, parents=True, exist_ok=True)
        if any(path.iterdir()):
            raise BackupProblem(f"{path} is not empty. Name a new folder for each backup.")
    except OSError as problem:
        raise BackupProblem(f"{path} cannot be used: {problem.strerror}.") from problem
    return path.resolve()


def copy(source: Path, target: Path) -> None:
    """Copy one file (0600) and sync it. Nothing else is ever under its name."""
    target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    draft = target.with_name(f".{target.name}.copy")
    with source.open("rb") as read, os.fdopen(os.open(draft, _NEW, 0o600), "wb") as written:
        shutil.copyfileobj(read, written, 1 << 20)
        written.flush()
        os.fsync(written.fileno())
    os.replace(draft, target)


_NEW: Final = os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_NOFOLLOW | os.O_CLOEXEC


def copy_tree(source: Path, target: Path) -> None:
    """Copy every complete file below a folder. Files that vanish meanwhile are skipped: they were destroyed."""
    for path in listed(source):
        try:
            copy(path, target / path.relative_to(source))
        except FileNotFoundError:
            (target / path.relative_to(source)).with_name(f".{path.name}.copy").unlink(missing_ok=True)


def listed(folder: Path) -> list[Path]:
    """Return the complete files below a folder, sorted. Names that begin with a dot are not complete."""
    found = (path for path in folder.rglob("*") if path.is_file() and not path.is_symlink())
    return sorted(path for path in found if not path.name.startswith("."))


def write_manifest(folder: Path, facts: Mapping[str, Any]) -> None:
    """Write the manifest last: a folder without one is no whole backup."""
    digests = {str(path.relative_to(folder)): digest(path) for path in listed(folder)}
    content = canonical.encode({"files": digests, "format": FORMAT, **facts})
    files.create(folder / MANIFEST, content, 0o600)


def checked_manifest(folder: Path, kind: str) -> dict[str, Any]:
    """Return the manifest of a backup, all of whose files are there and unchanged. Raises: BackupProblem."""
    try:
        found = canonical.decode((folder / MANIFEST).read_bytes())
    except OSError as problem:
        reason = f"{folder} has no {MANIFEST}, so it is not a whole backup. Name another folder."
        raise BackupProblem(reason) from problem
    except canonical.NotCanonical as problem:
        raise BackupProblem(f"{folder / MANIFEST} is damaged. Restore another backup.") from problem
    if not isinstance(found, dict) or found.get("format") != FORMAT or found.get("kind") != kind:
        raise BackupProblem(f"{folder} is not a backup of the {kind}.")
    names = {str(path.relative_to(folder)) for path in listed(folder)} - {MANIFEST}
    for name in sorted(names ^ found["files"].keys()):
        raise BackupProblem(f"{folder / name} is missing or does not belong there. Restore another backup.")
    for name in sorted(names):
        if digest(folder / name) != found["files"][name]:
            raise BackupProblem(f"{folder / name} is damaged. Restore another backup.")
    return found


def digest(path: Path) -> str:
    """Return the SHA-256 of a file in hex."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def apart(paths: Iterable[tuple[str, Path]]) -> None:
    """Check that no folder lies in another one. Raises: BackupProblem."""
    named = [(what, path.resolve()) for what, path in paths]
    for what, path in named:
        for other, place in named:
            if what != other and (path == place or place in path.parents):
                raise BackupProblem(f"{what} lies in {other} ({place}). Keep them apart.")
