"""What eligibility adds to the question who may read: reasons against access, in SQL, for a person and a window.

`of_grants` gives them for grants, where `window_access` asks. `of_people` gives them for people who are not named yet.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Exists, Func, JSONField, OuterRef, Q, QuerySet, TextField
from django.db.models.functions import Cast, Lower

from designation.access.models import Recusal
from designation.eligibility.kinds import Kind, Value
from designation.eligibility.models import EligibilityRecord
from designation.frontier_models.models import Readers, Variant
from designation.insider_risk.models import Suspension
from designation.policies.models import Policy
from designation.windows.models import Window
from designation.windows.window_access import Condition

ASK = "Ask your organization's administrator."
LACKING = {
    Kind.IDENTITY: f"No proofing of your identity is verified. {ASK}",
    Kind.TRAINING: f"Your insider-risk training is not verified. {ASK}",
    Kind.CLEARANCE: f"No security clearance of yours is verified, or it has expired. {ASK}",
}
"""The sentence for each kind of record that policy may ask of readers."""
STATUS = {
    Readers.US_PERSONS: (Value.US_CITIZEN, Value.US_PERSON),
    Readers.US_CITIZENS: (Value.US_CITIZEN,),
}
"""The verified statuses that satisfy each rule of a variant."""


@dataclass(frozen=True)
class About:
    """Whom and what the conditions are about: expressions of the outer query, or plain values.

    `names_no_variant` is the condition that the terms name no variant, as those of early access do.
    """

    person: Any
    variant: Any
    names_no_variant: Q
    model: Any
    developers: Any
    request: Any


def of_grants() -> About:
    """Return what the conditions are about in a query of grants."""
    developer = "window__request__model__developer"
    return About(
        OuterRef("person"),
        OuterRef("window__terms__content__variant"),
        Q(window__terms__content__variant="") | Q(window__terms__content__variant__isnull=True),
        OuterRef("window__request__model"),
        [OuterRef(f"{developer}__folded"), Lower(OuterRef(f"{developer}__short_name"))],
        OuterRef("window__request"),
    )


def of_people(window: Window) -> About:
    """Return what the conditions are about in a query of people who could be named for a window."""
    variant = window.present_terms.get("variant") or ""
    unnamed = Q(pk__isnull=False) if not variant else Q(pk__isnull=True)
    model = window.request.model
    names = [model.developer.folded, model.developer.short_name.lower()]
    return About(OuterRef("pk"), variant, unnamed, model.pk, names, window.request_id)


def conditions(now: Any, about: About) -> tuple[Condition, ...]:
    """Return every reason of eligibility against access at an instant."""
    return tuple(make(now, about) for make in EACH)


def _lacks(kind: Kind) -> Callable[[Any, About], Condition]:
    def condition(now: Any, about: About) -> Condition:
        lacks = _is_asked_for_and_lacking(kind, now, about)
        if kind == Kind.TRAINING:
            lacks &= ~Q(Exists(_expired_trainings(now, about)))
        return Condition(f"{kind.value}_lacking", LACKING[kind], lacks)

    return condition


def _training_has_expired(now: Any, about: About) -> Condition:
    """Return the reason that a person's training was verified and has expired. Emergency access sets it aside."""
    expired = Q(Exists(_expired_trainings(now, about)))
    return Condition(
        "training_expired",
        f"Your insider-risk training has expired. {ASK}",
        _is_asked_for_and_lacking(Kind.TRAINING, now, about) & expired,
        bridged=True,
    )


def _is_asked_for_and_lacking(kind: Kind, now: Any, about: About) -> Q:
    in_force = Policy.objects.filter(state="active", effective_at__lte=now)
    newest = in_force.order_by("-effective_at", "-number").values("pk")[:1]
    asks = Policy.objects.filter(pk__in=newest, values__readers_need__contains=[kind.value])
    held = EligibilityRecord.counting(now).filter(person=about.person, kind=kind)
    return Q(Exists(asks)) & ~Q(Exists(held))


def _expired_trainings(now: Any, about: About) -> QuerySet[EligibilityRecord]:
    """Return the person's trainings that were verified and expired, whether or not the clock has noted it."""
    trainings = EligibilityRecord.objects.filter(person=about.person, kind=Kind.TRAINING)
    return trainings.filter(Q(state="expired") | Q(state="verified", expires_at__lte=now))


def is_restricted(now: Any, about: About) -> Condition:
    """Return the reason that the variant's rule asks for a status that is not verified for the person."""
    restricted = Q()
    key = Func(Cast("pk", TextField()), function="to_jsonb", output_field=JSONField())
    variants = Variant.objects.annotate(key=key).filter(model=about.model)
    for rule, statuses in STATUS.items():
        ruled = variants.filter(readers=rule)
        held = EligibilityRecord.counting(now).filter(
            person=about.person, kind=Kind.CITIZENSHIP, value__in=statuses
        )
        applies = Q(Exists(ruled.filter(key=about.variant))) | (about.names_no_variant & Q(Exists(ruled)))
        restricted |= applies & ~Q(Exists(held))
    return Condition(
        "variant_restricted",
        "The developer lets only U.S. persons, or only U.S. citizens, read about this variant. No such status of yours "
        f"is verified. {ASK}",
        restricted,
    )


def _has_a_conflict(now: Any, about: About) -> Condition:
    held = EligibilityRecord.counting(now).filter(
        person=about.person, kind=Kind.CONFLICT, with_folded__in=about.developers
    )
    return Condition(
        "conflict_recorded",
        f"A conflict of interest of yours with this developer is recorded. {ASK}",
        Q(Exists(held)),
    )


def _held_back_before(_now: Any, about: About) -> Condition:
    """Return the reason that the same person, under an earlier account, is suspended or recused."""
    own = EligibilityRecord.objects.filter(kind=Kind.IDENTITY, person=about.person)
    same = EligibilityRecord.objects.filter(
        kind=Kind.IDENTITY, normal__in=own.exclude(state="declined").values("normal")
    ).exclude(state="declined")
    suspended = Suspension.objects.filter(state="active", person__in=same.values("person"))
    recused = Recusal.objects.filter(matter=about.request, person__in=same.values("person"))
    return Condition(
        "held_back_before",
        "An earlier account of yours is suspended or recused. That holds for this account too.",
        Q(Exists(suspended)) | Q(Exists(recused)),
    )


EACH: tuple[Callable[[Any, About], Condition], ...] = (
    *(_lacks(kind) for kind in LACKING),
    _training_has_expired,
    is_restricted,
    _has_a_conflict,
    _held_back_before,
)


def registered(make: Callable[[Any, About], Condition]) -> Callable[[datetime], Condition]:
    """Return one of these reasons as `window_access` registers it."""
    return lambda now: make(now, of_grants())
