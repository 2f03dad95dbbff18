"""Pages for one role of a person: its facts, its signatures, and its steps. Each step asks for confirmation."""

import uuid
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from designation.people import feed, signing
from designation.people.actions import appointments as actions
from designation.people.models import Appointment, Organization
from designation.people.signers import Signer, signed_so_far, signers_of
from designation.people.views.scope import (
    CHANGES,
    READS,
    OrganizationReader,
    appointment_in,
    crumbs_to,
    for_organization,
)
from designation.web.action_page import SEEN, ActionPage, action_page, posted_seen
from designation.web.actor import actor_of
from designation.web.documents import digest_of, signers
from designation.web.signing_page import SigningPage, signing_page
from workflow import clock
from workflow.affordances import Affordance, affordances
from workflow.approvals import covered, fingerprint
from workflow.models import Approval, Entry
from workflow.staleness import newest_seen
from workflow.steps import step_of

TOLD = {"decline": "Declined by", "end": "Ended by"}
TONES = {"proposed": "", "active": "open", "declined": "final", "ended": "final"}


@for_organization(READS)
def appointment(request: HttpRequest, row: Any, appointment_id: uuid.UUID) -> HttpResponse:
    """Show a role of a person: its facts, who signed it, and the steps the reader can take."""
    held = appointment_in(row, appointment_id, request)
    now = clock.now()
    offered = affordances(held, actor_of(request), now=now)
    signing = next((one for one in offered if one.step.name == "activate"), None)
    history = _history(held)
    context = {
        "heading": f"{held.get_role_display()}: {held.person}",
        "crumbs": crumbs_to(row),
        "state": {"label": held.get_state_display(), "tone": TONES[held.state]},
        "organization": row,
        "appointment": held,
        "signatures": _signatures(held, history, now),
        "signing": signing,
        "has_signed": signing is not None and signing.mine is not None,
        "steps": [_offer(row, held, one) for one in offered if one.mine is None and _fits(held, one)],
        "may_delegate": row.may_change and held.delegated_from_id is None and held.counts_now,
        "facts": _facts(row, held, history),
        "now": now,
    }
    return render(request, "people/appointment.html", context)


def _history(held: Appointment) -> dict[str, Any]:
    """Return the entries that record how the role began and ended, by step name."""
    told = [step_of(Appointment, name).event for name in ("activate", *TOLD)]
    entries = Entry.objects.filter(subject_id=held.pk, event__in=told)
    return {entry.step: entry for entry in feed.named(entries)}


def _signatures(held: Appointment, history: Mapping[str, Any], now: datetime) -> list[Signer]:
    """Return every signature in order of time: final if the role was given, plus the open and withdrawn ones."""
    given = Approval.objects.filter(subject_id=held.pk, step="activate", state__in=["open", "taken_back"])
    signed = signed_so_far(given, now)
    if "activate" in history:
        signed += signers_of(history["activate"])
    return sorted(signed, key=lambda one: one.at)


def _facts(row: Organization, held: Appointment, history: Mapping[str, Any]) -> list[tuple[Any, ...]]:
    facts: list[tuple[Any, ...]] = [
        ("Person", held.person.name, reverse("person", args=[row.pk, held.person_id]), "See"),
        ("Address", held.person.email),
        ("Role", held.get_role_display()),
        ("Office", held.office.name),
    ]
    if held.state in ("proposed", "active"):
        facts.append(("Ends", held.until or "No end"))
    if held.delegated_from is not None:
        facts += [("Delegated by", held.delegated_from.person.name), ("Instrument", held.instrument)]
    facts += [
        (label, [feed.actor_name_for(history[step], row.side), history[step].at])
        for step, label in TOLD.items()
        if step in history
    ]
    return facts


def _fits(held: Appointment, one: Affordance) -> bool:
    """Return whether to offer a step. A proposed role can be declined, so `end` is offered only for an active role."""
    return held.state == "active" or one.step.name != "end"


def _offer(row: Organization, held: Appointment, one: Affordance) -> dict[str, Any]:
    return {
        "label": "Sign for this role" if one.step.name == "activate" else one.step.label,
        "url": reverse("role_step", args=[row.pk, held.pk, one.step.name]),
        "allowed": one.allowed,
        "reasons": [refusal.reason for refusal in one.refusals],
        "danger": one.step.name == "end",
    }


@for_organization(CHANGES)
def role_step(request: HttpRequest, row: Any, appointment_id: uuid.UUID, step: str) -> HttpResponse:
    """Ask for confirmation on GET; on POST sign, take back a signature, decline or end."""
    held = appointment_in(row, appointment_id, request)
    asked = _STEPS.get(step)
    if asked is None:
        raise Http404
    question, button, done, consequences, take = asked
    names = {"role": held.get_role_display(), "person": held.person.name}
    hidden = {SEEN: newest_seen(held)}
    if step == "activate":
        hidden["content"] = fingerprint(covered(held, step, {}, side=row.side))
    common: dict[str, Any] = {
        "heading": question.format(**names),
        "button": button,
        "done": done,
        "back": reverse("appointment", args=[row.pk, held.pk]),
        "hidden": hidden,
        "gentle": step == "activate",
        "crumbs": crumbs_to(row),
        "act": lambda: take(request, held),
    }
    if step != "activate":
        return action_page(request, ActionPage(**common, consequences=consequences))
    return signing_page(request, _signing(request, row, held, common, consequences))


def _signing(
    request: HttpRequest, row: Any, held: Any, common: dict[str, Any], consequences: Sequence[str]
) -> SigningPage:
    """Return the signing page of a role."""
    reader = OrganizationReader(actor_of(request), clock.now(), row)
    offer = next(iter(affordances(held, reader.actor, now=reader.now, only=["activate"])), None)
    facts = step_of(Appointment, "activate")
    signed = [] if offer is None else [{"name": one.actor_name, "at": one.at} for one in offer.signatures]
    return SigningPage(
        **common,
        document=lambda: signing.role(reader, held),
        digest=lambda inputs: digest_of(held, "activate", inputs),
        signers=signers(reader, held, facts, offer, signed, consequences),
    )


def _sign(request: HttpRequest, held: Appointment) -> None:
    content = request.POST.get("content", "")
    actions.sign(held, actor=actor_of(request), seen=posted_seen(request), content=content)


def _take_back(request: HttpRequest, held: Appointment) -> None:
    actions.take_back(held, actor=actor_of(request))


def _decline(request: HttpRequest, held: Appointment) -> None:
    actions.decline(held, actor=actor_of(request), seen=posted_seen(request))


def _end(request: HttpRequest, held: Appointment) -> None:
    actions.end(held, actor=actor_of(request), seen=posted_seen(request))


_STEPS: dict[str, tuple[str, str, str, list[str], Callable[[HttpRequest, Appointment], None]]] = {
    "activate": (
        "Give {person} the role of {role}?",
        "Sign for this role",
        "You signed.",
        [
            "Your signature stands in the record.",
            "With the last signature that is needed, the role counts at once.",
        ],
        _sign,
    ),
    "take-back": (
        "Take back your signature?",
        "Take back my signature",
        "Your signature is taken back.",
        ["Your signature no longer counts. That you gave it and took it back stands in the record."],
        _take_back,
    ),
    "decline": (
        "Decline the role of {role} for {person}?",
        "Decline the role",
        "The role is declined.",
        ["The proposal is dropped, with the signatures under it. It can be proposed again."],
        _decline,
    ),
    "end": (
        "End the role of {role} for {person}?",
        "End the role",
        "The role has ended.",
        [
            "The person can no longer act in this role, from this moment on.",
            "Delegations that stand on it end too.",
        ],
        _end,
    ),
}
