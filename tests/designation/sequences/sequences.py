"""Random sequences of what people and the clock do, held against the plain model after every step.

One sequence works inside a savepoint of a world that was walked to a stage, and leaves nothing behind.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import timedelta
from typing import Any, ClassVar

from django.db import transaction
from hypothesis import HealthCheck, seed, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from designation.demo.cast import PEOPLE
from tests.designation.sequences.acting import ADMINISTRATORS, QUESTIONS, RECOMMENDATION, Acting
from tests.designation.sequences.conditions import Asked
from tests.designation.sequences.moves import CLOCK, QUORUM, SHORT
from tests.designation.sequences.plain import FINAL, Thing, Window
from workflow.calendars import day_of
from workflow.ledger.export import export
from workflow.ledger.seal import seal
from workflow.ledger.verify import verify

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
MINUTES = timedelta(minutes=7)
EVALUATORS = ("eve", "eli", "abel")
GIFTS = (
    ("ravi", "approving_official"), ("abel", "evaluator"), ("petra", "approving_official"), ("rosa", "evaluator"),
    ("dora", "records_certifier"), ("cleo", "determining_official"), ("dana", "certifying_officer"),
    ("ravi", "determining_official"), ("ines", "reviewer"),
)  # fmt: skip
AT_FIRST = [
    (key, str(role))
    for key, _name, organization, _office, roles in PEOPLE
    for role in roles
    if role in {*SHORT["G"], *SHORT["D"]} and organization in ADMINISTRATORS
]
NEEDED = {("sam", "security_contact")}
"""Whoever can leave for the developer: one such person stays."""

OFTEN = st.sampled_from([True, True, True, False])


LONG = settings(
    database=None,
    deadline=None,
    print_blob=False,
    suppress_health_check=list(HealthCheck),
    max_examples=100,
    stateful_step_count=40,
)
"""One round of `make prove`: a hundred sequences."""

STEADY = settings(
    derandomize=True, database=None, deadline=None, print_blob=False, suppress_health_check=list(HealthCheck)
)
"""The same sequences in every run; how busy the machine is decides nothing."""


def run(begin: Callable[[], Acting], how: settings, *, seeded: int | None = None) -> None:
    """Run sequences that start from what `begin` returns. Raises: AssertionError, with the shortest one that fails."""
    machine = type("From", (Sequences,), {"begin": staticmethod(begin)})
    run_state_machine_as_test(machine if seeded is None else seed(seeded)(machine), settings=how)


class Sequences(RuleBasedStateMachine):
    """What may happen, in any order. `begin` returns the world at its stage."""

    begin: ClassVar[Callable[[], Acting]]
    sequences: ClassVar[int] = 0
    happened: ClassVar[int] = 0

    def __init__(self) -> None:
        super().__init__()
        self.savepoint = transaction.savepoint()
        self.acting = type(self).begin()
        self.plain = self.acting.plain
        Sequences.sequences += 1

    @invariant()
    def count(self) -> None:
        """Count what happened in all sequences."""
        Sequences.happened += 1

    # Steps ------------------------------------------------------------------------------------------------------

    @rule(data=st.data())
    def somebody_whose_step_it_is(self, data: st.DataObject) -> None:
        """Most steps are asked for by those whose they are, in a state in which they can be taken."""
        for _ in range(data.draw(st.integers(1, 3), label="times")):
            going_on = [thing for thing in self.plain.things().values() if not thing.is_over]
            thing = self._draw(data, going_on or self.plain.models.values())
            likely = {
                step: [key for key in self.plain.offices if self.plain.may(key, thing, move)]
                for step, move in thing.moves.items()
                if thing.state in move.sources and CLOCK not in move.who
            }
            steps = [step for step, keys in likely.items() if keys]
            if steps:
                step = data.draw(st.sampled_from(steps))
                self._ask(data, thing, data.draw(st.sampled_from(likely[step])), step)

    @rule(data=st.data())
    def anybody(self, data: st.DataObject) -> None:
        """Anybody asks for anything."""
        thing = self._draw(data, self.plain.things().values())
        step = data.draw(st.sampled_from([s for s, move in thing.moves.items() if CLOCK not in move.who]))
        self._ask(data, thing, data.draw(st.sampled_from(sorted(self.plain.offices))), step)

    @rule(data=st.data())
    def a_page_is_read(self, data: st.DataObject) -> None:
        """Several people see what they could do to a thing, and what they could not."""
        thing = self._draw(data, self.plain.things().values())
        parties = [key for key in self.plain.offices if self.plain.roles_for(key, thing)] or ["hope"]
        for key in data.draw(st.lists(st.sampled_from(parties), min_size=3, max_size=6)):
            self.acting.read_page(thing.name, key)
        self.acting.read_page(thing.name, data.draw(st.sampled_from(sorted(self.plain.offices))))

    @rule(data=st.data())
    def signers(self, data: st.DataObject) -> None:
        """Whoever can complete what somebody signed signs the same, or somebody takes a signature back."""
        signed = [t for t in self.plain.things().values() if any(t.signed.values())]
        if not signed:
            return
        thing = self._draw(data, signed)
        step = data.draw(st.sampled_from([step for step, signatures in thing.signed.items() if signatures]))
        one = thing.signed[step][-1]
        if data.draw(OFTEN):
            others = [
                k for k in self.plain.offices if k != one.key and self.plain.may(k, thing, thing.moves[step])
            ]
            if others:
                self._step(thing, Asked(data.draw(st.sampled_from(others)), step, one.inputs))
        else:
            self.acting.take_back(thing.name, step, data.draw(st.sampled_from([one.key, "abel", "dora"])))

    def _ask(self, data: st.DataObject, thing: Thing, key: str, step: str) -> None:
        fresh = data.draw(OFTEN) if "fresh" in thing.moves[step].conditions else True
        inputs = {} if (thing.kind, step) in QUORUM and step == "resume" else self._inputs(data, thing, step)
        self._step(thing, Asked(key, step, inputs, fresh), twice=not data.draw(OFTEN))

    def _step(self, thing: Thing, asked: Asked, *, twice: bool = False) -> None:
        self.acting.step(thing.name, asked, twice=twice)

    def _inputs(self, data: st.DataObject, thing: Thing, step: str) -> dict[str, Any]:
        if step == "submit":
            sure = data.draw(OFTEN)
            return {"certified": sure, "voluntary_notice": True}
        if step in ("accept", "reassign_lead"):
            return {"lead": data.draw(st.sampled_from(["ravi", "rosa", "ines"]))}
        if step in ("ask_clarification", "request_information"):
            return {"questions": QUESTIONS}
        if step == "recommend":
            assessed = (
                self.plain.now - data.draw(st.sampled_from([0, 0, 1, 30]), label="assessed, days ago") * DAY
            )
            return RECOMMENDATION | {"date": day_of(assessed).isoformat()}
        if step.startswith("determine"):
            return {"sharing_text": data.draw(st.sampled_from(["", "In short."]))}
        if step == "seek_reconsideration":
            return {"new_information": data.draw(st.sampled_from(["New.", "New.", ""]))}
        if step in ("propose", "revise", "counter"):
            assert isinstance(thing, Window)
            return {"terms": self._terms(data, thing)}
        if step.startswith("move_release"):
            days = data.draw(st.sampled_from([-1, 1, 6, 15, 45, 100]), label="release in days")
            wanted = self.plain.now + days * DAY + MINUTES
            later = {"public_release": wanted} if step.endswith("later") else {}
            return {"partner_release": wanted} | later
        if step in ("activate", "accept_new_terms"):
            return {"conditions": data.draw(OFTEN)}
        return (
            {"reason": data.draw(st.sampled_from(["Why.", "Why.", ""]))}
            if "reason" in thing.moves[step].conditions
            else {}
        )

    def _terms(self, data: st.DataObject, window: Window) -> dict[str, Any]:
        """Dates that mostly fit, sometimes the present terms, now and then with another agency or other words."""
        if window.terms and not data.draw(OFTEN):
            return window.terms
        opens = data.draw(st.sampled_from([2, 1, 3, 9, 16, 25, 45, 0]), label="opens in days")
        days = data.draw(st.sampled_from([3, 7, 14, 30, 31, 0]), label="lasts days")
        agencies = data.draw(st.sampled_from([("cisa", "nsa"), ("cisa", "nsa"), ("nsa",), ("cisa",)]))
        at = self.plain.now + opens * DAY + MINUTES
        return {
            "opens": at,
            "ends": at + days * DAY,
            "agencies": agencies,
            "logs": data.draw(st.sampled_from("XY")),
        }

    # Beside steps -----------------------------------------------------------------------------------------------

    @rule(data=st.data())
    def windows(self, data: st.DataObject) -> None:
        """Somebody begins a window, or names an evaluator for one."""
        windows = [w.name for request in self.plain.requests() for w in request.windows]
        if windows and data.draw(OFTEN):
            key = data.draw(st.sampled_from(["ravi", "abel", "arno", "carl", "eve"]))
            self.acting.nominate(
                data.draw(st.sampled_from(windows)), key, data.draw(st.sampled_from(EVALUATORS))
            )
        else:
            key = data.draw(st.sampled_from(["dana", "carl", "hope", "ravi"]))
            self.acting.draft(data.draw(st.sampled_from("abcd")), key)

    @precondition(lambda self: any(request.unanswered for request in self.plain.requests()))
    @rule(key=st.sampled_from(["dana", "sam", "ines"]))
    def answers(self, key: str) -> None:
        """Somebody writes what they answer, to be sent by a step."""
        for request in self.plain.requests():
            if request.unanswered:
                self.acting.write_answers(request.name, key)

    @rule(data=st.data())
    def roles(self, data: st.DataObject) -> None:
        """A role ends, or somebody gets one."""
        gifts = [(key, role) for key, role in (*GIFTS, *AT_FIRST) if role not in self.plain.roles[key]]
        held = [
            (key, role)
            for key in sorted(self.plain.offices)
            for role in sorted(self.plain.roles[key] & {*SHORT["G"], *SHORT["D"]})
            if (key, role) not in NEEDED and self.plain.offices[key][0] in ADMINISTRATORS
        ]
        if gifts and data.draw(st.booleans()):
            self.acting.give_role(*data.draw(st.sampled_from(gifts)))
        else:
            self.acting.end_role(*data.draw(st.sampled_from(held)))

    # Time -------------------------------------------------------------------------------------------------------

    @rule(hours=st.sampled_from([1, 24, 72, 24 * 8, 24 * 15, 24 * 31]))
    def time_passes(self, hours: int) -> None:
        """Nobody does anything for a while, the clock included."""
        self.plain.now += hours * HOUR

    @rule(data=st.data())
    def a_time_comes(self, data: st.DataObject) -> None:
        """It is exactly when something is due, or the last microsecond before; then, mostly, the clock is heard."""
        due = [
            (thing.name, clock.due)
            for thing in self.plain.things().values()
            for clock in thing.clocks.values()
            if clock.left is None and clock.due > self.plain.now
        ]
        if not due:
            return
        name, at = data.draw(st.sampled_from(sorted(due, key=lambda one: (one[1], one[0]))))
        self.plain.now = at if data.draw(OFTEN) else at - timedelta(microseconds=1)
        if data.draw(OFTEN):
            self.acting.strike(name)

    # The end ----------------------------------------------------------------------------------------------------

    def teardown(self) -> None:
        """The developer leaves what is left, in one step; then the record is verified as a stranger would."""
        try:
            self._leave()
            seal(self.plain.now)
            verify(export(self.acting.watch.grown(), may_open=lambda _entry: True))
        finally:
            transaction.savepoint_rollback(self.savepoint)

    def _leave(self) -> None:
        """Leave a request that is not over, another one each time. The clock may have ended it meanwhile."""
        left = [request for request in self.plain.requests() if request.state not in FINAL]
        if left:
            request = left[sum(thing.version for thing in self.plain.things().values()) % len(left)]
            assert self.acting.step(request.name, Asked("sam", "withdraw")) <= {"wrong_state"}
            assert request.state in FINAL
            assert all(window.is_over for window in request.windows)

    def _draw(self, data: st.DataObject, things: Iterable[Thing]) -> Thing:
        return self.plain.things()[data.draw(st.sampled_from([thing.name for thing in things]))]
