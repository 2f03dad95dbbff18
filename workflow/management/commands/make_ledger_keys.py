"""`manage.py make_ledger_keys`: makes the register's keys once and shows what readers should pin."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from workflow.ledger import keys


class Command(BaseCommand):
    """Makes the keys that sign the ledger's checkpoints, unless there are some, and prints the public half."""

    help = (
        "Make the keys that sign the ledger's checkpoints, unless there are some, and print the public half."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        """Make the keys and print their fingerprints."""
        public = keys.make(settings.LEDGER_KEYS, settings.LEDGER_ORIGIN)
        self.stdout.write(
            f"Register {public.ed25519.name}. Give readers {settings.LEDGER_KEYS / keys.PUBLIC}."
        )
        self.stdout.write(f"Keep {settings.LEDGER_KEYS / keys.SECRET} from everybody else; back it up apart.")
        for name, fingerprint in public.fingerprints().items():
            self.stdout.write(f"{name}  {fingerprint}")
