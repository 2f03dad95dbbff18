"""Steps as links on a page, with the reasons why a step cannot be taken now, and states as tags."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from designation import declarations
from designation.declared import Kind
from designation.web.reader import Reader
from workflow.affordances import Affordance, affordances
from workflow.models import Stateful


def tag(state: str, label: str, *, final: bool = False) -> dict[str, str]:
    """Return a state in the format of includes/tag.html."""
    return {
        "label": label,
        "tone": declarations.merged("words", "TONES").get(state, "final" if final else ""),
    }


def offers_for(subject: Stateful, reader: Reader) -> list[Affordance]:
    """Return the affordances of a subject. Uses the open signatures that the reader has already loaded, if any."""
    return affordances(subject, reader.actor, now=reader.now, approvals=reader.each_approval())


Names = Mapping[uuid.UUID, str]


def steps_for(
    subject: Stateful,
    reader: Reader,
    url: Any,
    *,
    without: Iterable[str] = (),
    also: Iterable[str] = (),
    names: Names | None = None,
) -> list[dict[str, Any]]:
    """Return the steps that the reader could take, in the format of includes/step_now.html. See `as_steps`."""
    return as_steps(offers_for(subject, reader), url, without=without, also=also, names=names)


def as_steps(
    offers: Iterable[Affordance],
    url: Any,
    *,
    without: Iterable[str] = (),
    also: Iterable[str] = (),
    names: Names | None = None,
) -> list[dict[str, Any]]:
    """Return affordances in the format of includes/step_now.html.

    `url(step)` returns the URL of a step's page. Steps with a form of their own are left out unless `also`
    names them. `names` gives the names to show for signers whose own names the reader may not see.
    """
    return [
        as_step(offer, url(offer.step.name), names)
        for offer in sorted(offers, key=lambda offer: (offer.step.leaves, offer.step.target is None))
        if offer.step.name not in without and (not offer.step.hidden or offer.step.name in also)
    ]


SIGNED = "You signed. It now waits for the others; you can take your signature back."
SIGNED_ANOTHER = "You signed, but others signed something else. Open it to read what each of you signed."


def as_step(offer: Affordance, url: str, names: Names | None = None) -> dict[str, Any]:
    """Return one affordance in the format of includes/step_now.html."""
    reasons = [refusal.reason for refusal in offer.refusals]
    note = ""
    if offer.mine is not None and offer.agree:
        reasons = [SIGNED]
    elif offer.mine is not None:
        note = SIGNED_ANOTHER
    elif offer.signatures:
        signed = ((names or {}).get(one.actor, one.actor_name) for one in offer.signatures)
        note = f"Signed so far: {', '.join(signed)}."
    return {
        "name": offer.step.name,
        "label": offer.label,
        "url": url,
        "allowed": offer.allowed,
        "reasons": reasons,
        "note": note,
        "danger": offer.step.leaves or offer.step.event in declarations.listed("words", "IRREVERSIBLE"),
        "quiet": offer.step.target is None,
        "rare": offer.step.leaves or offer.step.event in declarations.listed("words", "RARE"),
        "take_back": f"{url}take-back/" if offer.mine is not None else "",
        "is_signed": bool(offer.signatures),
    }


@dataclass
class Steps:
    """The steps of a page: what is due comes first on the page, rare and final steps stand apart below."""

    due: list[dict[str, Any]] = field(default_factory=list)
    others: list[dict[str, Any]] = field(default_factory=list)
    rare: list[dict[str, Any]] = field(default_factory=list)

    def add(self, steps: Iterable[dict[str, Any]], *, due: bool) -> None:
        """Add steps where they belong. With `due`, those that lead on and can be taken now are what is due.

        If somebody signed one of these already, the others are not due beside it.
        """
        known = list(steps)
        signed = {
            step["name"] for step in known if step["is_signed"] and step["allowed"] and not step["quiet"]
        }
        for step in known:
            if step["rare"]:
                self.rare.append(step | {"danger": False, "quiet": True})
            elif due and step["allowed"] and not step["quiet"] and (not signed or step["name"] in signed):
                self.due.append(step)
            else:
                self.others.append(step | {"quiet": True})


def is_due(subject: Stateful, reader: Reader) -> bool:
    """Return whether it is a task of the reader to take a step of the subject in its present state."""
    state, roles = vars(subject)["state"], {held.role for held in subject.held_roles}
    known = (one for one in declarations.listed("tasks", "SOURCES") if one.model is type(subject))
    return any(
        state in duty.states
        and duty.roles & roles
        and duty.kind != Kind.UNDER_WAY
        and (not duty.whose or getattr(subject, f"{duty.whose}_id") == reader.actor.id)
        for source in known
        for duty in source.duties
    )
