"""The product and the plain model, side by side: steps, the clock, and what came of them held against each other."""

from __future__ import annotations

import copy
from collections.abc import Callable
from datetime import timedelta
from typing import Any

from designation.demo import roster as demonstration
from designation.demo.world import World
from tests.designation.sequences.conditions import Asked
from tests.designation.sequences.partners import conditions, effects, promises, watching
from tests.designation.sequences.partners.plain import Roster
from tests.designation.sequences.partners.striking import strike
from workflow.errors import Refused
from workflow.guards import CLOCK, Actor
from workflow.ledger import canonical
from workflow.perform import Done, perform, take_back

READERS = ["carl", "dana", "hope", "abel", "arno", "ravi", "ira", "rhea", "rolf", "eve"]


class Comparing:
    """The product and the plain model, side by side. `rows` are the product's things by the plain model's names."""

    def __init__(self, world: World, roster: Roster, rows: dict[str, Any]) -> None:
        self.world, self.plain, self.rows = world, roster, rows
        self.looked_at: Any = None
        self.names = {str(row.pk): name for name, row in rows.items()}

    def copy(self) -> Any:
        """Return both as they are, to go on from here."""
        world = copy.copy(self.world)
        world.people = dict(self.world.people)
        return type(self)(world, copy.deepcopy(self.plain), dict(self.rows))

    def row(self, name: str) -> Any:
        """Return the product's thing, as the database has it."""
        return type(self.rows[name])._base_manager.get(pk=self.rows[name].pk)

    def logs(self) -> list[Any]:
        """The logs of everything here that has a log of its own."""
        return [row.pk for row in self.rows.values() if row.log_id == row.pk]

    def actor(self, key: str, *, fresh: bool = True) -> Actor:
        """Return somebody, or the clock, as an actor."""
        if key == "clock":
            return CLOCK
        person = self.world.people[key]
        proved = self.plain.now if fresh else self.plain.now - timedelta(minutes=31)
        return Actor(person.pk, person.name, authenticated_at=proved, authenticated_by="password")

    # Steps ------------------------------------------------------------------------------------------------------

    def step(self, name: str, asked: Asked) -> set[str]:
        """Let somebody ask for a step; the clock is heard first. Return the codes of its refusal, if it was refused."""
        thing: Any = self.plain.things()[name]
        strike(self.plain, thing, asked.step)
        wanted = conditions.why_not(self.plain, thing, asked)
        taken = not wanted and effects.take_or_sign(self.plain, thing, self._known(name, asked))
        actor = self.actor(asked.key, fresh=asked.fresh)
        inputs = self._inputs(asked.inputs)

        def ask() -> None:
            outcome = perform(self.row(name), asked.step, actor=actor, now=self.plain.now, inputs=inputs)
            assert isinstance(outcome, Done) == taken, (
                f"{outcome}, and the model says that it was {taken and 'taken'}"
            )

        codes, _none = self._compare(ask, wanted)
        self.look()
        return codes

    def _known(self, name: str, asked: Asked) -> Asked:
        if asked.step != "start_vetting":
            return asked
        return Asked(
            asked.key, asked.step, {"number_of_checks": len(self.world.policy.value("partner_checks"))}
        )

    def _inputs(self, inputs: dict[str, Any]) -> dict[str, Any]:
        if isinstance(inputs.get("conditions"), dict):
            return inputs | {"conditions": written(inputs["conditions"])}
        if "earlier_end" in inputs:
            return inputs | {"earlier_end": canonical.instant(inputs["earlier_end"])}
        return inputs

    def take_back(self, name: str, step: str, key: str) -> None:
        """Let somebody take back a signature, their own if they have one."""
        thing = self.plain.things()[name]
        given = thing.signed.get(step, [])
        thing.signed[step] = [one for one in given if one.key != key]
        mine = len(thing.signed[step]) < len(given)
        assert take_back(self.row(name), step, actor=self.actor(key), now=self.plain.now) == mine
        self.look()

    def strike(self, name: str) -> None:
        """Let the clock do what is overdue where a thing belongs."""
        strike(self.plain, self.plain.things()[name])
        self.world.now = self.plain.now
        self.world.strike(self.row(name))
        self.look()

    # Between the two --------------------------------------------------------------------------------------------

    def _born(self, name: str, row: Any) -> None:
        self.rows[name] = row
        self.names[str(row.pk)] = name

    def _created(self, wanted: set[str] | None, action: Callable[[], Any]) -> Any:
        return self._compare(action, wanted)[1]

    def _compare(self, action: Callable[[], Any], wanted: set[str] | None) -> tuple[set[str], Any]:
        """Do something; hold its outcome against the reasons that the model has against it."""
        result, codes = None, set()
        try:
            result = action()
        except Refused as refused:
            codes = set(refused.codes)
        same = bool(codes) == bool(wanted) and (codes == (wanted or set()) or wanted == {"any"})
        assert same, f"refused for {codes or 'nothing'}, the model says {wanted or 'nothing'}"
        return codes, result

    def look(self) -> None:
        """Compare everything that is there and that somebody can see, as far as it can have changed."""
        own = [key for key in self.plain.offices if self.plain.side(key) == "partner"]
        self.plain.told.clear()
        self.plain.void_signatures()
        watching.look(self.world, self.plain, self.names)
        requests = [self.rows[one.name].pk for one in self.plain.covered]
        early = any(request.early() for request in self.plain.covered)
        readable = promises.readable(requests, self.plain.now) if early else []
        watching.who_reads(self.world, self.plain, self.names, readable)
        promises.early_access_is_open_by_right(readable, self.plain.now)
        there = [(name, one.state, one.version) for name, one in self.plain.things().items()]
        if (there, own) != self.looked_at:
            self.looked_at = there, own
            turn = sum(version for _name, _state, version in there) % len(READERS)
            watching.who_sees_the_roster(
                self.world, self.plain, self.names, (READERS * 2)[turn : turn + 4] + own
            )
            promises.hold(requests)


def written(given: dict[str, Any]) -> dict[str, Any]:
    """Return the whole conditions that the plain model's stand for."""
    ends = given["ends"]
    other = {name: value for name, value in given.items() if name != "ends"}
    return demonstration.conditions(ends, **other)
