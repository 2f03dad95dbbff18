"""One invitation, or two invitations to one mailbox, used by several at the same instant: one account is made."""

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connections

from designation.people.actions import invitations
from designation.people.models import Invitation, Person
from workflow.errors import Refused

from .conftest import PASSWORD, World, actor, build_world, office_of

pytestmark = [pytest.mark.race, pytest.mark.usefixtures("fresh_database")]


def accept_all(wanted: Sequence[Invitation]) -> list[str]:
    """Accept each in a thread of its own; the outcomes, as "made" or the code of the refusal."""

    def accept(invitation: Invitation) -> str:
        try:
            invitations.accept(invitation, name="Nia New", password=PASSWORD)
        except Refused as refused:
            return refused.codes[0]
        finally:
            connections.close_all()
        return "made"

    with ThreadPoolExecutor(len(wanted)) as pool:
        return sorted(pool.map(accept, wanted))


def invited(world: World, email: str, *, by_agency: bool = False) -> Invitation:
    organization, office = (world.agency, "Intake") if by_agency else (world.developer, "Policy")
    return invitations.invite(
        organization,
        actor=actor(world.administrators(organization)[0]),
        email=email,
        name="Nia New",
        office=office_of(organization, office),
    )


def test_one_link_used_by_eight_makes_one_account() -> None:
    invitation = invited(build_world(), "nia@hr.example")
    assert accept_all([invitation] * 8) == ["made", *["wrong_state"] * 7]
    assert Person.objects.filter(email="nia@hr.example").count() == 1


def test_two_organizations_links_to_one_mailbox_make_one_account() -> None:
    world = build_world()
    pair = [invited(world, "nia@hr.example"), invited(world, "nia+work@hr.example", by_agency=True)]
    assert accept_all(pair) == ["account_exists", "made"]
    assert Person.objects.filter(email__startswith="nia").count() == 1
