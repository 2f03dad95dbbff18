"""Who signed a step that needs several people: name, office and time, before and after the step is complete."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import QuerySet

from designation.content.folding import by_name
from designation.people.models import Appointment, Office, Person
from workflow.models import Approval, Entry
from workflow.steps import machine_named, step_of

GONE = "A person who is gone"


@dataclass(frozen=True)
class Signer:
    """One signature as people read it. `note` says why a signature does not count; it is empty if it counts."""

    name: str
    office: str
    at: datetime
    note: str = ""


def signers_of(entry: Entry) -> list[Signer]:
    """Return the people who completed the step that an entry records, in the order of signing. Uses one query.

    The office shown is the one for which the person held a role that allows them to sign.
    """
    signed = entry.details.get("signers", [])
    roles = step_of(machine_named(entry.machine), entry.step).who
    held = Appointment.objects.filter(person__in=[one["actor"] for one in signed], role__in=roles)
    names: dict[str, str] = {}
    offices: dict[str, set[str]] = {}
    for seat in held.select_related("person", "office"):
        names[str(seat.person_id)] = seat.person.name
        offices.setdefault(str(seat.person_id), set()).add(seat.office.name)
    return [
        Signer(
            name=names.get(one["actor"], GONE),
            office=_joined(offices.get(one["actor"], ())),
            at=datetime.fromisoformat(one["at"]),
        )
        for one in signed
    ]


def signed_so_far(approvals: Iterable[Approval], now: datetime) -> list[Signer]:
    """Return the signatures on a step that is not complete, in the given order. Uses one query."""
    given = list(approvals)
    wanted = {one["office"] for approval in given for one in approval.held_roles if one["office"]}
    names = {str(key): office.name for key, office in Office.objects.in_bulk(list(wanted)).items()}
    return [
        Signer(
            name=approval.actor_name,
            office=_joined({names[one["office"]] for one in approval.held_roles if one["office"] in names}),
            at=approval.at,
            note=_note(approval, now),
        )
        for approval in given
    ]


def holders(roles: Iterable[str], **where: Any) -> QuerySet[Person]:
    """Return the people who hold one of these roles now, by name. `where` narrows the appointments."""
    held = Appointment.objects.in_effect().filter(role__in=sorted(roles), **where)
    people = Person.objects.filter(pk__in=held.values("person"))
    return people.select_related("office__organization").order_by("folded", "name", "pk")


def _note(approval: Approval, now: datetime) -> str:
    if approval.state == Approval.State.TAKEN_BACK:
        return "taken back"
    return "expired" if approval.expires_at <= now else ""


def _joined(offices: Iterable[str]) -> str:
    return ", ".join(sorted(offices, key=by_name))
