"""A plain model of the framework: what people, requests and windows are, and who sees what. No database, no steps.

`expected_effects.py` moves it on and `conditions.py` says no. What it keeps is only what the promises speak of.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from tests.designation.sequences.moves import COUNT_AS, SHORT, TABLES, Move
from workflow import calendars

THIRTY_DAYS = timedelta(days=30)
SIGNATURE_LASTS = timedelta(days=14)
DAYS = {
    "completeness": 5,
    "determination": 20,
    "answer": 10,
    "consultation": 7,
    "conclusion": 180,
    "disposition": 10,
}
CALENDAR = {"conclusion", "disposition"}
FINAL = {"closed", "concluded", "withdrawn"}
DATED = ("scheduled", "open", "suspended", "closed", "destroying")
LEAD_AGENCY = "nsa"
CONSULTED = {"Cybersecurity Division": "cisa", "Technology Security": "oncd"}


@dataclass
class Clock:
    """A running clock, or (with `left`, whole business days) one that stands still."""

    due: datetime
    left: int | None = None


@dataclass
class Signature:
    """Who signed what, when, and in which roles. `about` is the state and the content of the thing at that time."""

    key: str
    inputs: dict[str, Any]
    at: datetime
    roles: set[str]
    about: tuple[Any, ...]


@dataclass(eq=False)
class Thing:
    """Whatever has a state. `name` is how sequences call it."""

    name: str
    state: str
    version: int = 0
    clocks: dict[str, Clock] = field(default_factory=dict)
    signed: dict[str, list[Signature]] = field(default_factory=dict)

    @property
    def kind(self) -> str:
        """The name of its machine."""
        return type(self).__name__

    @property
    def moves(self) -> dict[str, Move]:
        """Its table."""
        return TABLES[self.kind]

    @property
    def is_over(self) -> bool:
        """Whether no step leads on."""
        return not any(
            self.state in move.sources and move.to not in ("", self.state) for move in self.moves.values()
        )


@dataclass(eq=False)
class FrontierModel(Thing):
    """One registration of a model; all registrations of a family share the thirty days of the first."""

    release: datetime | None = None
    public: datetime | None = None
    first: FrontierModel | None = None
    opened_at: datetime | None = None
    requests: list[Request] = field(default_factory=list)
    copies: list[FrontierModel] = field(default_factory=list)

    @property
    def original(self) -> FrontierModel:
        """The first registration."""
        return self.first or self

    def family(self) -> Iterator[Request]:
        """Every request about the same model."""
        for registration in (self.original, *self.original.copies):
            yield from registration.requests

    def windows(self) -> list[Window]:
        """Every window of the same model."""
        return [window for request in self.family() for window in request.windows]


@dataclass(eq=False)
class Request(Thing):
    """One request, which is a matter of its own."""

    model: FrontierModel = None
    variants: str = ""
    plan: datetime | None = None
    submitted_at: datetime | None = None
    outcome: str = ""
    reconsidered: bool = False
    lead: str = ""
    former_lead: str = ""
    recommended_by: str = ""
    rounds: int = 0
    extensions: int = 0
    more_rounds: bool = False
    unanswered: bool = False
    lead_agency_in: bool = False
    offices_in: bool = False
    consultations: list[Consultation] = field(default_factory=list)
    windows: list[Window] = field(default_factory=list)
    recused: set[str] = field(default_factory=set)

    @property
    def is_live(self) -> bool:
        """Whether it is not over."""
        return self.state not in FINAL

    def things(self) -> list[Thing]:
        """Everything about it that clocks may move."""
        return [self, *self.consultations, *self.windows]

    def grants(self) -> list[Grant]:
        """The named evaluators of all its windows."""
        return [grant for window in self.windows for grant in window.grants]


@dataclass(eq=False)
class Consultation(Thing):
    """One office, asked."""

    request: Request = None
    office: str = ""


@dataclass(eq=False)
class Window(Thing):
    """One access window. `consented` are the agencies in the last version that the developer wrote or signed."""

    request: Request = None
    terms: dict[str, Any] = field(default_factory=dict)
    consented: set[str] = field(default_factory=set)
    opens: datetime | None = None
    signed_end: datetime | None = None
    ends: datetime | None = None
    opened_at: datetime | None = None
    was_approved: bool = False
    wrote: set[str] = field(default_factory=set)
    signers: set[str] = field(default_factory=set)
    grants: list[Grant] = field(default_factory=list)

    @property
    def let_in(self) -> set[str]:
        """The agencies that the terms name; one that a counter adds waits for the developer's consent."""
        named = set(self.terms.get("agencies", ()))
        return named & self.consented if self.state == "countered" else named

    def gives_access_at(self, now: datetime) -> bool:
        """Whether anything may be read."""
        return self.state == "open" and self.opens is not None and self.opens <= now < self.ends


@dataclass(eq=False)
class Grant(Thing):
    """One named evaluator of one window. It `stands` until the role that the person was named under has ended.

    `agreed` are the terms that the person accepted.
    """

    window: Window = None
    person: str = ""
    stands: bool = True
    agreed: dict[str, Any] = field(default_factory=dict)


@dataclass
class Plain:
    """The world as the plain model knows it. `told` counts what happened since the last look: thing, event, by whom."""

    now: datetime
    offices: dict[str, tuple[str, str]]
    roles: dict[str, set[str]]
    models: dict[str, FrontierModel] = field(default_factory=dict)
    told: Counter[tuple[str, str, str]] = field(default_factory=Counter)

    # What there is ----------------------------------------------------------------------------------------------

    def requests(self) -> list[Request]:
        """Every request."""
        return [request for model in self.models.values() for request in model.requests]

    def things(self) -> dict[str, Thing]:
        """Everything that has a state, by name."""
        found: list[Thing] = list(self.models.values())
        for request in self.requests():
            found += [*request.things(), *request.grants()]
        return {thing.name: thing for thing in found}

    # Who is who -------------------------------------------------------------------------------------------------

    def parties(self, matter: Request | Window) -> dict[str, set[str]]:
        """Who sees a matter, and in which roles. A request and each of its windows are matters of their own."""
        request = matter_of(matter)
        is_window = isinstance(matter, Window)
        lead_in = bool(matter.terms) if isinstance(matter, Window) else request.lead_agency_in
        named = named_agencies([matter] if isinstance(matter, Window) else request.windows)
        grants = matter.grants if isinstance(matter, Window) else []
        found: dict[str, set[str]] = {}
        for key, (organization, office) in self.offices.items():
            held = self.roles[key]
            counts = held & COUNT_AS["developer"] if organization == "developer" else set()
            if lead_in and organization == LEAD_AGENCY:
                counts |= held & COUNT_AS["lead"]
            if not is_window and request.offices_in and CONSULTED.get(office) == organization:
                counts |= held & COUNT_AS["consulted"]
            if organization in named:
                counts |= held & COUNT_AS["named"]
            if any(g.person == key and g.state != "ended" and g.stands for g in grants):
                counts |= held & COUNT_AS["evaluator"]
            if counts and key not in request.recused:
                found[key] = counts
        return found

    def roles_for(self, key: str, thing: Thing) -> set[str]:
        """The roles in which somebody may act on a thing."""
        if isinstance(thing, FrontierModel):
            return self.roles[key] if self.offices[key][0] == "developer" else set()
        matter = thing.window if isinstance(thing, Grant) else thing
        counts = set(self.parties(matter if isinstance(matter, Window) else matter_of(thing)).get(key, set()))
        if isinstance(thing, Request) and thing.lead == key and "reviewer" in counts:
            counts.add("lead_reviewer")
        return counts

    def may(self, key: str, thing: Thing, move: Move) -> bool:
        """Whether a step is somebody's."""
        return bool(self.roles_for(key, thing) & move.who)

    def is_evaluator(self, key: str, window: Window) -> bool:
        """Whether somebody evaluates for an agency that the window's terms name."""
        named = self.offices[key][0] in window.let_in
        return named and "evaluator" in self.roles[key] and key not in window.request.recused

    def counts(self, grant: Grant) -> bool:
        """Whether a named evaluator may still evaluate."""
        return grant.stands and self.is_evaluator(grant.person, grant.window)

    # What happens -----------------------------------------------------------------------------------------------

    def tell(self, thing: Thing, event: str, by: str) -> None:
        """Note an entry that the record has to have."""
        self.told[(thing.name, event, by)] += 1

    def about(self, thing: Thing, step: str) -> tuple[Any, ...]:
        """The state and the content that a signature is about. Determinations are about what was recommended upon."""
        if isinstance(thing, Window):
            return thing.state, thing.terms, thing.ends if step == "resume" else None
        return (thing.state,)

    def signatures(self) -> Iterator[Signature]:
        """Every signature that may still count."""
        for thing in self.things().values():
            for given in thing.signed.values():
                yield from given

    def void_signatures(self) -> None:
        """Let no signature count whose content or state has changed, or whose signer has no role left or is recused."""
        for thing in self.things().values():
            recused = set() if isinstance(thing, FrontierModel) else matter_of(thing).recused
            for step, given in thing.signed.items():
                about = self.about(thing, step)
                given[:] = [
                    one for one in given if one.about == about and one.roles and one.key not in recused
                ]

    def move(self, thing: Thing, step: str, by: str) -> None:
        """Let a thing go where its table says, on the record."""
        move = thing.moves[step]
        thing.state = move.to or thing.state
        thing.version += 1
        self.tell(thing, move.event, by)
        if thing.is_over:
            thing.clocks.clear()

    def start(self, thing: Thing, kind: str) -> None:
        """Start a clock of the policy anew."""
        calendar = calendars.CALENDAR if kind in CALENDAR else calendars.BUSINESS
        thing.clocks[kind] = Clock(calendars.due_after(self.now, DAYS[kind], calendar))

    def pause(self, thing: Thing, kind: str) -> None:
        """Let a clock stand still; only business clocks ever do."""
        thing.clocks[kind].left = calendars.closings_left(self.now, thing.clocks[kind].due)

    def resume(self, thing: Thing, kind: str) -> None:
        """Let a clock go on until the last of the closings that it had left, or until the next one."""
        days = (calendars.day_of(self.now + timedelta(days=number)) for number in range(200))
        closings = [calendars.close_of(day) for day in days if calendars.is_business_day(day)]
        ahead = [closing for closing in closings if closing > self.now]
        thing.clocks[kind] = Clock(ahead[max(thing.clocks[kind].left or 0, 1) - 1])


def matter_of(thing: Thing) -> Request:
    """The request that a thing belongs to."""
    if isinstance(thing, Grant):
        return thing.window.request
    return thing if isinstance(thing, Request) else thing.request


def named_agencies(windows: list[Window]) -> set[str]:
    """Agencies take part while terms that name them are agreed; those that signed, until the window is canceled."""
    return {
        agency
        for window in windows
        if window.state in SHORT["agreeing"] or (window.was_approved and window.state != "canceled")
        for agency in window.let_in
    }


def agreed_end(window: Window, end: datetime) -> datetime:
    """The least of a signed end, the planned partner release and the model's thirty days."""
    model = window.request.model
    began = model.original.opened_at or window.opens
    ends = [end, began + THIRTY_DAYS]
    return min([*ends, model.release] if model.release else ends)
