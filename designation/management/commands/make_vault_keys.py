"""`manage.py make_vault_keys`: makes the vault's key folder and its master key, once."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from designation.artifacts import storage


class Command(BaseCommand):
    """Makes the vault's key folder, its master key and the key that signs manifests, unless they are there."""

    help = (
        "Make the vault's key folder, its master key and the key that signs manifests, unless they are there."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        """Make what is missing and say where it is."""
        storage.make_keys()
        storage.keys()
        self.stdout.write(
            f"The vault is in {settings.VAULT_DIR}; its master key is {settings.VAULT_MASTER_KEY}."
        )
        self.stdout.write(
            "Back up the two apart. Anyone who has both can read everything that was not destroyed."
        )
