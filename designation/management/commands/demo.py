"""`manage.py demo`: load the demonstration world once. `--accounts` prints the accounts that can sign in."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db.models import Prefetch

from designation.demo import cast
from designation.demo import world as demonstration
from designation.people.models import Appointment, Organization, Person, Site


class Command(BaseCommand):
    help = "Load the demonstration world into an empty database, once. --accounts prints its accounts."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--accounts", action="store_true", help="Print the accounts instead.")

    def handle(self, *args: Any, accounts: bool, **options: Any) -> None:
        if accounts:
            self.print_accounts()
            return
        if not settings.WORKFLOW_TIME_TRAVEL:
            raise CommandError("A production installation holds no demonstration.")
        if Organization.kind_of_site() == Site.Kind.REAL:
            raise CommandError("This is the database of a real site; no demonstration is loaded into it.")
        if Organization.objects.exists():
            self.stdout.write("The database is in use; the demonstration is left as it is.")
            return
        demonstration.load()
        self.stdout.write("The demonstration is loaded.")

    def print_accounts(self) -> None:
        """Print the address, organization and roles of every account, and the password that they share."""
        names = {key: name for key, name, *_ in cast.PEOPLE}
        people = Person.objects.filter(name__in=names.values())
        held = Prefetch("appointments", queryset=Appointment.objects.in_effect(), to_attr="held")
        found = {p.name: p for p in people.select_related("office__organization").prefetch_related(held)}
        if not found:
            return
        self.stdout.write(f"Demonstration accounts, password of all: {cast.PASSWORD}")
        for key in names:
            person = found.get(names[key])
            if person is not None:
                roles = ", ".join(a.get_role_display() for a in person.held)
                self.stdout.write(f"  {person.email:<24} {person.organization.short_name:<9} {roles}")
