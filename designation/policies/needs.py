"""What a site needs of its policy before a developer can submit: editors, a version, and the people it relies on."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Any

from django.urls import reverse

from designation.declared import Need
from designation.people.models import Seat
from designation.people.needs import Sight
from designation.policies.models import DEFAULTS, NeededPeople, Policy
from designation.roles import Role, Side
from workflow.steps import step_of

COMPLETE = "A complete policy version"


def needs(sight: Sight) -> Iterator[Need]:
    """Yield what has to be there before a policy version can be in force, and before it can work."""
    if not sight.sees(Side.GOVERNMENT):
        return
    present = Policy.in_force(sight.now)
    newest = present or Policy.objects.exclude(state="discarded").order_by("-number").first()
    version = newest or Policy(number=0, values=DEFAULTS)
    yield _editors(sight, version)
    yield _drafted(sight, newest)
    yield from _people(sight, version)
    yield _in_force(sight, present, newest)


def _editors(sight: Sight, version: Policy) -> Need:
    editors = sight.holders(Role.POLICY_EDITOR)
    return Need(
        what="Two policy editors in different offices",
        is_met=sight.can_sign(step_of(Policy, "activate").quorum, version, editors),
        **_administrators_mend(),
    )


def _administrators_mend() -> dict[str, Any]:
    return {
        "side": Side.GOVERNMENT,
        "role": Role.ADMINISTRATOR,
        "by": "Administrators of an agency",
        "url": reverse("organizations"),
        "button": "Open your organization",
    }


def _editors_mend() -> dict[str, Any]:
    return {"side": Side.GOVERNMENT, "role": Role.POLICY_EDITOR, "by": "Policy editors"}


def _drafted(sight: Sight, newest: Policy | None) -> Need:
    """Return the need of a version that can be signed. One that was signed is complete.

    What a draft lacks is the government's own business, so operators do not read it.
    """
    if newest is None:
        note, page = "It begins with the values that this software ships with.", reverse("policy_new")
        return Need(
            COMPLETE, is_met=False, url=page, button="Write the first version", note=note, **_editors_mend()
        )
    lacking = newest.problems() if newest.state == "draft" else []
    return Need(
        COMPLETE,
        is_met=not lacking,
        url=reverse("policy_edit", args=[newest.number]),
        button="Change the draft",
        note="" if sight.is_operator else f"Version {newest.number}: {'; '.join(lacking)}.",
        **_editors_mend(),
    )


def _people(sight: Sight, version: Policy) -> Iterator[Need]:
    """Yield the people whom the version needs (`Policy.needed_people`)."""
    government = {one.pk: one.name for one in sight.organizations(Side.GOVERNMENT)}
    held = [seat for seat in sight.seats if seat[0] in government]
    is_known = bool(version.value("lead_agency"))
    for needed in version.needed_people(held) if is_known else _wherever(version, government, held):
        name = government.get(needed.agency, "") if needed.agency else ""
        fix = _administrators_mend() | ({"by": f"Administrators of {name}"} if name else {})
        yield Need(
            what=needed.what[:1].upper() + needed.what[1:],
            is_met=needed.are_there,
            organization=needed.agency,
            **fix,
        )


def _wherever(version: Policy, agencies: Iterable[uuid.UUID], held: list[Seat]) -> list[NeededPeople]:
    """Return the needed people for the agency that has most of them, while the version names no agency."""
    best: list[NeededPeople] = []
    for lead in ["", *map(str, agencies)]:
        found = Policy(values={**version.values, "lead_agency": lead}).needed_people(held)
        if not best or _there(found) > _there(best):
            best = found
    return [replace(one, agency=None) for one in best]


def _there(needed: list[NeededPeople]) -> int:
    return sum(one.are_there for one in needed)


def _in_force(sight: Sight, present: Policy | None, newest: Policy | None) -> Need:
    """Return the need of a version in force. What has been signed comes into force by itself."""
    note = "Two editors of different offices sign a complete version."
    if present is None and newest is not None and newest.state == "active":
        note = f"Version {newest.number} is signed and comes into force on its effective date."
    page = reverse("policies") if newest is None else reverse("policy", args=[newest.number])
    return Need(
        what="A policy version in force",
        is_met=present is not None,
        url=page,
        button="Open the policy",
        note=note,
        **_editors_mend(),
    )


NEEDS = (needs,)
