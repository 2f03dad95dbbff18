"""Entering what was seen about a person. What follows are steps of the record."""

from __future__ import annotations

from datetime import datetime

from django.db import connection, transaction

from designation.eligibility.kinds import Kind
from designation.eligibility.models import EligibilityRecord, normal_reference
from designation.people.models import Person
from workflow.creating.create import create
from workflow.guards import Actor


def enter(
    person: Person,
    kind: str,
    *,
    actor: Actor,
    evidence: str,
    value: str = "",
    reference: str = "",
    with_whom: str = "",
    expires_at: datetime | None = None,
    now: datetime | None = None,
) -> EligibilityRecord:
    """Enter a record about a person of the actor's organization. Raises: Refused, with every unmet condition."""
    record = EligibilityRecord(
        person=person,
        organization=person.organization,
        kind=kind,
        value=value,
        reference=" ".join(reference.split()),
        normal=normal_reference(reference),
        evidence=evidence.strip(),
        with_whom=" ".join(with_whom.split()),
        expires_at=expires_at,
        entered_by_id=actor.id,
    )
    inputs = {name: getattr(record, name) for name in ("evidence", "reference", "with_whom")}
    with transaction.atomic():
        if kind == Kind.IDENTITY:
            _hold(record.normal)
        create(record, "enter", actor=actor, inputs=inputs, details={"kind": kind}, now=now)
    return record


def _hold(reference: str) -> None:
    """Keep every other transaction from entering the same identity until this one ends."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"identity {reference}"])
