"""`manage.py declare_restored`: declares that the register was restored from a backup, so that sealing continues.

It shows what was signed last and what the database holds, and asks for a confirmation. The declaration is signed with
the register's keys, recorded in the site's log, and published (LEDGER.md §11).

With `--newest-lost` it declares nothing. It takes the database's newest checkpoint as the newest one that was signed,
because `register.newest` is lost and no copy of it is left.
"""

from __future__ import annotations

import sys
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from designation.people.models import Site
from workflow import clock
from workflow.errors import Refused
from workflow.guards import CLOCK
from workflow.ledger import newest, restorations
from workflow.ledger.checkpoint import Head
from workflow.ledger.errors import LedgerError
from workflow.ledger.restored import LONGEST_REASON, Declaration, is_reason
from workflow.ledger.seal import seal
from workflow.models import Checkpoint
from workflow.perform import perform

WORD = "restored"
CONSEQUENCES = """
What was recorded between the two checkpoints may be missing from the database. The declaration says so to everybody:
it is published with the reason, witnesses keep it for good, and evidence bundles carry it. It cannot be taken back.
If there is a newer backup, restore that one instead.
"""


class Command(BaseCommand):
    """Declares that the register was restored, once for each restoration."""

    help = "Declare that the register was restored from a backup, so that checkpoints are signed again."

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the reason, and whether to ask."""
        parser.add_argument("--reason", required=True, help="Why the backup was restored. It is published.")
        parser.add_argument(
            "--newest-lost",
            action="store_true",
            help="The file register.newest is lost, with all its copies. The database was not restored.",
        )
        parser.add_argument("--yes", action="store_true", help="Do not ask for a confirmation.")

    def handle(self, *args: Any, reason: str, newest_lost: bool, yes: bool, **options: Any) -> None:
        """Show both checkpoints, ask, declare and seal; or replace the file that is lost."""
        if not is_reason(reason):
            raise CommandError(f"Give the reason in one line of at most {LONGEST_REASON} characters.")
        site = Site.objects.select_related("organization").first()
        if site is None:
            raise CommandError("No site has begun in this database, so there is nothing to declare.")
        try:
            if newest_lost:
                self._replace(site.organization, reason)
                return
            self._show(restorations.pending(), reason)
            if not yes:
                self._ask()

            def record(declaration: Declaration) -> None:
                inputs = {
                    "abandoned": _facts(declaration.abandoned),
                    "continued": _facts(declaration.continued),
                    "reason": declaration.reason,
                }
                perform(site.organization, "note_restored", actor=CLOCK, inputs=inputs)

            restorations.declare_restored(reason=reason, now=clock.now(), record=record)
            sealed = seal()
        except LedgerError as error:
            raise CommandError(str(error)) from None
        except Refused as refused:
            raise CommandError(" ".join(one.reason for one in refused.refusals)) from None
        size = f" The first one is of size {sealed.size}." if sealed else ""
        self.stdout.write(f"Declared. Checkpoints are signed again.{size}")

    def _replace(self, organization: Any, reason: str) -> None:
        def record(head: Head) -> None:
            inputs = {"checkpoint": _facts(head), "reason": reason}
            perform(organization, "note_newest_replaced", actor=CLOCK, inputs=inputs)

        head = newest.replace_lost(record)
        self.stdout.write(
            f"The newest checkpoint that was signed is taken to be the database's: {_told(head)}"
        )

    def _show(self, behind: newest.RegisterBehind, reason: str) -> None:
        last = Checkpoint.objects.filter(size=behind.stored.size).first()
        signed = f", signed {last.at:%Y-%m-%d %H:%M} UTC" if last else ""
        self.stderr.write(f"Newest checkpoint that was signed: {_told(behind.signed)}")
        self.stderr.write(f"Newest checkpoint in the database: {_told(behind.stored)}{signed}")
        self.stderr.write(f"Reason that will be published: {reason}")
        self.stderr.write(CONSEQUENCES)

    def _ask(self) -> None:
        self.stderr.write(f"Type {WORD} to declare it: ", ending="")
        self.stderr.flush()
        if sys.stdin.readline().strip() != WORD:
            raise CommandError("Nothing was declared.")


def _facts(head: Head) -> dict[str, Any]:
    return {"root": head.root.hex(), "size": head.size}


def _told(head: Head) -> str:
    return f"size {head.size}, root {head.root.hex()}"
