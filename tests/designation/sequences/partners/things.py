"""What there is on the roster, as the plain model keeps it: partners, and what both sides choose them for."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from tests.designation.sequences.moves import SHORT, Move
from tests.designation.sequences.partners.moves import TABLES
from tests.designation.sequences.plain import Thing

BEFORE = ("nominated", "vetting", "asked")
GONE = ("declined", "lapsed", "removed", "left")
CHOSEN = ("proposed", "concurred")
OVER = ("taken_back", "not_selected", "ended")
LIVE = SHORT["live"]
KEEPERS = {"roster_administrator", "insider_risk_officer"}


@dataclass(eq=False)
class Own(Thing):
    """Whatever has a state here."""

    @property
    def moves(self) -> dict[str, Move]:
        """Its table."""
        return TABLES[self.kind]


@dataclass(eq=False)
class Partner(Own):
    """One organization. `organization` says that it has an account, under the partner's name."""

    facts: str = ""
    contact: str = ""
    is_one_person: bool = False
    nominated_by: str = ""
    sponsor: Partner | None = None
    reconsiders: Partner | None = None
    checks: list[tuple[str, ...]] = field(default_factory=list)
    answers: str = ""
    vouched_by: str = ""
    attested_until: datetime | None = None
    reason: str = ""
    suspended_by: str = ""
    declined_by: set[str] = field(default_factory=set)
    organization: bool = False
    invited_until: datetime | None = None
    ends_what_it_has: bool = False

    def is_standing(self, now: datetime) -> bool:
        """Whether it is active, and its attestation holds."""
        return self.state == "active" and self.attested_until is not None and now < self.attested_until


@dataclass(eq=False)
class Covered(Own):
    """A request whose model was determined to be covered, with its planned release to partners."""

    outcome: str = "covered"
    release: datetime | None = None
    reconsidered: bool = False
    board: Board | None = None
    selections: list[Selection] = field(default_factory=list)
    recused: set[str] = field(default_factory=set)

    @property
    def is_live(self) -> bool:
        """Whether it is not over."""
        return self.state in ("covered", "not_covered")

    @property
    def is_covered(self) -> bool:
        """Whether partners can be chosen for its model."""
        return self.is_live and self.outcome == "covered"

    @property
    def named(self) -> set[str]:
        """The agencies that a window of the government names."""
        return {"cisa", "nsa"} if self.board and self.board.state == "proposed" else set()

    def early(self) -> list[EarlyAccess]:
        """The early accesses of all partners."""
        return [one.early for one in self.selections if one.early]

    def below(self) -> list[Own]:
        """Everything that has a clock below it."""
        return [*([self.board] if self.board else []), *self.selections, *self.early()]


@dataclass(eq=False)
class Board(Own):
    """A window of the government that is being agreed, so that agencies take part in the request."""

    request: Covered = None
    opens: datetime | None = None


@dataclass(eq=False)
class Selection(Own):
    """One partner for one request. `side` is that of `proposed_by`; `invited` is set once."""

    request: Covered = None
    partner: Partner = None
    conditions: dict[str, Any] = field(default_factory=dict)
    side: str = ""
    proposed_by: str = ""
    invited: bool = False
    early: EarlyAccess | None = None


@dataclass(eq=False)
class EarlyAccess(Own):
    """What the partner may read, from when until when."""

    selection: Selection = None
    opens: datetime | None = None
    ends: datetime | None = None
    opened_at: datetime | None = None
    people: int = 0
    named: list[Named] = field(default_factory=list)

    @property
    def request(self) -> Covered:
        """The request that it is below."""
        return self.selection.request


@dataclass(eq=False)
class Named(Own):
    """One person of the partner, named for its early access."""

    early: EarlyAccess = None
    person: str = ""


def request_of(thing: Any) -> Covered:
    """The request that a thing belongs to."""
    if isinstance(thing, Named):
        return thing.early.request
    return thing if isinstance(thing, Covered) else thing.request
