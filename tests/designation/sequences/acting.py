"""Lets people act on the product and on the plain model at once, and holds what came of it against each other."""

from __future__ import annotations

import copy
from collections.abc import Callable
from datetime import timedelta
from typing import Any

from designation.demo import world as demonstration
from designation.demo.world import World
from designation.models import Consultation, FrontierModel, Grant, Request, Window
from designation.people.actions import appointments
from designation.requests.actions import drafting as requests
from designation.windows import actions as windows
from tests.designation.sequences import expected_effects as entailing
from tests.designation.sequences import plain
from tests.designation.sequences.conditions import Asked, unmet, why_not
from tests.designation.sequences.moves import BY_ONE, SHORT
from tests.designation.sequences.plain import Plain, Thing, matter_of
from tests.designation.sequences.watching import Watch
from workflow.affordances import affordances
from workflow.errors import Refused
from workflow.guards import Actor
from workflow.perform import LATE, Done, perform, take_back

ADMINISTRATORS = {
    "developer": ("maya", "miles"), "nsa": ("nora", "neil"), "cisa": ("gwen", "glen"), "oncd": ("otto", "orla"),
}  # fmt: skip
QUESTIONS = [{"field": "evaluations", "text": "Which harness was used?"}]
RECOMMENDATION = {"outcome": "covered", "authority": "Director", "reference": "AR-1"}
WITH_MODEL = {
    Request: ("model",), Consultation: ("request__model",), Window: ("request__model",),
    Grant: ("window__request__model",), FrontierModel: (),
}  # fmt: skip


class Acting:
    """The product and the plain model, side by side. `rows` are the product's things by the plain model's names."""

    def __init__(self, world: World, model: Plain, watch: Watch, rows: dict[str, Any]) -> None:
        self.world, self.plain, self.watch, self.rows = world, model, watch, rows
        self.clauses: dict[str, dict[str, Any]] = {}
        self.forms = 0

    def copy(self) -> Acting:
        """Return both as they are, to go on from here."""
        world = copy.copy(self.world)
        other = Acting(world, copy.deepcopy(self.plain), self.watch.copy(), dict(self.rows))
        other.clauses, other.forms = self.clauses, self.forms
        return other

    # Steps ------------------------------------------------------------------------------------------------------

    def step(self, name: str, asked: Asked, *, twice: bool = False) -> set[str]:
        """Let somebody ask for a step; the clock is heard first. Return the codes of its refusal, if it was refused.

        `twice` sends the same form once more with the same key: it brings the same outcome back and does nothing.
        """
        thing = self.plain.things()[name]
        version = thing.version
        entailing.strike(self.plain, thing, asked.step)
        wanted = why_not(self.plain, thing, asked)
        if wanted and thing.version != version and self.plain.may(asked.key, thing, thing.moves[asked.step]):
            self.plain.tell(thing, LATE, asked.key)
        taken = not wanted and entailing.take_or_sign(self.plain, thing, asked)
        self.forms += 1
        key = f"form {self.forms}" if twice else None
        codes = self._perform(name, asked, taken, key)
        assert bool(codes) == bool(wanted), (
            f"refused for {codes or 'nothing'}, the model says {wanted or 'nothing'}"
        )
        assert codes <= wanted, f"refused for {codes}, the model says {wanted}"
        if twice and not wanted:
            assert self._perform(name, asked, taken, key) == set()
        self._look()
        return codes

    def _perform(self, name: str, asked: Asked, taken: bool, key: str | None) -> set[str]:
        inputs = asked.inputs
        if "terms" in inputs:
            inputs = inputs | {"terms": self._terms(name, inputs["terms"])}
        if "lead" in inputs:
            inputs = inputs | {"lead": str(self.world.people[inputs["lead"]].pk)}
        actor = self._actor(asked.key, fresh=asked.fresh)
        try:
            outcome = perform(
                self.row(name), asked.step, actor=actor, now=self.plain.now, inputs=inputs, key=key
            )
        except Refused as refused:
            return set(refused.codes)
        assert isinstance(outcome, Done) == taken, (
            f"{outcome}, and the model says that it was {taken and 'taken'}"
        )
        return set()

    def read_page(self, name: str, key: str) -> None:
        """Let somebody see which steps are theirs now, and whether anything stands against them but what they type."""
        thing, actor = self.plain.things()[name], self._actor(key)
        page = self.row(name)
        offers = affordances(type(page).with_roles(actor.id).get(pk=page.pk), actor, now=self.plain.now)
        seen = {one.step.name: bool(one.refusals) for one in offers}
        wanted = {
            step: bool(unmet(self.plain, thing, Asked(key, step), typed=False))
            for step, move in thing.moves.items()
            if thing.state in move.sources and self.plain.may(key, thing, move)
        }
        offered = {step: refused for step, refused in seen.items() if step in thing.moves}
        assert offered == wanted, f"{key} is offered {offered} (True: refused), the model says {wanted}"

    def strike(self, name: str) -> None:
        """Let the clock do what is overdue where a thing belongs."""
        entailing.strike(self.plain, self.plain.things()[name])
        self.world.now = self.plain.now
        self.world.strike(self.row(name))
        self._look()

    def take_back(self, name: str, step: str, key: str) -> None:
        """Let somebody take back a signature, their own if they have one."""
        thing = self.plain.things()[name]
        mine = [one for one in thing.signed.get(step, []) if one.key == key]
        thing.signed[step] = [one for one in thing.signed.get(step, []) if one.key != key]
        if mine:
            self.plain.tell(thing, f"{thing.moves[step].event}.taken_back", key)
        assert take_back(self.row(name), step, actor=self._actor(key), now=self.plain.now) == bool(mine)
        self._look()

    # What people do beside steps --------------------------------------------------------------------------------

    def draft(self, name: str, key: str) -> str:
        """Let somebody begin a window; returns its name, or nothing where they may not."""
        request = self.plain.things()[name]
        assert isinstance(request, plain.Request)
        may = set(SHORT["D"]) & self.plain.roles_for(key, request)
        can = request.is_live and request.outcome == "covered"
        row = self._do(
            bool(may and can),
            lambda: windows.draft(self.row(name), actor=self._actor(key), now=self.plain.now),
        )
        if row is not None and str(row.pk) in self.watch.names:
            taken_up = self.watch.names[str(row.pk)]
            assert self.plain.things()[taken_up].state == "draft"  # nobody had written anything yet
            self._look()
            return taken_up
        if row is not None:
            window = plain.Window(f"{name}.{len(request.windows) + 1}", "draft", request=request)
            request.windows.append(window)
            self.watch.add(row.log_id)
            self._born(window, row, "window.created", key)
            self.plain.tell(window, "window.log_opened", key)
        self._look()
        return "" if row is None else f"{name}.{len(request.windows)}"

    def nominate(self, name: str, key: str, person: str) -> None:
        """Let somebody name an evaluator."""
        window = self.plain.things()[name]
        assert isinstance(window, plain.Window)
        in_force = window.state in (*SHORT["unopened"], *SHORT["live"])
        involved = {one for other in window.request.windows for one in other.wrote | other.signers}
        allowed = (
            bool({"reviewer", "approving_official"} & self.plain.roles_for(key, window))
            and in_force
            and (window.ends is None or self.plain.now < window.ends)
            and self.plain.is_evaluator(person, window)
            and not any(grant.person == person and grant.state != "ended" for grant in window.grants)
            and person not in involved
            and person != key
        )
        named = self.world.people[person]
        row = self._do(
            allowed,
            lambda: windows.nominate(
                self.row(name), actor=self._actor(key), person=named, now=self.plain.now
            ),
        )
        if row is not None:
            grant = plain.Grant(
                f"{name}.{person}.{len(window.grants)}", "nominated", window=window, person=person
            )
            window.grants.append(grant)
            self._born(grant, row, "grant.nominated", key)
        self._look()

    def write_answers(self, name: str, key: str) -> None:
        """Let somebody write the answers to what was asked."""
        request = self.plain.things()[name]
        assert isinstance(request, plain.Request)
        may = set(SHORT["D"]) & self.plain.roles_for(key, request) and request.state in SHORT["answering"]
        for question in self.row(name).open_questions().select_related("request"):
            write = lambda: requests.save_question(question, actor=self._actor(key), answer="So.") or True  # noqa: E731, B023
            if self._do(bool(may), write):
                request.unanswered = False
        self._look()

    # Roles ------------------------------------------------------------------------------------------------------

    def end_role(self, key: str, role: str) -> None:
        """Let an administrator end a role."""
        held = self.world.people[key].appointments.get(role=role, state="active")
        appointments.end(held, actor=self._actor(self._administrators(key)[0]), now=self.plain.now)
        self.plain.roles[key].discard(role)
        for signature in self.plain.signatures():
            if signature.key == key:
                signature.roles = signature.roles - {role}
        for request in self.plain.requests() if role == "evaluator" else []:
            for grant in request.grants():
                grant.stands = grant.stands and grant.person != key
        self._look()

    def give_role(self, key: str, role: str) -> None:
        """Let one or two administrators give a role."""
        first, second = self._administrators(key)
        outcome = appointments.propose(
            self.world.people[key], actor=self._actor(first), role=role, now=self.plain.now
        )
        assert isinstance(outcome, Done) == (role in BY_ONE)
        if role not in BY_ONE:
            appointments.sign(outcome.subject, actor=self._actor(second), now=self.plain.now)
        self.plain.roles[key].add(role)
        self._look()

    def _administrators(self, key: str) -> tuple[str, str]:
        return ADMINISTRATORS[self.plain.offices[key][0]]

    # Between the two --------------------------------------------------------------------------------------------

    def row(self, name: str) -> Any:
        """Return the product's thing, as somebody's page holds it."""
        if name not in self.rows:
            machine: Any = {"?": Consultation}[name[-2]]
            found = {known: key for key, known in self.watch.names.items()}[name]
            self.rows[name] = machine._base_manager.select_related(*WITH_MODEL[machine]).get(pk=found)
        return copy.copy(self.rows[name])

    def _look(self) -> None:
        """Let signatures on what changed count no longer, then compare."""
        self.plain.void_signatures()
        self.watch.look(self.plain)

    def _born(self, thing: Thing, row: Any, event: str, by: str) -> None:
        machine: Any = type(row)
        self.rows[thing.name] = machine._base_manager.select_related(*WITH_MODEL[machine]).get(pk=row.pk)
        self.watch.names[str(row.pk)] = thing.name
        self.plain.tell(thing, event, by)

    def _do(self, allowed: bool, action: Callable[[], Any]) -> Any:
        result, codes = None, ()
        try:
            result = action()
        except Refused as refused:
            codes = refused.codes
        assert bool(codes) != allowed, (
            f"refused for {codes or 'nothing'}, the model says {allowed and 'nothing'}"
        )
        return result

    def _actor(self, key: str, *, fresh: bool = True) -> Actor:
        person = self.world.people[key]
        proved = self.plain.now if fresh else self.plain.now - timedelta(minutes=31)
        return Actor(person.pk, person.name, authenticated_at=proved, authenticated_by="password")

    def _terms(self, name: str, terms: dict[str, Any]) -> dict[str, Any]:
        """Return the whole terms sheet that the plain model's dates, agencies and words stand for."""
        model = matter_of(self.plain.things()[name]).model.name
        if model not in self.clauses:
            whole = demonstration.terms(self.world, self.row(name), opens=self.plain.now, ends=self.plain.now)
            self.clauses[model] = whole
        agencies = [str(self.world.organizations[key].pk) for key in terms["agencies"]]
        dates = {"opens_at": terms["opens"].isoformat(), "ends_at": terms["ends"].isoformat()}
        return self.clauses[model] | dates | {"agencies": agencies, "logs": terms["logs"]}
