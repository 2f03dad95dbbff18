"""Types of the things that packages declare for desks, notices and tabs. `declarations` collects them."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, NamedTuple

from django.db.models import Q, QuerySet

from workflow.mail import Message
from workflow.models import Stateful


@dataclass(frozen=True)
class Notice:
    """A message template for one audience of one event (`templates/notifications`)."""

    event: str
    audience: str
    template: str


Audience = frozenset[str] | Callable[[Message], Q]
"""The recipients: the matter's parties who hold one of these roles, or the people who match a condition now."""


class Recipient(NamedTuple):
    """A person who gets a mail: the address, the name, and the link in the mail."""

    id: uuid.UUID
    address: str
    name: str
    link: str


Recipients = Callable[[Message], Iterator[Recipient]]
"""Returns the recipients of a message, for audiences that are not parties to a matter."""


class Kind(StrEnum):
    """How a line of the desk concerns its reader."""

    DUTY = "duty"
    NEXT = "next"
    UNDER_WAY = "under_way"


@dataclass(frozen=True)
class Duty:
    """A task: in these states, someone with one of these roles in the matter must act.

    A duty is narrower than a permission. Many people may be allowed to take a step, but only these people
    have the task. If `whose` is set, the row's field of that name must hold the person; if `except_whose` is set,
    that field must not hold them. `where` is a further condition on the row. `page` is the URL name of the page
    where the task is done, and `button` is the label of the link to it. `what` may be a function of the row.

    Of the kind NEXT, a task is a step that is open to these people and that nobody has to take. Of the kind
    UNDER_WAY, it is no task: something is going on that these people may watch. `progress(row)` then returns how
    much of it is done and how much there is, if that is known. `clock` says what the row's next deadline is to the
    reader ("Due", "Closes"); without it, the deadline is not shown.
    """

    states: tuple[str, ...]
    roles: frozenset[str]
    what: str | Callable[[Any], str]
    button: str
    page: str
    whose: str = ""
    except_whose: str = ""
    where: Q = field(default_factory=Q)
    kind: Kind = Kind.DUTY
    clock: str = "Due"
    progress: Callable[[Any], tuple[int, int] | None] | None = None

    def in_words(self, row: Any) -> str:
        """Return what is to be done about a row."""
        return self.what(row) if callable(self.what) else self.what


@dataclass(frozen=True)
class TaskSource:
    """The rows of one lifecycle that can be tasks on the desk.

    `model` is the lifecycle's model. `rows(reader)` returns the rows that the reader may know of; with
    `in_matters`, only those in the reader's matters count. `waits_for` maps states to the people whom
    everyone else waits for. States in `untimed` have no deadline. A source is `rare` if few people ever have a
    row in it: it is read only for people who have one. `describe(row, duty)` returns the words for the matter and
    the URL of the page.

    A later package adds duties to the source of an earlier one with `MORE_DUTIES`, pairs of the source's name and
    a duty. They take no query of their own. If several duties concern one row, the first one counts.
    """

    name: str
    model: type[Stateful]
    rows: Callable[[Any], QuerySet[Any]]
    duties: tuple[Duty, ...]
    describe: Callable[[Any, Duty | None], tuple[str, str]]
    waits_for: Mapping[str, str] = field(default_factory=dict)
    untimed: frozenset[str] = frozenset()
    in_matters: bool = True
    rare: bool = False

    @property
    def states(self) -> frozenset[str]:
        """The states in which a row is somebody's task."""
        return frozenset(state for duty in self.duties for state in duty.states)

    @property
    def roles(self) -> frozenset[str]:
        """The roles for which a row can be a task."""
        return frozenset(str(role) for duty in self.duties for role in duty.roles)


@dataclass(frozen=True)
class Need:
    """Something that a site needs before a developer can submit an application.

    The people who can fix it hold `role` on `side`, and in `organization` if that is set. `by` names them. `url` is
    the page where they fix it, and `button` the label of the link to it. `note` says what is missing.
    """

    what: str
    is_met: bool
    side: str
    role: str
    by: str
    url: str
    button: str
    organization: uuid.UUID | None = None
    note: str = ""

    def is_for(self, side: str, held: Mapping[str, uuid.UUID]) -> bool:
        """Return whether a person with these roles can fix it. `held` names the organization of each role."""
        elsewhere = self.organization is not None and held.get(self.role) != self.organization
        return self.side == side and self.role in held and not elsewhere


@dataclass(frozen=True)
class MenuItem:
    """An entry of the menu: label, URL name and position. The page's own declaration says who sees the entry."""

    label: str
    url_name: str
    place: int


@dataclass(frozen=True)
class Tab:
    """A tab of a matter's pages: label, URL name, position, and a function that says whether a reader may open it."""

    label: str
    url_name: str
    place: int
    is_shown: Callable[[Any], bool]
