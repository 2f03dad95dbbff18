"""Who will have to sign terms, shown before anyone signs. Each side sees only the names of its own people."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from typing import Any

from django.db.models import QuerySet

from designation.people.models import Appointment, Organization
from designation.requests.matter import Matter
from designation.roles import Role, Side
from designation.windows.models import Window


def who_signs(window: Window, matter: Matter, agencies: Iterable[str]) -> dict[str, Any]:
    """Return the context of windows/who_signs.html for terms that name these agencies.

    `agencies` are ids; unknown ones are ignored.
    """
    wanted = set(agencies)
    officials = _names(window.officials_for(matter.actor.id, matter.side))
    return {
        "developer": _developer(matter),
        "agencies": [
            {
                "name": agency.name,
                "people": officials.get(agency.pk, []) if matter.is_government else [],
                "nobody": agency.pk not in officials,
            }
            for agency in _agencies()
            if str(agency.pk) in wanted
        ],
        "needed": window.pinned_policy.number_of("terms_signers"),
        "for_government": matter.is_government,
    }


def _developer(matter: Matter) -> dict[str, Any]:
    developer = matter.request.model.developer
    if not matter.is_developer:
        return {"name": developer.name, "people": [], "nobody": False}
    held = Appointment.objects.in_effect().filter(role=Role.CERTIFYING_OFFICER, organization=developer)
    people = _names(held).get(developer.pk, [])
    return {"name": developer.name, "people": people, "nobody": not people}


def _agencies() -> QuerySet[Organization]:
    return Organization.objects.filter(side=Side.GOVERNMENT).order_by("folded", "name")


def _names(held: QuerySet[Appointment]) -> dict[uuid.UUID, list[str]]:
    """Return the names of the people who hold the roles, by organization."""
    found: dict[uuid.UUID, list[str]] = {}
    rows = (
        held.order_by("person__folded", "person__name").values_list("organization", "person__name").distinct()
    )
    for organization, name in rows:
        found.setdefault(organization, []).append(name)
    return found
