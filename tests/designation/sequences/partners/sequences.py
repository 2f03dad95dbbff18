"""Random sequences of what people do on the roster, held against the plain model after every step."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from hypothesis import seed, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    precondition,
    rule,
    run_state_machine_as_test,
)

from designation.demo import roster as demonstration
from tests.designation.sequences.conditions import Asked
from tests.designation.sequences.moves import CLOCK
from tests.designation.sequences.partners.acting import FACTS, Acting
from tests.designation.sequences.partners.drawing import inputs, people_of, some_conditions
from tests.designation.sequences.partners.machine import Machine
from tests.designation.sequences.partners.things import (
    OVER,
    Board,
    Covered,
    EarlyAccess,
    Named,
    Partner,
    Selection,
)
from tests.designation.sequences.sequences import DAY, MINUTES, OFTEN


def run(begin: Callable[[], Acting], how: settings, *, seeded: int | None = None) -> None:
    """Run sequences that start from what `begin` returns. Raises: AssertionError, with the shortest one that fails."""
    machine = type("From", (Sequences,), {"begin": staticmethod(begin)})
    run_state_machine_as_test(machine if seeded is None else seed(seeded)(machine), settings=how)


class Sequences(Machine):
    """What people do, in any order."""

    # Steps ------------------------------------------------------------------------------------------------------

    @rule(data=st.data())
    def somebody_whose_step_it_is(self, data: st.DataObject) -> None:
        """Most steps are asked for by those whose they are, in a state in which they can be taken."""
        for _ in range(data.draw(st.integers(1, 3), label="times")):
            kinds = (Partner, Selection, EarlyAccess, Named) if data.draw(OFTEN) else (Covered, Board)
            going_on = [
                name
                for name, thing in self.plain.things().items()
                if not thing.is_over and isinstance(thing, kinds)
            ]
            thing = self._thing(data, going_on or self.plain.things())
            likely = {
                step: [key for key in self._everybody() if self.plain.may(key, thing, move)]
                for step, move in thing.moves.items()
                if thing.state in move.sources and (CLOCK not in move.who or step == "note_answers")
            }
            steps = [step for step, keys in likely.items() if keys or step == "note_answers"]
            if steps:
                step = data.draw(st.sampled_from(steps))
                self._ask(data, thing, data.draw(st.sampled_from(likely[step] or [CLOCK])), step)

    @rule(data=st.data())
    def anybody(self, data: st.DataObject) -> None:
        """Anybody asks for anything."""
        thing = self._thing(data, self.plain.things())
        step = data.draw(st.sampled_from([s for s, move in thing.moves.items() if CLOCK not in move.who]))
        self._ask(data, thing, data.draw(st.sampled_from(self._everybody())), step)

    @precondition(lambda self: any(any(one.signed.values()) for one in self.plain.things().values()))
    @rule(data=st.data())
    def signers(self, data: st.DataObject) -> None:
        """Whoever can complete what somebody signed signs the same, or somebody takes a signature back."""
        signed = [name for name, thing in self.plain.things().items() if any(thing.signed.values())]
        thing = self._thing(data, signed)
        step = data.draw(st.sampled_from([step for step, given in thing.signed.items() if given]))
        one = thing.signed[step][-1]
        others = [
            k for k in self._everybody() if k != one.key and self.plain.may(k, thing, thing.moves[step])
        ]
        if others and data.draw(OFTEN):
            self.acting.step(thing.name, Asked(data.draw(st.sampled_from(others)), step, one.inputs))
        else:
            self.acting.take_back(thing.name, step, data.draw(st.sampled_from([one.key, "rolf", "dana"])))

    def _ask(self, data: st.DataObject, thing: Any, key: str, step: str) -> None:
        fresh = data.draw(OFTEN) if "fresh" in thing.moves[step].conditions else True
        asked = Asked(key, step, inputs(self.plain, data, thing, step), fresh)
        if step == "agree":
            self.acting.agree(thing.name, asked)
        else:
            self.acting.step(thing.name, asked)

    # The roster -------------------------------------------------------------------------------------------------

    @rule(data=st.data())
    def nominates(self, data: st.DataObject) -> None:
        """Somebody nominates an organization, perhaps with a sponsor."""
        key = data.draw(st.sampled_from(["carl", "abel", "hope", "rhea", "petra", *self._everybody()]))
        sponsors = ["", "", *(one.name for one in self.plain.partners)]
        self.acting.nominate(
            data.draw(st.sampled_from(sorted(FACTS))),
            key,
            sponsor=data.draw(st.sampled_from(sponsors)),
            other_contact=data.draw(st.booleans()),
        )

    @precondition(lambda self: any(one.state in ("vetting", "asked") for one in self.plain.partners))
    @rule(data=st.data())
    def vets(self, data: st.DataObject) -> None:
        """The contact answers what is asked, and everything left is found to be met."""
        vetted = [one for one in self.plain.partners if one.state in ("vetting", "asked")]
        partner: Any = self._thing(data, [one.name for one in vetted])
        if not partner.answers or partner.state == "asked":
            self._step(partner, CLOCK, "note_answers", answers=demonstration.ANSWERS)
        for place in range(len(partner.checks)):
            if partner.checks[place][0] != "met" and partner.state in ("vetting", "asked"):
                key = data.draw(st.sampled_from(["rhea", "rolf"]))
                self._step(
                    partner, key, "record_check", check=str(place), check_outcome="met", note="Called."
                )

    @rule(data=st.data())
    def two_administrators(self, data: st.DataObject) -> None:
        """Two roster administrators decide together about a partner."""
        found = [
            (one.name, step)
            for one in self.plain.partners
            for step in ("activate", "decline", "lift", "remove")
            if one.state in one.moves[step].sources
        ]
        if not found:
            return
        hopeful = [(name, step) for name, step in found if step in ("activate", "lift")]
        wanted = hopeful if hopeful and data.draw(OFTEN) else found
        name, step = data.draw(st.sampled_from(sorted(wanted)))
        inputs = {"reason": "Together."} if step in ("decline", "remove") else {}
        for key in data.draw(st.permutations(["rhea", "rolf", "cora", "petra"]))[:2]:
            self._step(self.plain.things()[name], key, step, **inputs)

    @rule(data=st.data())
    def contacts(self, data: st.DataObject) -> None:
        """The contact accepts an invitation, or asks that other people decide."""
        invited = [one.name for one in self.plain.partners if one.organization]
        if invited and data.draw(OFTEN):
            self.acting.join(data.draw(st.sampled_from(sorted(invited))))
        elif self.plain.partners:
            gone = [one.name for one in self.plain.partners if one.state == "declined"]
            everyone = [one.name for one in self.plain.partners]
            self.acting.reconsider(data.draw(st.sampled_from(gone or everyone)))

    @precondition(lambda self: any(one.ends_what_it_has for one in self.plain.partners))
    @rule()
    def workers(self) -> None:
        """The workers end what partners have that left or were removed."""
        self.acting.workers_run()

    # Selections -------------------------------------------------------------------------------------------------

    @rule(data=st.data())
    def proposes(self, data: st.DataObject) -> None:
        """Somebody proposes a partner for a request."""
        if not self.plain.partners:
            return
        request: Any = self._thing(data, ["a", "b"])
        likely = [one.name for one in self.plain.partners if one.state in ("vetting", "active")]
        partner = self._thing(data, likely or [one.name for one in self.plain.partners])
        key = data.draw(st.sampled_from(["carl", "abel", "arno", *self._everybody()]))
        asked = Asked(key, "propose", {"conditions": some_conditions(self.plain, data, request)})
        self.acting.propose(request.name, partner.name, asked)

    @precondition(lambda self: any(one.state not in OVER for one in self.plain.selections()))
    @rule(data=st.data())
    def goes_on(self, data: st.DataObject) -> None:
        """Whoever is next in a selection does what comes next."""
        going_on = [one.name for one in self.plain.selections() if one.state not in OVER]
        for name in data.draw(st.lists(st.sampled_from(going_on), min_size=1, max_size=3), label="which"):
            self._goes_on(self.plain.things()[name], own_side=not data.draw(OFTEN))

    def _goes_on(self, one: Any, *, own_side: bool) -> None:
        if one.state == "proposed":
            answers = "abel" if (one.side == "developer") != own_side else "carl"
            self._step(one, answers, "concur")
        elif one.state == "invited":
            asked = {"people": people_of(self.plain, one.partner)[-1:], "accepted": True}
            keys = [key for key in self._everybody() if self.plain.may(key, one, one.moves["agree"])]
            self.acting.agree(one.name, Asked(keys[0] if keys else "eve", "agree", asked))
        elif one.early:
            for named in one.early.named:
                step = {"nominated": "concur", "concurred": "activate"}.get(named.state)
                if step:
                    key = "carl" if step == "concur" else named.person
                    self._step(named, key, step, **({"conditions": True} if step == "activate" else {}))

    @precondition(lambda self: any(request.early() for request in self.plain.covered))
    @rule(data=st.data())
    def names_people(self, data: st.DataObject) -> None:
        """Somebody names one more person for an early access."""
        early = [name for name, thing in self.plain.things().items() if isinstance(thing, EarlyAccess)]
        one: Any = self._thing(data, early)
        own = people_of(self.plain, one.selection.partner)
        key = data.draw(st.sampled_from([*own, "ravi", "abel"]))
        self.acting.name_person(one.name, key, data.draw(st.sampled_from([*own, "eve"])))

    @rule(data=st.data())
    def release(self, data: st.DataObject) -> None:
        """The planned release to partners moves."""
        days = data.draw(st.sampled_from([-1, 1, 5, 15, 40]), label="release in days")
        key = data.draw(st.sampled_from(["carl", "carl", "dana", "abel"]))
        request = data.draw(st.sampled_from(["a", "b"]))
        self.acting.move_release(request, key, self.plain.now + days * DAY + MINUTES)

    @precondition(
        lambda self: any(one.state == "covered" and not one.reconsidered for one in self.plain.covered)
    )
    @rule(data=st.data())
    def not_covered_after_all(self, data: st.DataObject) -> None:
        """The government determines that a model is not covered, now and then."""
        if not data.draw(OFTEN):
            self.acting.determine_anew(data.draw(st.sampled_from(["a", "b"])))
