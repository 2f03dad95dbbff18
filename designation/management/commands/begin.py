"""`manage.py begin`: register the organization that operates a new site, and its first two operators.

It asks for the names and addresses, or reads them from a file (`--file`):

    organization = "Office of Designations"
    short_name = "OOD"

    [[operators]]
    name = "Olga Stone"
    email = "olga.stone@agency.example"
    office = "Accounts"

    [[operators]]
    name = "Oskar Reed"
    email = "oskar.reed@agency.example"
    office = "Platform"

It prints a link for each operator, with which they set their password. `--links` prints new links for the operators who
have not set a password yet. Links are printed to stdout only; questions go to stderr.
"""

from __future__ import annotations

import json
import sys
import tomllib
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from designation.identity.actions import new_password_link
from designation.people.actions import beginning
from designation.people.models import Organization, Person, Site
from workflow.errors import Refused

QUESTIONS = {
    "organization": "Full name of the organization that operates this site",
    "short_name": "Its short name, for lists",
    "name_1": "First operator: name",
    "email_1": "First operator: email address",
    "office_1": "First operator: office",
    "name_2": "Second operator: name",
    "email_2": "Second operator: email address",
    "office_2": "Second operator: office, other than the first operator's",
}
PARTS = ("name", "email", "office")
NO_MORE_INPUT = "The input ended before every question was answered; nothing was created."


class Command(BaseCommand):
    """Begins a real site, once."""

    help = "Register the organization that operates a new site and its first two operators, and print their links."

    def add_arguments(self, parser: CommandParser) -> None:
        """Take a file, or the request for new links."""
        either = parser.add_mutually_exclusive_group()
        either.add_argument("--file", help="A TOML or JSON file with the answers, instead of questions.")
        either.add_argument(
            "--links", action="store_true", help="Print new links for operators who have no password yet."
        )

    def handle(self, *args: Any, file: str | None, links: bool, **options: Any) -> None:
        """Begin the site, or print new links."""
        if links:
            self._print_new_links()
            return
        if found := beginning.why_not():
            raise CommandError(found[0].reason)
        if settings.MODE == "demonstration":
            raise CommandError(
                "This installation is a demonstration; set DESIGNATION_MODE=production to begin a real site."
            )
        answers = _read(file) if file else self._ask()
        try:
            operators = beginning.begin(answers)
        except Refused as refused:
            raise CommandError(_told(refused.refusals, file)) from None
        self.stderr.write(f"{operators[0].organization} operates this site.")
        self._print_links(operators)

    def _ask(self) -> dict[str, str]:
        """Ask every question until its answer can be used, and ask for a confirmation. Return the answers."""
        answers: dict[str, str] = {}
        for field in beginning.FIELDS:
            while True:
                answers[field] = self._answer(QUESTIONS[field])
                wrong = [one.reason for one in beginning.problems(answers) if one.about == field]
                if not wrong:
                    break
                self.stderr.write(" ".join(wrong))
        self.stderr.write("")
        for field, answer in answers.items():
            self.stderr.write(f"{QUESTIONS[field].partition(', ')[0]}: {answer}")
        while (said := self._answer("Is this correct? Type yes or no").casefold()) not in ("yes", "y"):
            if said in ("no", "n"):
                raise CommandError("Nothing was created.")
        return answers

    def _answer(self, question: str) -> str:
        self.stderr.write(f"{question}: ", ending="")
        self.stderr.flush()
        line = sys.stdin.readline()
        if not line:
            raise CommandError(NO_MORE_INPUT)
        return line.strip()

    def _print_new_links(self) -> None:
        if Organization.kind_of_site() != Site.Kind.REAL:
            raise CommandError("No real site has begun here yet; run manage.py begin.")
        if not (operators := beginning.without_password()):
            raise CommandError("Every operator has set a password; “Forgot your password?” sends a new link.")
        beginning.note_links(operators)
        self._print_links(operators)

    def _print_links(self, operators: Iterable[Person]) -> None:
        """Print a link for each person to stdout, and to stderr how long the links work."""
        minutes = settings.PASSWORD_RESET_TIMEOUT // 60
        self.stderr.write(
            f"Give each operator their own link to set a password. A link works once, for {minutes} minutes. "
            "After that, manage.py begin --links prints a new one."
        )
        for person in operators:
            self.stdout.write(f"{person.name} <{person.email}>: {new_password_link(person)}")


def _read(path: str) -> dict[str, str]:
    """Return the answers in a TOML or JSON file. Raises: CommandError, in one sentence."""
    try:
        text = Path(path).read_text(encoding="utf-8")
        told = json.loads(text) if path.endswith(".json") else tomllib.loads(text)
    except (OSError, UnicodeDecodeError) as problem:
        raise CommandError(f"{path} cannot be read: {problem}.") from problem
    except ValueError as problem:
        raise CommandError(
            f"{path} is not {'JSON' if path.endswith('.json') else 'TOML'}: {problem}."
        ) from problem
    operators = told.get("operators") if isinstance(told, dict) else None
    if (
        not isinstance(operators, list)
        or len(operators) != 2
        or not all(isinstance(one, dict) for one in operators)
    ):
        raise CommandError(
            f"{path} must name two operators, each with {', '.join(PARTS)}; see manage.py help begin."
        )
    parts = [("", told.keys() - {"operators"}, {"organization", "short_name"}, told)]
    parts += [(f"_{n}", one.keys(), set(PARTS), one) for n, one in enumerate(operators, 1)]
    answers = {}
    for suffix, given, known, values in parts:
        if unknown := sorted(given - known):
            raise CommandError(f"{path} has an entry that is not known: {unknown[0]}.")
        for name in known:
            value = values.get(name, "")
            if not isinstance(value, str):
                raise CommandError(f"{path} must give {name} as text in quotation marks.")
            answers[f"{name}{suffix}"] = value
    return answers


def _told(refusals: Iterable[Any], file: str | None) -> str:
    """Return every problem, each with the question that it is about."""
    lines = [
        f"{QUESTIONS[one.about].partition(', ')[0]}: {one.reason}" if one.about in QUESTIONS else one.reason
        for one in refusals
    ]
    return "\n".join(lines) if len(lines) == 1 else "\n".join(["Nothing was created.", *lines])
