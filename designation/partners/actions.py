"""What people do with partners outside of steps: nominate one, answer the questions, propose one, agree for one."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.core.signing import BadSignature, TimestampSigner
from django.db import transaction
from django.urls import reverse

from designation.content.names import plain_name
from designation.partners.models import Partner, Selection
from designation.partners.parties import follow
from designation.partners.states import CHOSEN
from designation.people.models import Person, normal_address
from designation.requests.models import Request
from designation.windows import actions as windows
from workflow import clock
from workflow.creating.create import create
from workflow.guards import CLOCK, Actor
from workflow.perform import perform
from workflow.sql import snapshot

DESCRIBED = (
    *("name", "suborganization", "city", "us_state", "category", "size", "identifiers"),
    *("contact_name", "contact_email", "sponsor", "nominated_by", "nominated_side", "reasons_for"),
    "entry",
)
"""What a reconsideration takes over from the nomination."""
OPEN_FOR = timedelta(days=60)
"""How long the link in a mail to a contact can be used."""
_signer = TimestampSigner(salt="designation.partner_contact")


def nominate(*, actor: Actor, now: datetime | None = None, **facts: Any) -> Partner:
    """Nominate an organization. `facts` are the fields of `Partner` that describe it. Raises: Refused."""
    described = {
        name: plain_name(value) if isinstance(value, str) and name != "reasons_for" else value
        for name, value in facts.items()
    }
    described["contact_email"] = normal_address(str(facts.get("contact_email", "")))
    described["us_state"] = str(facts.get("us_state", "")).strip().upper()
    nominator = Person.objects.get(pk=actor.id)
    partner = Partner(
        nominated_by=nominator,
        nominated_side=nominator.organization.side,
        nominated_at=now or clock.now(),
        **described,
    )
    partner.note_words()
    create(partner, "nominate", actor=actor, details={"name": partner.name}, now=now)
    return partner


def contact_link(partner: Partner) -> str:
    """Return the URL under which the contact answers. Use it only in mail to the contact."""
    return settings.SITE_URL + reverse("partner_answer", args=[_signer.sign(str(partner.pk))])


def by_token(token: str) -> Partner | None:
    """Return the partner whose contact a link is for, while it is vetted or declined. Return None for another link."""
    try:
        key = uuid.UUID(_signer.unsign(token, max_age=OPEN_FOR))
    except (BadSignature, ValueError):
        return None
    return Partner.objects.filter(pk=key, state__in=["vetting", "asked", "declined"]).first()


def answer(partner: Partner, answers: Mapping[str, str], *, now: datetime | None = None) -> None:
    """Record what the contact answered, who has no account yet. Raises: Refused."""
    perform(partner, "note_answers", actor=CLOCK, inputs={"answers": dict(answers)}, now=now)


def reconsider(declined: Partner, *, now: datetime | None = None) -> Partner:
    """Begin the vetting of a declined organization anew, as its contact asks. Raises: Refused, the second time."""
    partner = Partner(
        reconsiders=declined,
        nominated_at=now or clock.now(),
        **{name: getattr(declined, name) for name in DESCRIBED},
    )
    partner.note_words()
    create(partner, "reconsider", actor=CLOCK, details={"name": partner.name}, now=now)
    return partner


def propose(
    request: Request,
    *,
    actor: Actor,
    partner: Partner,
    conditions: Mapping[str, Any],
    now: datetime | None = None,
) -> Selection:
    """Propose a partner for early access to a covered model.

    If the partner is proposed already, by either side, these conditions take the place of the earlier ones.
    Raises: Refused, with every unmet condition.
    """
    with transaction.atomic():
        snapshot.lock(request.log_ids())
        earlier = request.selections.filter(partner=partner, state__in=CHOSEN).first()
        if earlier is not None:
            amended = {"conditions": dict(conditions)}
            perform(earlier, "amend", actor=actor, inputs=amended, now=now)
            found: Selection = earlier
            return found
        person = Person.objects.get(pk=actor.id)
        selection = Selection(
            request=request,
            partner=partner,
            conditions=dict(conditions),
            proposed_by=person,
            proposed_for=person.organization,
            proposed_side=person.organization.side,
            proposed_at=now or clock.now(),
        )
        inputs = {"conditions": dict(conditions)}
        details = {"conditions": dict(conditions), "partner": str(partner.pk)}
        create(selection, "propose", actor=actor, inputs=inputs, details=details, now=now)
        follow(selection)
    return selection


def agree(
    selection: Selection,
    *,
    actor: Actor,
    people: Sequence[Person],
    accepted: bool,
    content: str | None = None,
    seen: int | None = None,
    key: str | None = None,
    now: datetime | None = None,
) -> None:
    """Agree to the terms for the partner, and name the people who are to evaluate. All or nothing. Raises: Refused."""
    inputs = {"people": [str(person.pk) for person in people], "accepted": accepted}
    with transaction.atomic():
        perform(selection, "agree", actor=actor, inputs=inputs, content=content, seen=seen, key=key, now=now)
        window = Selection.objects.get(pk=selection.pk).window
        if window is not None and not window.grants.exists():  # a form that is sent twice names nobody twice
            for person in people:
                windows.nominate(window, actor=actor, person=person, now=now)
