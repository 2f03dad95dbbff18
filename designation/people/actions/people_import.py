"""Import people from a CSV file, with a trial run first.

The import saves one invitation per line and mails nobody.

Columns: email, name, office, roles (role names or labels, separated by semicolons). If any line is wrong,
nothing is imported, and every wrong line is reported by its line number.
"""

from __future__ import annotations

import csv
import io
import re
from dataclasses import dataclass, field, replace
from datetime import datetime

from django.db import transaction

from designation.content.names import mailbox, plain_name
from designation.people.actions.invitations import drafted, prepare
from designation.people.models import Invitation, Office, Organization, normal_address
from designation.roles import Role
from workflow.creating.create import require
from workflow.creating.declaring import creation_of
from workflow.errors import Refused
from workflow.guards import Actor, Refusal, StepContext, refusals
from workflow.sql import snapshot

COLUMNS = ("email", "name", "office", "roles")
MAX_LINES = 500
ROLES = {key.casefold(): role for role in Role for key in (role.value, role.label)}


@dataclass(frozen=True)
class Line:
    """One line of the file as parsed, with every problem found in it."""

    number: int
    email: str
    name: str
    office: Office | None
    roles: tuple[str, ...]
    problems: tuple[str, ...]

    @property
    def labels(self) -> list[str]:
        """The labels of the roles, as people see them."""
        return [str(Role(role).label) for role in self.roles]


@dataclass(frozen=True)
class DryRun:
    """What an import would do. `problems` are problems with the file as a whole."""

    lines: tuple[Line, ...] = ()
    problems: tuple[str, ...] = ()

    @property
    def can_import(self) -> bool:
        """Whether the import can run: there is at least one line, and there are no problems."""
        return bool(self.lines) and not self.problems and not any(line.problems for line in self.lines)

    @property
    def invalid_lines(self) -> list[Line]:
        """The lines that have problems."""
        return [line for line in self.lines if line.problems]


@dataclass
class _Reader:
    organization: Organization
    context: StepContext
    offices: dict[str, Office]
    seen: dict[str, int] = field(default_factory=dict)


def dry_run(organization: Organization, *, actor: Actor, text: str) -> DryRun:
    """Return what an import would do, without changing anything. Raises: Refused, if the actor may not import."""
    with transaction.atomic():
        return _read(*_allowed(organization, actor), text)


def import_people(
    organization: Organization, *, actor: Actor, text: str, now: datetime | None = None
) -> list[Invitation]:
    """Save an invitation for each line and return them. Either all lines are imported or none. Nobody is mailed.

    Raises: Refused, with one refusal per problem; each refusal about a line starts with the line's number.
    """
    with transaction.atomic():
        trial = _read(*_allowed(organization, actor), text)
        if not trial.can_import:
            problems = [*trial.problems]
            problems += [
                f"Line {line.number}: {problem}" for line in trial.invalid_lines for problem in line.problems
            ]
            raise Refused(
                [Refusal("import_line", problem) for problem in problems or ["The file holds no line."]]
            )
        return [
            prepare(
                organization,
                actor=actor,
                email=line.email,
                name=line.name,
                office=line.office,
                roles=line.roles,
                now=now,
            )
            for line in trial.lines
            if line.office is not None
        ]


def _allowed(organization: Organization, actor: Actor) -> tuple[Organization, StepContext]:
    """Return the organization, read under lock, and the context in which its invitations are checked."""
    row = snapshot.locked(organization, actor)
    return row, require(Invitation, "prepare", row, actor=actor)


def _read(organization: Organization, context: StepContext, text: str) -> DryRun:
    plain = text.removeprefix("\ufeff")
    rows = csv.reader(io.StringIO(plain, newline=""), delimiter=_separator(plain), strict=True)
    reader = _Reader(
        organization, context, {office.name.casefold(): office for office in organization.offices.all()}
    )
    lines = []
    try:
        header = [cell.strip().casefold() for cell in next(rows, [])]
        if header != list(COLUMNS):
            return DryRun(problems=(f"The first line has to read {','.join(COLUMNS)}.",))
        for row in rows:
            if len(lines) == MAX_LINES:
                return DryRun(problems=(f"A file holds at most {MAX_LINES} people. Split it.",))
            if any(cell.strip() for cell in row):
                lines.append(_line(reader, rows.line_num, row))
    except csv.Error as error:
        return DryRun(tuple(lines), (f"Line {rows.line_num} is not CSV: {error}.",))
    return DryRun(tuple(lines))


def _separator(text: str) -> str:
    """Return what separates the columns: the comma, or the semicolon or tab that a spreadsheet wrote instead."""
    header = text.split("\n", 1)[0]
    return max(",;\t", key=header.count)


def _line(reader: _Reader, number: int, row: list[str]) -> Line:
    cells = [cell.strip() for cell in row]
    if len(cells) != len(COLUMNS):
        return Line(number, cells[0], "", None, (), (f"has {len(cells)} columns instead of {len(COLUMNS)}.",))
    email, name, office_name, role_names = normal_address(cells[0]), plain_name(cells[1]), cells[2], cells[3]
    problems = []
    office = reader.offices.get(plain_name(office_name).casefold())
    if office is None:
        problems.append(f"there is no office “{office_name}”. Add it first, or correct its name.")
    roles = []
    for written in filter(None, (plain_name(part) for part in re.split("[;,]", role_names))):
        role = ROLES.get(written.casefold())
        problems += [f"there is no role “{written}”."] if role is None else []
        roles += [str(role)] if role is not None else []
    earlier = reader.seen.setdefault(mailbox(email), number)
    if earlier != number:
        problems.append(f"this mailbox stands in line {earlier} already.")
    anywhere = office or next(iter(reader.offices.values()), None)
    if anywhere is not None:
        new = drafted(reader.organization, email=email, name=name, office=anywhere, roles=roles)
        checks = creation_of(Invitation, "prepare").checks
        found = refusals(checks, reader.organization, replace(reader.context, proposed=new))
        problems += [refusal.reason for refusal in found]
    return Line(number, email, name, office, tuple(dict.fromkeys(roles)), tuple(problems))
