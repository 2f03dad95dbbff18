"""Draft and save policy versions. Putting a version into force is a step that two people sign."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Max

from designation.content.drafts import Saved, fingerprint, typed_into
from designation.content.markings import above_the_ceiling
from designation.people.models import Appointment
from designation.policies.clauses import clauses, clauses_of, values_of
from designation.policies.models import DEFAULTS, POLICY_LOG, Policy
from designation.roles import Role
from workflow.approvals.standing import void_changed
from workflow.errors import Refused
from workflow.guards import Actor, Refusal
from workflow.models import Log
from workflow.perform import create
from workflow.sql import snapshot


def draft(*, actor: Actor, now: datetime | None = None) -> Policy:
    """Create a draft of the next policy version with the values of the newest one. Raises: Refused."""
    with transaction.atomic():
        Log.objects.get_or_create(id=POLICY_LOG, defaults={"machine": "designation.Policy"})
        snapshot.lock([POLICY_LOG])
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


def save(
    policy: Policy,
    *,
    actor: Actor,
    values: dict[str, Any],
    effective_at: datetime | None,
    seen: Mapping[str, str] | None = None,
) -> Saved:
    """Save a draft clause by clause.

    `seen` maps clauses to the fingerprints that the editor's page showed. A clause that the editor left
    unchanged keeps its present value. A clause that someone else changed in the meantime keeps their value
    and is reported as a conflict.

    A signature is bound to the content that was signed, so signatures on earlier content are voided.

    Raises: Refused, if the version is not a draft, the person is not a policy editor, or a text carries a
    marking above the ceiling. In that case nothing is saved.
    """
    seen = seen or {}
    with transaction.atomic():
        snapshot.lock([POLICY_LOG])
        _require_editor(actor)
        row = Policy.objects.get(pk=policy.pk)
        if row.state != "draft":
            raise Refused([Refusal("not_a_draft", "This version is in force. Write a new version instead.")])
        written = clauses(values, effective_at)
        typed = {name: value for name, value in written.items() if seen.get(name) != fingerprint(value)}
        if marked := list(above_the_ceiling(typed)):
            raise Refused(marked)
        saved = typed_into(clauses_of(row), typed, seen)
        row.values = values_of(saved.draft)
        if "effective_at" in typed.keys() - saved.conflicts.keys():
            row.effective_at = effective_at
        row.save(update_fields=["values", "effective_at"])
        void_changed(row)
        policy.values, policy.effective_at = row.values, row.effective_at
    return saved


def _require_editor(actor: Actor) -> None:
    if actor.id is not None and not Appointment.objects.holds(actor.id, Role.POLICY_EDITOR):
        raise Refused([Refusal("not_your_role", "Policy is written by policy editors.")])
