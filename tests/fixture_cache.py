"""A test's stay in a database: whatever it does there is undone, and where others have walked to it need not walk.

A test works in its own process's copy of a kept database, inside a transaction that is rolled back, so what it begins
with costs it nothing. A walk that it goes before it has done anything else is gone once, and kept as well (`walked`).
"""

from __future__ import annotations

import copy
import pickle
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import connections, transaction

import tests.database_templates
from tests.database_templates import Kept, Shelf

SELDOM = 2
"""So often a process goes a walk before it pays to keep it."""


@dataclass
class Stay:
    """A test's stay in the copy of a kept database: by which walks it came there (`name`), when, and what it found.

    Without an instant it is nowhere in particular, and every walk is its own.
    """

    shelf: Shelf
    kept: Kept
    name: str
    now: datetime | None = None
    found: Any = None
    _before: tuple[Any, str] = field(init=False)
    _transaction: Any = field(init=False)

    def begin(self) -> None:
        """Let Django work there."""
        connection, name = self.shelf.connection_to(self.kept)
        self._before = connections["default"], connection.settings_dict["NAME"]
        connections["default"], connection.settings_dict["NAME"] = connection, name
        self._transaction = transaction.atomic()
        self._transaction.__enter__()

    def end(self) -> None:
        """Undo everything, and let Django work where it did before."""
        transaction.set_rollback(True)
        self._transaction.__exit__(None, None, None)
        connections["default"], connections["default"].settings_dict["NAME"] = self._before

    def is_as_found(self, world: Any, given: tuple[Any, ...]) -> bool:
        """Whether nothing was done here yet, and what is given is what was found here."""
        connection = connections["default"]
        if world.now != self.now or any(one is not self.found for one in given):
            return False
        if connection.savepoint_ids or connection.run_on_commit or connection.execute_wrappers:
            return False
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_current_xact_id_if_assigned() IS NULL")
            return bool(cursor.fetchone()[0])


_stay: Stay | None = None
_walks: Counter[str] = Counter()


@contextmanager
def inside(shelf: Shelf, kept: Kept) -> Iterator[Any]:
    """Work in a copy, inside a transaction that leaves nothing behind; yields a copy of what was made in it."""
    global _stay
    made = pickle.loads(kept.made)
    with shelf.blocker.unblock():
        _stay = Stay(shelf, kept, name=kept.database)
        _stay.begin()
        try:
            yield made
        finally:
            ending, _stay = _stay, None
            ending.end()


def came_at(world: Any, how: str) -> None:
    """Say that the world's instant is what a test begins with: others come to theirs in the same way."""
    if _stay is not None and not tests.database_templates.under_change:
        _stay.name, _stay.now = f"{_stay.name} {how}", world.now


def walked(world: Any, name: str, walk: Callable[..., Any], *given: Any) -> Any:
    """Return what a walk returns, in a database where it was gone already, if the test has done nothing before it.

    `walk` takes the world and what is given; both are then as it leaves them. The name says all that the walk
    depends on. The world's instant is then that of the walk, unless its own is later.
    """
    stay = _stay
    if stay is None or not stay.is_as_found(world, given) or _is_seldom(f"{stay.name} {name}"):
        return walk(world, *given)

    def make() -> Any:
        global _stay
        _stay, others = None, copy.deepcopy((world, *given))
        try:
            result = walk(*others)
        finally:
            _stay = stay
        return others[0].now, others[1:], result

    stay.name = f"{stay.name} {name}"
    kept = stay.shelf.kept(stay.name, make, of=stay.kept)
    stay.end()
    stay.kept = kept
    stay.begin()
    now, others, stay.found = pickle.loads(kept.made)
    for one, other in zip(given, others, strict=True):
        vars(one).update(vars(other))
    world.now = stay.now = max(world.now, now)
    return stay.found


def _is_seldom(walk: str) -> bool:
    """Whether this process has gone a walk so seldom that to go it costs less than a database."""
    _walks[walk] += 1
    return _walks[walk] <= SELDOM
