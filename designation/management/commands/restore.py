"""`manage.py restore FOLDER [--keys OTHER_FOLDER]`: restores a backup into an empty database."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from designation.operations.backup_files import BackupProblem
from designation.operations.restoring import restore


class Command(BaseCommand):
    """Restores a backup that `back_up` made."""

    help = "Restore the database, the encrypted objects and the keys from a backup into an empty place."

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the two folders."""
        parser.add_argument("folder", type=Path, help="The folder with the database and the objects.")
        parser.add_argument("--keys", type=Path, help="The folder with the keys, if those in place are lost.")

    def handle(self, *args: Any, folder: Path, keys: Path | None, **options: Any) -> None:
        """Restore, and say what to do next."""
        try:
            done = restore(folder, keys)
        except BackupProblem as problem:
            raise CommandError(str(problem)) from None
        for sentence in done:
            self.stdout.write(sentence)
        self.stdout.write(
            "Now run: manage.py migrate, then manage.py grant_rights. See designation/docs/BACKUP.md."
        )
