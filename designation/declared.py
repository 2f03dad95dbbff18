"""The kinds of things that packages declare for desks, notices and tabs, and that `declarations` collects."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from django.db.models import Q, QuerySet

from workflow.models import Message, Stateful


@dataclass(frozen=True)
class Notice:
    """This audience learns of this event by this template (`templates/notifications`)."""

    event: str
    audience: str
    template: str


Audience = frozenset[str] | Callable[[Message], Q]
"""Who is told: the matter's parties in these roles, or the people who fit a condition at this moment."""


class Recipient(NamedTuple):
    """Who gets a mail, at which address and under which name, with which link in it."""

    id: uuid.UUID
    address: str
    name: str
    link: str


Recipients = Callable[[Message], Iterator[Recipient]]
"""For audiences that are not parties to a matter: who gets the mails of a message."""


@dataclass(frozen=True)
class Duty:
    """In these states, somebody with one of these roles in the matter has to act.

    A duty is narrower than a right: many may take a step, and these are the people whose task it is. `whose` names the
    field that has to hold the person themselves; `where` is a further condition on the row. `page` is the name of the
    address where it is done, which `button` leads to.
    """

    states: tuple[str, ...]
    roles: frozenset[str]
    what: str
    button: str
    page: str
    whose: str = ""
    where: Q = field(default_factory=Q)


@dataclass(frozen=True)
class TaskSource:
    """Rows of one lifecycle that may be somebody's task, for the desk.

    `model` is the lifecycle's. `rows(reader)` are those that the reader may know of at all; with `in_matters` only
    those of the reader's matters count. `waits_for` says by state whom everybody else waits for; states in `untimed`
    have no deadline. `describe(row, duty)` gives the words for the matter and the address of the page.
    """

    name: str
    model: type[Stateful]
    rows: Callable[[Any], QuerySet[Any]]
    duties: tuple[Duty, ...]
    describe: Callable[[Any, Duty | None], tuple[str, str]]
    waits_for: Mapping[str, str] = field(default_factory=dict)
    untimed: frozenset[str] = frozenset()
    in_matters: bool = True


@dataclass(frozen=True)
class MenuItem:
    """One entry of the menu: label, name of the address, place in the row, and the roles that may open it.

    `roles` is None where everybody who is signed in may.
    """

    label: str
    url_name: str
    place: int
    roles: frozenset[str] | None


@dataclass(frozen=True)
class Tab:
    """One tab of a matter's pages: label, name of the address, place in the row, and whether a reader may open it."""

    label: str
    url_name: str
    place: int
    is_shown: Callable[[Any], bool]
