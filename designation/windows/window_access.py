"""Who may read the content of a window now, and every reason why not: one definition, as SQL and for one person.

Each of the `conditions` is a reason that applies where it holds. A grant to which none applies gives access. A person
without a grant has no access. While a bridge holds (`register_bridge`), the reasons that are `bridged` do not apply.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db.models import (
    BooleanField,
    Case,
    Exists,
    F,
    Func,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    TextField,
    Value,
    When,
)
from django.db.models.functions import Cast

from designation.access.models import Recusal
from designation.people.models import Appointment
from designation.roles import Role
from designation.windows.models import Grant, Window
from designation.windows.terms import allows_break_glass
from workflow.guards import Refusal, StepContext

NOT_NAMED = Refusal("not_named", "You are not named as an evaluator of this window.")


@dataclass(frozen=True)
class Condition:
    """A reason against access: its code, its sentence, and when it applies at an instant (`Q` over grants).

    If it is `bridged`, it does not apply to a grant for which a bridge holds, such as an emergency access.
    """

    code: str
    sentence: str
    applies: Any
    bridged: bool = False


def _counts() -> Exists:
    """Return whether the appointment that a grant is based on is in effect now.

    It must be for an agency that the terms name or, in an early access, for the partner.
    """
    named = Func(
        OuterRef("window__terms__content__agencies"),
        Cast("organization_id", TextField()),
        function="jsonb_exists",
        output_field=BooleanField(),
    )
    held = Appointment.objects.in_effect().filter(pk=OuterRef("appointment")).annotate(is_named=named)
    of_an_agency = Q(role=Role.EVALUATOR, is_named=True)
    of_the_partner = Q(role=Role.PARTNER_EVALUATOR, organization=OuterRef("window__partner"))
    return Exists(held.filter(of_an_agency | of_the_partner))


def _recused() -> Exists:
    return Exists(Recusal.objects.filter(matter=OuterRef("window__request"), person=OuterRef("person")))


_registered: list[Callable[[datetime], Condition]] = []


def register(condition: Callable[[datetime], Condition]) -> None:
    """Add a condition of a later package, while models are imported. It applies wherever access is asked for."""
    _registered.append(condition)


_bridges: list[Callable[[datetime], QuerySet[Any]]] = []


def register_bridge(holding: Callable[[datetime], QuerySet[Any]]) -> None:
    """Add what sets the `bridged` conditions aside for a grant at an instant, while models are imported.

    `holding(now)` returns the rows that do so for the outer grant (`OuterRef("pk")`).
    """
    _bridges.append(holding)


def conditions(now: datetime) -> tuple[Condition, ...]:
    """Return every reason against access at an instant, in the order in which people read them."""
    return tuple(_unless_bridged(condition, now) for condition in _all(now))


def _all(now: datetime) -> tuple[Condition, ...]:
    return (*_own(now), *(condition(now) for condition in _registered))


def _unless_bridged(condition: Condition, now: datetime) -> Condition:
    """Return a condition that does not apply where a bridge holds, if it is one that can be bridged."""
    if not condition.bridged:
        return condition
    applies = condition.applies
    for holding in _bridges:
        applies = Q(applies) & ~Q(Exists(holding(now)))
    return replace(condition, applies=applies)


def bridged_codes(now: datetime) -> frozenset[str]:
    """Return the codes of the conditions that a bridge sets aside."""
    return frozenset(condition.code for condition in _all(now) if condition.bridged)


def noted_bridge(window: Window, context: StepContext) -> dict[str, str]:
    """Return what the entry of a reading says about the emergency access under which the actor reads, if any."""
    if window.terms is None or not allows_break_glass(window.terms.content):
        return {}
    named = Grant.objects.filter(window=window).naming(context.actor.id)
    for holding in _bridges:
        found = named.values_list(Subquery(holding(context.now).values("pk")[:1]), flat=True).first()
        if found is not None:
            return {"emergency_access": str(found)}
    return {}


def _own(now: datetime) -> tuple[Condition, ...]:
    return (
        Condition(
            "window_not_open",
            "The window is not open.",
            ~Q(window__state__in=["open", "suspended"]),
        ),
        Condition("window_suspended", "Access to the window is suspended.", Q(window__state="suspended")),
        Condition(
            "outside_its_time",
            "This is not between the window's opening and its end.",
            Q(window__opens_at__isnull=True)
            | Q(window__opens_at__gt=now)
            | Q(window__ends_at__isnull=True)
            | Q(window__ends_at__lte=now),
        ),
        Condition(
            "not_covered",
            "The model is not determined to be covered now.",
            ~Q(window__request__standing_outcome="covered"),
        ),
        Condition("not_concurred", "The developer has not concurred yet.", Q(state="nominated")),
        Condition("not_accepted", "You have not accepted the conditions of use.", Q(state="concurred")),
        Condition("grant_suspended", "Your access is suspended.", Q(state="suspended")),
        Condition("grant_ended", "Your access has ended.", Q(state="ended")),
        Condition(
            "other_terms",
            "You accepted another version of the terms.",
            Q(window__terms__isnull=True) | ~Q(agreed_terms__in=["", F("window__terms__digest")]),
        ),
        Condition(
            "not_eligible",
            "The role under which you are named does not count, or the terms do not name your organization.",
            ~Q(_counts()),
        ),
        Condition("recused", "You are recused from this matter.", Q(_recused())),
    )


def with_reasons(grants: QuerySet[Grant], against: Iterable[Condition]) -> QuerySet[Any]:
    """Annotate each grant with `reasons`: the codes of those of the conditions that apply to it."""
    codes = [Case(When(one.applies, then=Value(one.code)), default=None) for one in against]
    template = "array_remove(ARRAY[%(expressions)s]::text[], NULL)"
    return grants.annotate(reasons=Func(*codes, template=template, output_field=ArrayField(TextField())))


def reasons_of(
    grants: QuerySet[Grant], person: uuid.UUID | None, against: Iterable[Condition]
) -> QuerySet[Any, Any]:
    """Return the codes of the reasons against the person's grant, as one row; none if they have no grant that lasts."""
    named = grants.filter(person=person).exclude(state="ended")
    return with_reasons(named, against).values_list("reasons", flat=True)


def in_words(codes: list[str] | None, against: Iterable[Condition]) -> tuple[Refusal, ...]:
    """Return each reason with its sentence. A person without a grant that has not ended has no access."""
    if codes is None:
        return (NOT_NAMED,)
    sentences = {one.code: one.sentence for one in against}
    return tuple(Refusal(code, sentences[code]) for code in codes)


def window_access(person: uuid.UUID | None, window: Window, now: datetime) -> tuple[Refusal, ...]:
    """Return every reason why a person may not read the content of a window now. An empty result means they may."""
    against = conditions(now)
    return in_words(reasons_of(Grant.objects.filter(window=window), person, against).first(), against)
