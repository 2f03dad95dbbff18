"""What people do with access windows outside of steps: draft terms, and name evaluators."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any, cast

from django.db import transaction
from django.db.models import F, Max

from designation.content.drafts import Saved, typed_into
from designation.content.markings import without_marked
from designation.people.models import Person
from designation.requests.models import Request
from designation.windows import terms
from designation.windows.involvements import follow_windows
from designation.windows.models import Grant, Window
from designation.windows.rules import drafting
from workflow import clock
from workflow.creating.create import create, require
from workflow.errors import Refused
from workflow.guards import Actor, StepContext, refusals
from workflow.sql import snapshot

TYPED = (drafting.writer_is_the_developers, drafting.only_drafts_are_typed_into)
OWN_FIRST = (F("delegated_from").asc(nulls_first=True), "pk")


def draft(request: Request, *, actor: Actor, now: datetime | None = None) -> Window:
    """Begin a window for a covered model, with terms prefilled from the application. Raises: Refused.

    If there is a draft in which nobody has changed anything yet, that draft is returned instead of a new one.
    """
    with transaction.atomic():
        row = snapshot.locked(request, actor, request.log_ids())
        require(Window, "draft", row, actor=actor, now=now)
        untouched = row.windows.filter(state="draft", draft_terms=_prefilled(row)).first()
        if untouched is not None:
            return cast(Window, untouched)
        number = (row.windows.filter(partner=None).aggregate(last=Max("number"))["last"] or 0) + 1
        window = Window(
            request=row,
            model=row.model.original,
            number=number,
            draft_terms=_prefilled(row),
        )
        create(window, "draft", actor=actor, now=now)
        follow_windows(window)
    return window


def _prefilled(request: Request) -> dict[str, Any]:
    answers = request.answers
    modes = answers.get("access_modes") or [""]
    variants = request.covered_variants()
    return terms.normal(
        {
            "access_mode": modes[0],
            "agencies": answers.get("agencies") or [],
            "permitted_uses": answers.get("permitted_uses", ""),
            "prohibited_uses": answers.get("prohibited_uses", ""),
            "names": "names",
            "reading": "view",
            "text_view": "yes",
            terms.BREAK_GLASS: terms.NOT_ALLOWED,
            "variant": str(variants[0].pk) if len(variants) == 1 else "",
        }
    )


def save_draft(
    window: Window, *, actor: Actor, content: Mapping[str, Any], seen: Mapping[str, str] | None = None
) -> Saved:
    """Save the clauses of a window's draft while a person types, and return what was saved.

    `seen` contains the fingerprints of what the person's page showed. If someone else changed a clause since
    then, their text stays and the clause is listed in the result, unless both texts are the same.

    A text that carries a marking above the ceiling is not saved; the reason is in the result, and all else is saved.

    Raises: Refused if the terms are not a draft, the person is not on the developer's side, or every text carries a
    marking. Nothing is saved then.
    """
    with transaction.atomic():
        row = snapshot.locked(window, actor)
        context = StepContext(actor, clock.now(), row.held_roles, content)
        if found := refusals(TYPED, row, context):
            raise Refused(found)
        kept, refused = without_marked(row, context, terms.drafted(content))
        saved = replace(typed_into(row.draft_terms, kept, seen or {}), refused=refused)
        if saved.changed:
            Window.objects.filter(pk=row.pk).update(draft_terms=saved.draft)
        window.draft_terms = saved.draft
    return saved


def nominate(window: Window, *, actor: Actor, person: Person, now: datetime | None = None) -> Grant:
    """Name an evaluator for a window. The developer concurs next, then the person accepts. Raises: Refused."""
    with transaction.atomic():
        row = snapshot.locked(window, actor, window.log_ids())
        grant = Grant(
            window=row,
            person=person,
            appointment=Grant.held_in(row).filter(person=person).order_by(*OWN_FIRST).first(),
            nominated_by_id=actor.id,
            log_id=row.log_id,
            pseudonym=f"E-{secrets.token_hex(3)}",
            names=row.naming(),
        )
        create(grant, "nominate", actor=actor, details={"pseudonym": grant.pseudonym}, now=now)
        follow_windows(row)
    return grant


def nameable(window: Window) -> list[Person]:
    """Return the evaluators of the named agencies who can still be named for a window, by name."""
    named = window.grants.exclude(state="ended").values("person")
    people = Grant.eligible_in(window).exclude(pk__in=named)
    return list(people.select_related("office__organization").order_by("folded", "name", "pk"))
