"""Guards: small named rules that return `Pass()` or `Refusal(code, reason)` and never write.

The reason is shown to a person: it says what is wrong and how to fix it. If another input would fix it, the refusal
names that input, so that pages and the API can show the reason beside it. A guard gets the subject, read under lock,
and the `StepContext`: who asks, in which roles, when, and with which inputs.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from workflow.proofs import accepted

CLOCK_NAME = "The clock"


@dataclass(frozen=True)
class Pass:
    """The rule is met."""


@dataclass(frozen=True)
class Refusal:
    """The rule is not met. `code` is stable; `reason` is a sentence for the person who asked.

    `about` is the form field of the input that would fix it, or empty.
    """

    code: str
    reason: str
    about: str = ""


Verdict = Pass | Refusal | tuple[Refusal, ...]
"""What a rule returns. If several inputs have the same problem, it returns one refusal for each of them."""


@dataclass(frozen=True)
class Actor:
    """Who asks.

    `authenticated_at` is when this person last proved who they are, and `authenticated_by` is how ("password"). They
    are None and empty if there is no proof, as for programs. How is `TAKEN_AS_PROVED` for somebody who does not act:
    who proved it when they signed, or of whom a page asks what they could do.
    """

    id: uuid.UUID | None
    name: str
    authenticated_at: datetime | None = None
    authenticated_by: str = ""

    def __post_init__(self) -> None:
        """Refuse an actor without an id, such as somebody who is not signed in: only the clock has none."""
        if self.id is None and self.name != CLOCK_NAME:
            raise ValueError("Only the clock acts without an id.")

    @property
    def label(self) -> str:
        """The opaque name under which the ledger knows this actor."""
        return "clock" if self.id is None else str(self.id)


CLOCK = Actor(id=None, name=CLOCK_NAME)
TAKEN_AS_PROVED = "taken as proved"


@dataclass(frozen=True)
class HeldRole:
    """One role that an actor holds *in relation to one subject*, with the office and organization it is held for.

    `under` is the id of the appointment under which the role is held; it is empty for a role without an appointment.
    With `exits_only`, the role allows nothing but exits (`Step.leaves`).
    """

    role: str
    office: str = ""
    organization: str = ""
    side: str = ""
    under: str = ""
    exits_only: bool = False

    def allows(self, roles: Collection[str], *, leaves: bool) -> bool:
        """Whether this is one of the roles of a step, and counts for it. `leaves` says that the step is an exit."""
        return self.role in roles and (leaves or not self.exits_only)


@dataclass
class StepContext:
    """One attempt at a step: what guards and the body of the step work with.

    `details` goes into the ledger entry as it is; `personal` (name to value) goes in as salted commitments, so that it
    can be erased later. `heads` are the locked log heads (for `create`). `signers` are the people whose signatures
    complete the step, the actor last. `label` is the actor's label in the record of a step that another step caused; if
    it is empty, the subject decides (`Stateful.label_of`). `proposed` is the new row, for the checks of its creation.
    """

    actor: Actor
    now: datetime
    held_roles: tuple[HeldRole, ...] = ()
    inputs: Mapping[str, Any] = field(default_factory=dict)
    details: dict[str, Any] = field(default_factory=dict)
    personal: dict[str, Any] = field(default_factory=dict)
    signers: tuple[Any, ...] = ()
    cascaded: bool = False
    label: str = ""
    heads: Any = field(default=None, repr=False)
    proposed: Any = field(default=None, repr=False)

    def has_role(self, *roles: str) -> bool:
        """Whether the actor holds one of `roles` in relation to the subject."""
        return any(held.role in roles for held in self.held_roles)


Guard = Callable[[Any, StepContext], Verdict]


def refusals(guards: Iterable[Guard], subject: Any, context: StepContext) -> list[Refusal]:
    """Return every unmet condition, in the order in which the step states its guards."""
    return refusals_in(guard(subject, context) for guard in guards)


def refusals_in(verdicts: Iterable[Verdict]) -> list[Refusal]:
    """Return the refusals among verdicts, in their order."""
    found: list[Refusal] = []
    for verdict in verdicts:
        if isinstance(verdict, Refusal):
            found.append(verdict)
        elif not isinstance(verdict, Pass):
            found.extend(verdict)
    return found


PROVE_AGAIN = "This needs a fresh proof of who you are. Give one, then try again."


def recently_authenticated(_subject: Any, context: StepContext) -> Verdict:
    """Require that the person lately proved who they are, in a way that counts now (`workflow/proofs.py`)."""
    return Pass() if is_proved(context.actor, context.now) else Refusal("sign_in_again", PROVE_AGAIN)


def authenticated_to_open(_subject: Any, context: StepContext) -> Verdict:
    """Require a proof of who the person is that counts for opening content. It may be older than one for a step."""
    if is_proved(context.actor, context.now, to_open=True):
        return Pass()
    return Refusal("sign_in_again", PROVE_AGAIN)


def is_proved(actor: Actor, now: datetime, *, to_open: bool = False) -> bool:
    """Return whether a person's last proof of who they are counts now, for a step or to open content."""
    if actor.authenticated_at is None:
        return False
    if actor.authenticated_by == TAKEN_AS_PROVED:
        return True
    counted = accepted(now)
    age = counted.opening_age if to_open else counted.age
    return now - actor.authenticated_at <= age and counted.takes(actor.authenticated_by)


def reason_given(_subject: Any, context: StepContext) -> Verdict:
    """Require a reason in words, kept in the record."""
    if str(context.inputs.get("reason", "")).strip():
        return Pass()
    return Refusal("reason_missing", "Give a reason. It is kept in the record.", about="reason")


def by_cascade(_subject: Any, context: StepContext) -> Verdict:
    """Allow the step only as part of another one."""
    return Pass() if context.cascaded else Refusal("only_as_consequence", "This is not a step of its own.")
