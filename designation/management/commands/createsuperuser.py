"""`manage.py createsuperuser` does not exist here: there are no superusers. The command says what to use instead."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

SENTENCE = "This site has no superusers; `manage.py begin` creates its first two operators."


class Command(BaseCommand):
    """Replaces Django's command of the same name."""

    help = "There are no superusers here. See manage.py begin."
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        """Accept what Django's command accepts."""
        parser.add_argument("--email")
        parser.add_argument("--name")
        parser.add_argument("--username")
        parser.add_argument("--database")
        parser.add_argument("--noinput", "--no-input", action="store_true")

    def handle(self, *args: Any, **options: Any) -> None:
        """Refuse, in one sentence."""
        raise CommandError(SENTENCE)
