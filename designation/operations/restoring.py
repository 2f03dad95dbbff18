"""Restores a backup into an empty place, in the order database, objects, keys.

Keys that are in place win over those of the backup, and tombstones win over keys: a key that was destroyed after the
backup does not come back. `register.newest` is never replaced, because the one in place is the newer one.
"""

from __future__ import annotations

from pathlib import Path

from django.conf import settings

from designation.artifacts import storage
from designation.artifacts.models import Artifact
from designation.operations import backing_up, backup_files
from designation.operations.backing_up import CONTENT, DUMP, KEYS, LEDGER, OBJECTS, PARTS_OF_VAULT, VAULT
from designation.operations.backup_files import BackupProblem
from designation.vault.errors import KeyLost
from designation.vault.folder_keys import create_key_folder
from designation.windows.models import Window
from workflow.ledger import keys


def restore(folder: Path, keys_folder: Path | None) -> list[str]:
    """Restore a backup and return what was done, in sentences. Every file is checked before anything is written.

    Without `keys_folder`, the keys that are in place are used. Raises: BackupProblem.
    """
    backup_files.checked_manifest(folder, CONTENT)
    if keys_folder is not None:
        backup_files.checked_manifest(keys_folder, KEYS)
        _same_register(keys_folder)
    elif not (settings.LEDGER_KEYS / keys.SECRET).exists():
        raise BackupProblem("There are no register keys in place. Name the backup of the keys with --keys.")
    backing_up.restore_database(folder / DUMP)
    done = ["The database is restored.", f"{_objects(folder / OBJECTS)} objects are restored."]
    if keys_folder is not None:
        done.append(f"{_keys(keys_folder)} files of keys are restored.")
    done.append(f"{destroy_again()} keys were destroyed again.")
    return done


def _objects(source: Path) -> int:
    """Copy the objects that are not in place and return how many. Raises: BackupProblem if one differs."""
    count = 0
    for path in backup_files.listed(source):
        target = settings.VAULT_DIR / "objects" / path.relative_to(source)
        if not target.exists():
            backup_files.copy(path, target)
            count += 1
        elif backup_files.digest(target) != backup_files.digest(path):
            raise BackupProblem(
                f"{target} differs from the backup. Move it away, and find out why it differs."
            )
    return count


def _same_register(source: Path) -> None:
    """Raise BackupProblem if the keys in place are those of another register."""
    place, kept = settings.LEDGER_KEYS / keys.PUBLIC, source / LEDGER / keys.PUBLIC
    if place.exists() and kept.exists() and place.read_bytes() != kept.read_bytes():
        raise BackupProblem(
            f"{settings.LEDGER_KEYS} holds the keys of another register than the backup does."
        )


def _keys(source: Path) -> int:
    """Copy the tombstones and the keys that are not in place, and return how many files. Tombstones come first."""
    create_key_folder(settings.VAULT_DIR / "keys")
    tombstones, vault = settings.VAULT_DIR / "keys" / "tombstones", source / VAULT
    places = [
        (path, settings.VAULT_DIR / "keys" / part / path.name)
        for part in reversed(PARTS_OF_VAULT)
        for path in backup_files.listed(vault / part)
    ]
    others = [path for path in backup_files.listed(vault) if path.parent == vault]
    places += [(path, settings.VAULT_DIR / path.name) for path in others]
    places += [(path, settings.LEDGER_KEYS / path.name) for path in backup_files.listed(source / LEDGER)]
    count = 0
    for path, target in places:
        is_key = target.parent == settings.VAULT_DIR / "keys" / "keys"
        if target.exists() or (is_key and (tombstones / target.name).exists()):
            continue
        backup_files.copy(path, target)
        if target.name == keys.PUBLIC:
            target.chmod(0o644)
        count += 1
    return count


def destroy_again() -> int:
    """Destroy every key that came back although its destruction is recorded, and return how many there were."""
    if not storage.is_made():
        return 0
    recorded = [storage.key_of_artifact(pk) for pk in _destroyed(Artifact)]
    recorded += [storage.key_of_window(window) for window in Window.objects.filter(state="destroyed")]
    buried = [path.name for path in backup_files.listed(settings.VAULT_DIR / "keys" / "tombstones")]
    back = [one for one in sorted({*recorded, *buried}) if _is_in_place(one)]
    for key_id in back:
        try:
            storage.keys().destroy(key_id)
        except KeyLost:
            continue
    return len(back)


def _destroyed(model: type[Artifact]) -> list[object]:
    return list(model.objects.filter(state="destroyed").values_list("pk", flat=True))


def _is_in_place(key_id: str) -> bool:
    return bool((settings.VAULT_DIR / "keys" / "keys" / key_id).exists())
