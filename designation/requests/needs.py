"""What a developer needs before it can submit: administrators, somebody who writes, and somebody who submits.

Who writes and who submits is read from the steps themselves.
"""

from __future__ import annotations

from collections.abc import Iterator

from django.urls import reverse

from designation.declared import Need
from designation.people.models import Organization
from designation.people.needs import Sight, administrators
from designation.requests.models import Request
from designation.roles import Role, Side
from workflow.creating.declaring import creation_of
from workflow.steps import step_of

MOST_SHOWN = 10


def needs(sight: Sight) -> Iterator[Need]:
    """Yield what each developer lacks that the reader may know of, or that one developer lacks nothing."""
    if not sight.sees(Side.DEVELOPER):
        return
    developers = sight.organizations(Side.DEVELOPER)
    found = [list(_needs_of(sight, one)) for one in developers]
    complete = [needed for needed in found if all(need.is_met for need in needed)]
    if sight.is_operator:
        yield Need(
            what="A model developer",
            is_met=bool(developers),
            side=Side.OPERATOR,
            role=Role.OPERATOR,
            by="Site operators",
            url=reverse("organization_add"),
            button="Register a developer",
        )
    for needed in (complete or found)[:MOST_SHOWN]:
        yield from needed


def _needs_of(sight: Sight, developer: Organization) -> Iterator[Need]:
    yield from administrators(sight, [developer])
    who_writes = creation_of(Request, "begin").who
    who_submits = step_of(Request, "submit").who
    for what, roles in (("writes the application", who_writes), ("submits it", who_submits)):
        labels = sorted(str(Role(role).label).lower() for role in roles)
        yield Need(
            what=f"{developer.name}: a person who {what} ({', '.join(labels)})",
            is_met=any(sight.holders(role, developer.pk) for role in roles),
            side=Side.DEVELOPER,
            role=Role.ADMINISTRATOR,
            by=f"Administrators of {developer.name}",
            url=reverse("organizations"),
            button="Open your organization",
            organization=developer.pk,
        )


NEEDS = (needs,)
