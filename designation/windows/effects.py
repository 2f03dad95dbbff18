"""Effects of the steps of windows and grants: rows that are written in the transaction of the step."""

from __future__ import annotations

from typing import Any

from django.db.models import F

from designation.people.models import Person
from designation.requests.effects import declare as declare_in_request
from designation.requests.effects import recuse as recuse_from_request
from workflow import child_logs
from workflow.guards import StepContext
from workflow.models import Deadline


def write_terms(window: Any, context: StepContext) -> None:
    """Store the next version of the terms. A version never changes."""
    content = window.normal_terms(context.inputs["terms"])
    held = context.held_roles[0]
    window.terms = window.versions.create(
        number=window.next_version_number(),
        content=content,
        digest=window.digest_of(content),
        author_id=context.actor.id,
        side=held.side,
        at=context.now,
        covering_note=str(context.inputs.get("note", "")).strip(),
    )
    window.draft_terms = content
    type(window)._base_manager.filter(pk=window.pk).update(terms=window.terms, draft_terms=content)


def show_the_log_to_both_sides(window: Any, context: StepContext) -> None:
    """Tell both sides, in the request's log, which log is the window's. So far only the developer knew."""
    child_logs.bind(window, context)


def recuse(window: Any, context: StepContext) -> None:
    """Remove an evaluator from the request and everything under it, permanently."""
    recuse_from_request(window.request, context)


def declare(window: Any, context: StepContext) -> None:
    """Store an evaluator's declaration of interests with the request."""
    declare_in_request(window.request, context)


def sign_terms(window: Any, context: StepContext) -> None:
    """Record who signed the present version of the terms: person, organization, time and digest."""
    signed = [(s.actor, s.at, s.held_roles) for s in context.signers] or [
        (context.actor.id, context.now, context.held_roles)
    ]
    names = dict(Person.objects.filter(pk__in=[who for who, _at, _held in signed]).values_list("pk", "name"))
    signature = window.terms.signatures.model
    signature.objects.bulk_create(
        signature(
            terms=window.terms,
            person_id=who,
            name=names[who],
            at=at,
            digest=window.terms.digest,
            side=held_roles[0].side,
            organization_id=held_roles[0].organization,
        )
        for who, at, held_roles in signed
    )


def name_evaluators(window: Any, _context: StepContext) -> None:
    """Update how the developer sees evaluators whose grants have not ended: by name or by pseudonym.

    The present terms decide it (`Window.naming`).
    """
    window.grants.exclude(state="ended").update(names=window.naming())


def note_suspension(window: Any, context: StepContext) -> None:
    """Record the start of an interval without access. The days continue to count."""
    window.interruptions.create(from_at=context.now)


def note_resumption(window: Any, context: StepContext) -> None:
    """Record the end of the interval without access."""
    window.interruptions.filter(until_at=None).update(until_at=context.now)


def wake_opening(grant: Any, context: StepContext) -> None:
    """Retry the opening of a window immediately if it was waiting for an evaluator."""
    Deadline.objects.filter(
        subject_id=grant.window_id, kind="opening", state="running", due_at__lte=context.now
    ).update(wake_at=F("due_at"))
