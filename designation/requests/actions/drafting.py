"""Begin requests and save drafts. Steps go through `perform`; drafts are saved while a person types."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from django.db import transaction

from designation.access import parties
from designation.access.capacities import Capacity
from designation.access.parties import involve
from designation.content.drafts import Saved, typed_into
from designation.content.markings import without_marked
from designation.frontier_models.models import FrontierModel
from designation.policies.application import FIELDS
from designation.requests.lifecycle.states import FINAL
from designation.requests.models import Question, Request
from designation.requests.rules import drafting
from workflow import clock
from workflow.creating.create import create
from workflow.errors import Refused
from workflow.guards import Actor, Guard, StepContext, refusals
from workflow.sql import snapshot

TYPED = (drafting.writer_is_the_developers, drafting.is_a_draft)
ANSWERED = (drafting.writer_is_the_developers, drafting.question_is_open)


def begin(model: FrontierModel, *, actor: Actor, now: datetime | None = None) -> Request:
    """Begin a draft request, prefilled from the newest request about the same model. Raises: Refused."""
    with transaction.atomic():
        snapshot.lock(model.log_ids())
        earlier = Request.objects.filter(model=model).order_by("-created_at").first()
        variants = [str(pk) for pk in model.variants.values_list("pk", flat=True)]
        answers = (
            {name: earlier.answers[name] for name in FIELDS if name in earlier.answers} if earlier else {}
        )
        answers.setdefault("variants", variants)
        request = Request(
            model=model,
            answers=answers,
            variants=answers["variants"],
            variant_key=Request.key_of(answers["variants"]),
            filed_again_from=earlier if earlier and earlier.state in FINAL else None,
            created_at=now or clock.now(),
        )
        create(request, "begin", actor=actor, now=now)
        involve(request.log_id, organization=model.developer_id, capacity=Capacity.DEVELOPER)
        parties.refresh(request.log_id)
    return request


def save_answers(
    request: Request, *, actor: Actor, answers: Mapping[str, Any], seen: Mapping[str, str] | None = None
) -> Saved:
    """Save the fields of a draft while a person types, and return what was saved.

    `seen` contains the fingerprints of what the person's page showed. If someone else changed a field since
    then, their text stays and the field is listed in the result, unless both texts are the same.

    A text that carries a marking above the ceiling is not saved; the reason is in the result, and all else is saved.

    Raises: Refused if the request is not a draft, the person is not on the developer's side, or every text carries a
    marking. Nothing is saved then.
    """
    with transaction.atomic():
        row = snapshot.locked(request, actor)
        known = {name: value for name, value in answers.items() if name in FIELDS}
        context = StepContext(actor, clock.now(), row.held_roles, known)
        _require(TYPED, row, context)
        kept, refused = without_marked(row, context, known)
        saved = replace(typed_into(row.answers, kept, seen or {}), refused=refused)
        if saved.changed:
            row.answers, row.saved_at = saved.draft, clock.now()
            row.variants = row.answers.get("variants") or []
            row.variant_key = Request.key_of(row.variants)
            row.save(update_fields=["answers", "saved_at", "variants", "variant_key"])
        request.answers, request.saved_at = row.answers, row.saved_at
    return saved


def save_question(
    question: Question,
    *,
    actor: Actor,
    answer: str | None = None,
    revised: Any = None,
    seen: Mapping[str, str] | None = None,
) -> Saved:
    """Save the draft of an answer and of the field's new text. None leaves either one unchanged.

    The government sees them when the answers are sent. `seen` contains the fingerprints of what the page
    showed, as in `save_answers`: text that someone else wrote since then stays and is listed in the result.

    A text that carries a marking above the ceiling is not saved, and the other is.

    Raises: Refused; nothing is saved then.
    """
    with transaction.atomic():
        row = snapshot.locked(question.request, actor)
        present = Question.objects.filter(pk=question.pk, answered_at=None).first()
        typed = {"answer": answer, "revised": revised}
        context = StepContext(actor, clock.now(), row.held_roles, typed, proposed=present)
        _require(ANSWERED, row, context)
        if present is None:
            raise Question.DoesNotExist  # unreachable: a rule asks for it
        known = {name: value for name, value in typed.items() if value is not None}
        known, refused = without_marked(row, context, known)
        saved = typed_into({"answer": present.answer, "revised": present.revised}, known, seen or {})
        saved = replace(saved, refused=refused)
        if saved.changed:
            present.answer, present.revised = saved.draft["answer"].strip(), saved.draft["revised"] or None
            present.save(update_fields=["answer", "revised"])
    return saved


def _require(rules: Iterable[Guard], row: Request, context: StepContext) -> None:
    if found := refusals(rules, row, context):
        raise Refused(found)
