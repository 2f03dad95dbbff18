"""What a signature covers, as the signing page shows it, and who signs.

A step is a signature if a package declares its document (`signing.py`, `DOCUMENTS`), under "Machine.step". A test fails
if a step that needs several people, or that binds to content, has none.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from designation import declarations
from designation.web.reader import Reader
from workflow.affordances import Affordance, affordances, missing_after
from workflow.approvals import fingerprint, to_jsonable
from workflow.guards import TAKEN_AS_PROVED, Actor
from workflow.models import Approval, Stateful
from workflow.steps import Step

Facts = Sequence[tuple[Any, ...]]
CANDIDATES = 30
"""How many people are asked at most whether they could sign."""


@dataclass(frozen=True)
class Part:
    """One part of a document: its heading and its facts, as includes/summary.html expects them."""

    heading: str
    facts: Facts
    folded: bool = False


@dataclass(frozen=True)
class Document:
    """What a signature covers.

    `about` says whom or what it is about, and `version` which version. `template` and `context` show what is more than
    facts. `digest` is the fingerprint by which the record knows the content, where it has one of its own. `button` is
    the verb, where the step's label does not say enough. `otherwise` says what happens if the reader does not sign.
    """

    about: str
    version: str = ""
    parts: Sequence[Part] = ()
    template: str = ""
    context: Mapping[str, Any] = field(default_factory=dict)
    digest: str = ""
    button: str = ""
    otherwise: str = ""


Maker = Callable[[Any, Any], Document]
"""Returns the document for a reader and the subject of the step."""


def maker_of(subject: Stateful, step: str) -> Maker | None:
    """Return the function that makes the document of a step, or None if the step is no signature."""
    made: Maker | None = declarations.merged("signing", "DOCUMENTS").get(f"{type(subject).__name__}.{step}")
    return made


def digest_of(subject: Any, step: str, inputs: Mapping[str, Any]) -> str:
    """Return the SHA-256 (hex) of what a step signs, for content that has no digest of its own."""
    what = {"content": to_jsonable(subject.content(step)), "inputs": to_jsonable(inputs)}
    return fingerprint(what | {"step": step, "subject": str(subject.pk)})


@dataclass(frozen=True)
class Signers:
    """Who signed, who still has to, and what happens when the last one does.

    `needs` says who signs together. `missing` says what is still missing after the reader signs; it is empty if that
    completes the step. `people` could sign besides the reader; if nobody could, `nobody` says who can mend that.
    `on_last` says what happens when the last one signs. `lasts_days` is after how many days a signature expires that
    stands alone.
    """

    needs: str = ""
    signed: Sequence[Mapping[str, Any]] = ()
    missing: Sequence[str] = ()
    people: Sequence[str] = ()
    nobody: str = ""
    on_last: Sequence[str] = ()
    clocks: Sequence[Mapping[str, Any]] = ()
    lasts_days: int = 0


def signers(
    reader: Reader,
    subject: Any,
    facts: Step,
    offer: Affordance | None,
    signed: Sequence[Mapping[str, Any]],
    on_last: Sequence[str],
) -> Signers:
    """Return who signs this step, as the reader may know it."""
    clocks = reader.clock_facts(subject)
    if facts.quorum is None:
        return Signers(on_last=on_last, clocks=clocks)
    given = () if offer is None else offer.signatures
    missing = missing_after(subject, facts, given, [reader.actor], reader.now)
    people = _could_sign(reader, subject, facts, given, len(missing)) if missing else []
    return Signers(
        needs=facts.quorum.says,
        signed=signed,
        missing=[refusal.reason for refusal in missing],
        people=people,
        nobody=reader.nobody_can_sign(subject, facts) if missing and not people else "",
        on_last=on_last,
        clocks=clocks,
        lasts_days=facts.quorum.expires_after.days,
    )


def _could_sign(
    reader: Reader, subject: Any, facts: Step, given: Sequence[Approval], lacking: int
) -> list[str]:
    """Return whose signature would help, of those whose names the reader may know. The step's own rules decide."""
    found = []
    for person in reader.colleagues(subject, facts)[:CANDIDATES]:
        if person.pk == reader.actor.id:
            continue
        actor = Actor(person.pk, person.name, authenticated_at=reader.now, authenticated_by=TAKEN_AS_PROVED)
        offer = next(iter(affordances(subject, actor, now=reader.now, only=[facts.name])), None)
        if offer is None or not offer.allowed or offer.mine is not None:
            continue
        if len(missing_after(subject, facts, given, [reader.actor, actor], reader.now)) < lacking:
            found.append(f"{person.name}, {person.office.name}, {person.organization.short_name}")
    return found
