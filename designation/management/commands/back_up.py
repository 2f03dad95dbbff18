"""`manage.py back_up FOLDER --keys OTHER_FOLDER`: backs up the database and the objects, and the keys apart."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from designation.operations.backing_up import back_up, delete_by
from designation.operations.backup_files import BackupProblem
from workflow import clock


class Command(BaseCommand):
    """Makes a backup. The site may run meanwhile."""

    help = "Back up the database and the encrypted objects to FOLDER, and the keys to another folder."

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the two folders."""
        parser.add_argument("folder", type=Path, help="A new folder for the database and the objects.")
        parser.add_argument("--keys", type=Path, required=True, help="A new folder elsewhere for the keys.")

    def handle(self, *args: Any, folder: Path, keys: Path, **options: Any) -> None:
        """Make the backup and say what to do with the keys."""
        try:
            facts = back_up(folder, keys)
        except BackupProblem as problem:
            raise CommandError(str(problem)) from None
        self.stdout.write(f"Backed up at {facts['at']}, with the register at size {facts['register_size']}.")
        self.stdout.write(
            f"Keep {keys} away from {folder}, and delete it by {delete_by(clock.now()):%Y-%m-%d}: certificates promise "
            "that destroyed keys are gone from backups by then. The master key is in neither folder."
        )
