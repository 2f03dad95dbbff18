"""Effects of a request's steps: rows that belong to the request, written in the transaction of the step."""

from __future__ import annotations

import uuid
from typing import Any

from designation.access import parties
from designation.access.capacities import Capacity
from designation.access.models import Recusal
from designation.people import record_names
from designation.people.models import Office
from workflow import erasing
from workflow.approvals import standing
from workflow.creating.create import create
from workflow.guards import StepContext


def involve_the_lead_agency(request: Any, _context: StepContext) -> None:
    """Make the policy's determining agency take part in the matter. This happens at submission."""
    parties.involve(request.log_id, organization=request.policy.value("lead_agency"), capacity=Capacity.LEAD)
    parties.refresh(request.log_id)


def open_consultations(request: Any, context: StepContext) -> None:
    """Open a consultation with each office that the policy names. Each round of assessment opens new ones."""
    for consulted in Office.objects.filter(pk__in=request.policy.value("consultees")).order_by("name"):
        parties.involve(
            request.log_id,
            organization=consulted.organization_id,
            capacity=Capacity.CONSULTED,
            office=consulted.pk,
        )
        row = request.consultations.model(request=request, office=consulted, log_id=request.log_id)
        create(row, "open", actor=context.actor, within=context, details={"office": consulted.name})
    parties.refresh(request.log_id)


def write_questions(request: Any, context: StepContext) -> None:
    """Create a question at its field for each item that was asked."""
    question = request.questions.model
    question.objects.bulk_create(
        question(
            request=request,
            field=item["field"],
            text=item["text"].strip(),
            asked_by_id=context.actor.id,
            asked_at=context.now,
            position=position,
        )
        for position, item in enumerate(context.inputs["questions"])
    )


def settle_questions(request: Any, context: StepContext) -> None:
    """Mark the open questions as answered. The answers are final from now on."""
    request.open_questions().update(answered_at=context.now, answered_by_id=context.actor.id)


def recuse(request: Any, context: StepContext) -> None:
    """Remove the person who is recused from the matter everywhere and permanently."""
    Recusal.objects.get_or_create(matter=request.pk, person_id=context.actor.id, defaults={"at": context.now})
    parties.refresh(request.log_id)
    standing.void_by(context.actor.id, request.all_log_ids())


def erase_details(request: Any, context: StepContext) -> None:
    """Erase permanently what a person's own steps say about them in the matter's record."""
    person, logs = uuid.UUID(str(context.inputs["person"])), request.all_log_ids()
    erasing.erase(request, context, erasing.said_by(record_names.labels_of(person, logs), logs))
    request.declarations.filter(person_id=person).update(text="")


def declare(request: Any, context: StepContext) -> None:
    """Store a declaration of interests with the matter."""
    request.declarations.create(
        person_id=context.actor.id, at=context.now, text=context.inputs["reason"].strip()
    )
