"""What a person could suspend instead, the smallest scope first."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.urls import reverse

from designation.artifacts.models import Artifact, Share
from designation.insider_risk.models import Suspension
from designation.insider_risk.scopes import OFFICER
from designation.partners.models import Partner
from designation.people.models import Appointment, Organization, Person
from designation.windows.models import Grant, Window
from workflow.affordances import affordances
from workflow.guards import Actor


@dataclass(frozen=True)
class Option:
    """One thing that could be suspended: what it is, what then stops, and the page that does it.

    Without `url`, `says` is why it cannot be suspended now.
    """

    what: str
    says: str
    url: str = ""
    button: str = "Suspend"


def in_windows(grants: Iterable[Any], actor: Actor, now: datetime, *, by_name: bool) -> Iterator[Option]:
    """Yield a person's access to one window, for each grant that the reader can suspend."""
    for grant in grants:
        if not list(affordances(grant, actor, now=now, only=["suspend"])):
            continue
        window = grant.window
        side = next((one.side for one in grant.held_roles), "")
        where = f"{window.title} of “{window.request.model.codename}”"
        yield Option(
            f"{grant.name_for(side)}, in this window" if by_name else where,
            "Stops this person's access to one access window. One person of each side lifts it.",
            reverse("grant_step", args=[window.request.number, window.number, grant.pk, "suspend"]),
        )


def for_person(person: Person, actor: Actor, now: datetime) -> Iterator[Option]:
    """Yield what can be suspended about a person: one window, then everything, then the whole organization."""
    grants = Grant.with_roles(actor.id).filter(person=person, state="active")
    yield from in_windows(
        grants.select_related("window__request__model", "person"), actor, now, by_name=False
    )
    yield person_everywhere(person)
    yield whole_organization(person.organization)


def person_everywhere(person: Person) -> Option:
    """Return the option to suspend a person everywhere."""
    earlier = _active(person=person)
    if earlier is not None:
        return Option(f"{person.name}, everywhere", "Already suspended.", _page(earlier), "Read")
    return Option(
        f"{person.name}, everywhere",
        "Stops all that this person can read, do or sign, under every role they have or get. Two people lift it.",
        reverse("suspend_person_place", args=[person.pk]),
    )


def whole_organization(organization: Organization) -> Option:
    """Return the option to suspend a whole organization."""
    earlier = _active(organization=organization, scope="organization")
    if earlier is not None:
        return Option(f"Everyone at {organization.name}", "Already suspended.", _page(earlier), "Read")
    return Option(
        f"Everyone at {organization.name}",
        "Stops all that anybody at this organization can read, do or sign. Its administrators can still manage its "
        "people, and it can still leave. Two people lift it.",
        reverse("suspend_organization_place", args=[organization.pk]),
    )


def for_organization(organization: Organization, actor: Actor) -> Iterator[Option]:
    """Yield what can be suspended about an organization: one person, its standing as a partner, then everyone."""
    yield Option(
        f"One person at {organization.name}",
        "Stops one person and nobody else.",
        f"{reverse('suspend_find')}?organization={organization.pk}",
        "Choose the person",
    )
    partner = Partner.with_roles(actor.id).filter(organization=organization).first()
    if partner is not None and list(affordances(partner, actor, only=["suspend"])):
        yield Option(
            f"{organization.name} as a trusted partner",
            "Stops every early access of this partner. Its people can still sign in. Two others lift it.",
            reverse("partner_step", args=[partner.number, "suspend"]),
        )
    yield whole_organization(organization)


def for_artifact(artifact: Artifact, shares: Iterable[Share]) -> Iterator[Option]:
    """Yield what can be suspended about an artifact: sharing it in one window, then every reading of it."""
    for share in shares:
        yield Option(
            f"“{artifact.title}” in {share.window.title}",
            "Stops sharing it in this window only. The developer can share it again.",
            reverse("window", args=[artifact.request.number, share.window.number]),
            "Open the window",
        )
    yield artifact_everywhere(artifact)


def artifact_everywhere(artifact: Artifact) -> Option:
    """Return the option to suspend an artifact in every window."""
    earlier = _active(artifact=artifact)
    if earlier is not None:
        return Option(f"“{artifact.title}”, in every window", "Already suspended.", _page(earlier), "Read")
    return Option(
        f"“{artifact.title}”, in every window",
        "Stops every reading of this artifact. Two people lift it.",
        reverse("suspend_artifact_place", args=[artifact.pk]),
    )


def for_window(window: Window, actor: Actor, now: datetime) -> Iterator[Option]:
    """Yield what can be suspended in a window: one person, one artifact, then the window, then people everywhere."""
    grants = list(
        Grant.with_roles(actor.id)
        .filter(window=window, state__in=["active", "suspended"])
        .select_related("window__request__model", "person__office__organization")
    )
    yield from in_windows((one for one in grants if one.state == "active"), actor, now, by_name=True)
    for share in window.shares.filter(state="active").select_related("artifact__request"):
        yield artifact_everywhere(share.artifact)
    if list(affordances(window, actor, now=now, only=["suspend"])):
        yield Option(
            f"Everyone in {window.title}",
            "Stops every reading in this window. The days continue to count. One person of each side resumes it.",
            reverse("window_step", args=[window.request.number, window.number, "suspend"]),
        )
    if Appointment.objects.holds(actor.id, OFFICER):
        yield from (person_everywhere(one.person) for one in grants)


def _active(**covers: Any) -> Suspension | None:
    return Suspension.objects.filter(state="active", **covers).first()


def _page(suspension: Suspension) -> str:
    return reverse("suspension", args=[suspension.number])
