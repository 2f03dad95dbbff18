"""Draft and save policy versions, and enter closures. Putting one into force is a step that two people sign."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import Max

from designation.content.drafts import Saved, fingerprint, typed_into
from designation.content.markings import nothing_above_the_ceiling
from designation.content.moments import MOMENT
from designation.policies.clauses import clauses, clauses_of, values_of
from designation.policies.models import FIRST, POLICY_LOG, Closure, Policy
from designation.policies.rules import policies as rules
from workflow import clock
from workflow.approvals.standing import void_changed
from workflow.creating.create import create, require
from workflow.errors import Refused
from workflow.guards import Actor, StepContext, refusals
from workflow.models import Entry, Log
from workflow.sql import snapshot

TYPED = (rules.writer_is_an_editor, rules.is_a_draft, nothing_above_the_ceiling)


def draft(*, actor: Actor, now: datetime | None = None) -> Policy:
    """Create a draft of the next policy version with the values of the newest one. Raises: Refused.

    If the same person began a draft a moment ago and nobody changed it since, that draft is returned.
    """
    with transaction.atomic():
        _policy_log()
        snapshot.lock([POLICY_LOG])
        require(Policy, "draft", None, actor=actor, now=now)
        versions = Policy.objects.exclude(state="discarded").order_by("-number")
        newest = versions.first()
        if newest is not None and _just_begun(newest, versions.exclude(pk=newest.pk).first(), actor, now):
            return newest
        number = (Policy.objects.aggregate(last=Max("number"))["last"] or 0) + 1
        policy = Policy(
            number=number,
            values=dict(newest.values if newest else FIRST),
            author_id=actor.id,
            log_id=POLICY_LOG,
        )
        create(policy, "draft", actor=actor, details={"number": number}, now=now)
    return policy


def _just_begun(draft: Policy, before: Policy | None, actor: Actor, now: datetime | None) -> bool:
    """Whether the actor began this draft a moment ago, and it still says what the version before it says."""
    untouched = draft.state == "draft" and draft.effective_at is None
    if not untouched or draft.values != (before.values if before else FIRST):
        return False
    lately = Entry.objects.filter(log=POLICY_LOG, at__gt=(now or clock.now()) - MOMENT)
    return lately.filter(subject_id=draft.pk, version=0, actor=actor.label).exists()


def enter_closure(*, day: date, source: str, actor: Actor, now: datetime | None = None) -> Closure:
    """Propose that federal offices are closed on a day. Raises: Refused."""
    with transaction.atomic():
        _policy_log()
        closure = Closure(day=day, source=source, author_id=actor.id, log_id=POLICY_LOG)
        inputs = {"day": day.isoformat(), "source": source}
        create(closure, "enter", actor=actor, inputs=inputs, details=inputs, now=now)
    return closure


def _policy_log() -> None:
    """Create the policy log if it does not exist yet."""
    Log.objects.get_or_create(id=POLICY_LOG, defaults={"machine": "designation.Policy"})


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
        row = snapshot.locked(policy, actor)
        written = clauses(values, effective_at)
        typed = {name: value for name, value in written.items() if seen.get(name) != fingerprint(value)}
        if found := refusals(TYPED, row, StepContext(actor, clock.now(), row.held_roles, typed)):
            raise Refused(found)
        saved = typed_into(clauses_of(row), typed, seen)
        row.values = values_of(saved.draft)
        if "effective_at" in typed.keys() - saved.conflicts.keys():
            row.effective_at = effective_at
        row.save(update_fields=["values", "effective_at"])
        void_changed(row)
        policy.values, policy.effective_at = row.values, row.effective_at
    return saved
