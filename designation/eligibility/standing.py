"""What a person could read and why: what policy asks of readers, and every window for which they are named."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import QuerySet

from designation.eligibility.conditions import LACKING, conditions, of_people
from designation.eligibility.models import EligibilityRecord
from designation.people.models import Person
from designation.policies.models import Policy
from designation.windows.actions import nameable
from designation.windows.lifecycle.states import LIVE
from designation.windows.models import Grant, Window
from designation.windows.window_access import conditions as all_conditions
from designation.windows.window_access import in_words, with_reasons
from workflow.guards import Refusal


@dataclass(frozen=True)
class Requirement:
    """One kind of record that policy asks of everybody who reads, and whether it is there."""

    what: str
    kind: str
    is_met: bool
    expires_at: datetime | None


@dataclass(frozen=True)
class Standing:
    """A person, or a window, with every reason against access there."""

    about: Any
    reasons: tuple[Refusal, ...]


def requirements(person: Person, now: datetime) -> list[Requirement]:
    """Return what the policy in force asks of everybody who reads, and whether this person has it."""
    policy = Policy.in_force(now)
    wanted = policy.value("readers_need") if policy else []
    held = {row.kind: row for row in EligibilityRecord.counting(now).filter(person=person, kind__in=wanted)}
    return [
        Requirement(
            str(kind.label), kind.value, kind.value in held, getattr(held.get(kind.value), "expires_at", None)
        )
        for kind in LACKING
        if kind.value in wanted
    ]


def windows_of(person: Person, now: datetime) -> list[Standing]:
    """Return every live window for which a person is named, with every reason why they cannot read there now."""
    named = Grant.objects.filter(person=person, window__state__in=LIVE).exclude(state="ended")
    against = all_conditions(now)
    rows = (
        with_reasons(named, against)
        .select_related("window__request__model")
        .order_by("window__opens_at", "pk")
    )
    return [Standing(row.window, in_words(row.reasons, against)) for row in rows]


def nameable_people(window: Window, now: datetime) -> list[Standing]:
    """Return everybody who can be named for a window now, with every reason of eligibility against them."""
    against = conditions(now, of_people(window))
    people: QuerySet[Any] = Person.objects.filter(pk__in=[one.pk for one in nameable(window)])
    rows = with_reasons(people, against).order_by("folded", "name")
    return [Standing(row, in_words(row.reasons, against)) for row in rows]
