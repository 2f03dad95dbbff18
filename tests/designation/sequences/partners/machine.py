"""One random sequence: it begins at a stage, time passes, and at the end its record is verified."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any, ClassVar

from django.db import transaction
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    invariant,
    rule,
)

from tests.designation.sequences.conditions import Asked
from tests.designation.sequences.partners.acting import Acting
from tests.designation.sequences.sequences import DAY, HOUR, OFTEN
from workflow.ledger.export import export
from workflow.ledger.seal import seal
from workflow.ledger.verify import verify

PEOPLE = [
    "carl", "dana", "sam", "hope", "abel", "vera", "arno", "ravi", "ines", "ira", "rhea", "rolf", "cora", "petra",
    "eve", "maya",
]  # fmt: skip


class Machine(RuleBasedStateMachine):
    """What begins, goes on and ends in the same way in every sequence. `begin` returns the world at its stage."""

    begin: ClassVar[Callable[[], Acting]]
    sequences: ClassVar[int] = 0
    happened: ClassVar[int] = 0

    def __init__(self) -> None:
        super().__init__()
        self.savepoint = transaction.savepoint()
        self.acting = type(self).begin()
        Machine.sequences += 1

    @property
    def plain(self) -> Any:
        """The plain model as it is now."""
        return self.acting.plain

    @invariant()
    def count(self) -> None:
        """Count what happened in all sequences."""
        Machine.happened += 1

    # Time -------------------------------------------------------------------------------------------------------

    @rule(hours=st.sampled_from([1, 1, 24, 24, 72, 24 * 8]), years=st.sampled_from([*[0] * 19, 1]))
    def time_passes(self, hours: int, years: int) -> None:
        """Nobody does anything for a while, the clock included."""
        self.plain.now += hours * HOUR + years * 366 * DAY
        self.acting.look()

    @rule(data=st.data())
    def a_time_comes(self, data: st.DataObject) -> None:
        """It is exactly when one of the next times comes, or the last microsecond before; then the clock is heard."""
        due = [
            (thing.name, clock.due)
            for thing in self.plain.things().values()
            for clock in thing.clocks.values()
            if clock.left is None and clock.due > self.plain.now
        ]
        if not due:
            return
        name, at = data.draw(st.sampled_from(sorted(due, key=lambda one: (one[1], one[0]))[:3]))
        self.plain.now = at if data.draw(OFTEN) else at - timedelta(microseconds=1)
        self.acting.look()
        if data.draw(OFTEN):
            self.acting.strike(name)

    @rule(data=st.data())
    def the_clock_is_heard(self, data: st.DataObject) -> None:
        """The clock does what is overdue somewhere."""
        self.acting.strike(self._thing(data, self.plain.things()).name)

    # The end ----------------------------------------------------------------------------------------------------

    def teardown(self) -> None:
        """The record is verified as a stranger would."""
        try:
            seal(self.plain.now)
            verify(export(self.acting.logs(), may_open=lambda _entry: True))
        finally:
            transaction.savepoint_rollback(self.savepoint)

    # Helpers ----------------------------------------------------------------------------------------------------

    def _step(self, thing: Any, key: str, step: str, **inputs: Any) -> None:
        self.acting.step(thing.name, Asked(key, step, inputs))

    def _everybody(self) -> list[str]:
        return [*PEOPLE, *(key for key in self.plain.offices if self.plain.side(key) == "partner")]

    def _thing(self, data: st.DataObject, names: Any) -> Any:
        return self.plain.things()[data.draw(st.sampled_from(list(names)))]
