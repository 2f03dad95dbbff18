"""Which signatures stand: what they cover is unchanged, they have not expired, and their signers could sign now.

A signature is voided by a write at the moment when its content, the state as its side knows it, or its appointment
changes. All of this is checked again when signatures are counted.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from typing import Any

from django.db.models import QuerySet

from workflow.approvals import Signer, covered, digest
from workflow.authorization import attempt, unmet
from workflow.guards import TAKEN_AS_PROVED, Actor
from workflow.models import Approval
from workflow.sql import snapshot
from workflow.sql.prepared_queries import prepared_query
from workflow.steps import Step


def covers(row: Any, approval: Approval) -> bool:
    """Return whether a signature covers what it would cover if it were given now."""
    what = covered(row, approval.step, approval.inputs, side=approval.side)
    return approval.digest == digest(what, bytes(approval.salt))


def open_signatures(row: Any, facts: Step, now: datetime) -> list[Approval]:
    """Return the signatures under the step that cover its present content and have not expired, oldest first."""
    found = _open_signatures(subject=row.pk, step=facts.name, now=now)
    return [approval for approval in found if covers(row, approval)]


@prepared_query(subject=uuid.UUID, step=str, now=datetime)
def _open_signatures(subject: uuid.UUID, step: str, now: datetime) -> QuerySet[Approval]:
    mine = Approval.objects.filter(subject_id=subject, step=step, state="open")
    return mine.filter(expires_at__gt=now).order_by("at")


def standing_signatures(
    row: Any, facts: Step, approvals: Iterable[Approval], now: datetime, heads: snapshot.Heads
) -> list[tuple[Approval, Signer]]:
    """Return those of these open signatures whose signers could sign now, under the same appointments."""
    kept = []
    for approval in approvals:
        actor = Actor(
            approval.actor, approval.actor_name, authenticated_at=now, authenticated_by=TAKEN_AS_PROVED
        )
        then = snapshot.read(row, actor, heads).row
        context = attempt(then, facts, actor, now, approval.inputs)
        under = {held["under"] for held in approval.held_roles}
        context = replace(
            context, held_roles=tuple(held for held in context.held_roles if held.under in under)
        )
        if not unmet(then, facts, context):
            kept.append(
                (approval, Signer(approval.actor, approval.actor_name, context.held_roles, approval.at))
            )
    return kept


def void_changed(row: Any) -> None:
    """Void the open signatures under a subject that do not cover its present content any more."""
    given = Approval.objects.filter(subject_id=row.pk, state=Approval.State.OPEN)
    _void(approval for approval in given if not covers(row, approval))


def void_given_under(appointment: uuid.UUID, person: uuid.UUID) -> None:
    """Let the open signatures of a person rest on this appointment no longer; void those that rested on it alone."""
    emptied = []
    for approval in Approval.objects.filter(actor=person, state=Approval.State.OPEN):
        kept = [held for held in approval.held_roles if held["under"] != str(appointment)]
        if not kept:
            emptied.append(approval)
        elif kept != approval.held_roles:
            Approval.objects.filter(pk=approval.pk).update(held_roles=kept)
    _void(emptied)


def void_by(person: uuid.UUID, logs: Iterable[uuid.UUID]) -> None:
    """Void the open signatures of a person in these logs."""
    _void(Approval.objects.filter(actor=person, log__in=logs, state=Approval.State.OPEN))


def _void(approvals: Iterable[Approval]) -> None:
    voided = [approval.pk for approval in approvals]
    if voided:
        still = Approval.objects.filter(pk__in=voided, state=Approval.State.OPEN)
        still.update(state=Approval.State.VOIDED)
