"""Who accepted which version of a request's agreement, and when, and who has not yet."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from designation.artifacts.models import Acceptance, Agreement
from designation.windows.models import Grant, Window

ASKED = ("concurred", "active", "suspended")
"""The states of a grant in which its person is asked to accept the agreement in force."""


@dataclass(frozen=True)
class Agreed:
    """One evaluator of one window: what they accepted of one version, or that they have not."""

    name: str
    organization: str
    window: str
    at: datetime | None = None
    digest: str = ""


def agreed(agreement: Agreement, side: str, windows: Iterable[Window] | None = None) -> list[Agreed]:
    """Return who accepted a version and, if it is in force, who has not, as people of a side know them.

    `windows` limits this to some windows of the request.
    """
    grants = Grant.objects.filter(window__request=agreement.request_id)
    if windows is not None:
        grants = grants.filter(window__in=windows)
    given = {one.grant_id: one for one in Acceptance.objects.filter(agreement=agreement)}
    found = []
    rows = grants.select_related("person__office__organization", "window__partner").order_by(
        "window__number", "pk"
    )
    for grant in rows:
        accepted = given.get(grant.pk)
        if accepted is None and not (agreement.state == "in_force" and _is_asked(grant)):
            continue
        found.append(
            Agreed(
                name=grant.name_for(side),
                organization=grant.person.organization.short_name,
                window=grant.window.title,
                at=accepted.accepted_at if accepted else None,
                digest=accepted.digest if accepted else "",
            )
        )
    return found


def _is_asked(grant: Any) -> bool:
    return grant.state in ASKED


def summary(given: int, people: int) -> str:
    """Return in words how many of the people who are asked accepted."""
    if not people:
        return "Nobody has been asked to accept it yet."
    return f"{given} of {people} {'evaluator' if people == 1 else 'evaluators'} accepted it."
