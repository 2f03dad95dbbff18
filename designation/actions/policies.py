"""Drafting policy versions. Putting one into force is a step of two people."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Max

from designation.models import Organisation
from designation.models.policy import DEFAULTS, POLICY_LOG, Policy
from designation.models.standing import anywhere
from designation.roles import Role
from designation.rules.markings import above_the_ceiling
from workflow import reading
from workflow.approvals import digest
from workflow.errors import Refused
from workflow.guards import Actor, Refusal
from workflow.models import Log
from workflow.perform import create

STALE = Refusal(
    "stale", "Somebody else changed this draft while your page was open. Nothing of yours is lost."
)


def draft(*, actor: Actor, now: datetime | None = None) -> Policy:
    """Begin the next policy version with the values of the newest one. Raises: Refused."""
    with transaction.atomic():
        Log.objects.get_or_create(id=POLICY_LOG, defaults={"machine": "designation.Policy"})
        reading.lock([POLICY_LOG])
        _require_editor(actor)
        newest = Policy.objects.exclude(state="discarded").order_by("-number").first()
        number = (Policy.objects.aggregate(last=Max("number"))["last"] or 0) + 1
        policy = Policy(
            number=number,
            values=dict(newest.values if newest else DEFAULTS),
            author_id=actor.id,
            log_id=POLICY_LOG,
        )
        create(policy, actor=actor, event="policy.drafted", details={"number": number}, now=now)
    return policy


def fingerprint(policy: Policy) -> str:
    """Return a fingerprint of what a version says, for `save` to notice that somebody else changed it meanwhile."""
    return digest(policy, "save", {})


def save(
    policy: Policy,
    *,
    actor: Actor,
    values: dict[str, Any],
    effective_at: datetime | None,
    seen: str | None = None,
) -> None:
    """Save a draft. Signatures given to other content no longer count: they are bound to what was signed.

    `seen` is the fingerprint of what the editor's page was made from.
    Raises: Refused where the version is no draft any more, the person is no policy editor, or somebody else changed
    the draft since then (code `stale`); then nothing is saved.
    """
    with transaction.atomic():
        reading.lock([POLICY_LOG])
        _require_editor(actor)
        row = Policy.objects.get(pk=policy.pk)
        if row.state != "draft":
            raise Refused([Refusal("not_a_draft", "This version is in force. Write a new version instead.")])
        if seen is not None and seen != fingerprint(row):
            raise Refused([STALE])
        if marked := list(above_the_ceiling(values)):
            raise Refused(marked)
        row.values, row.effective_at = {**row.values, **values}, effective_at
        row.save(update_fields=["values", "effective_at"])
        policy.values, policy.effective_at = row.values, row.effective_at


def _require_editor(actor: Actor) -> None:
    held = Organisation.objects.annotate(held=anywhere(actor.id, (Role.POLICY_EDITOR,))).values_list(
        "held", flat=True
    )
    if actor.id is not None and not held.first():
        raise Refused([Refusal("not_your_role", "Policy is written by policy editors.")])
