"""An agency can be a partner as well: as an organization of its own, whose people have no account of the agency."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from designation.demo import roster
from designation.demo.world import World
from designation.models import Party, Request
from designation.people.actions import invitations
from designation.windows.window_access import window_access
from tests.designation.walking import catch_up, fresh, refused

AGENCY: dict[str, Any] = {
    "name": "Cybersecurity and Infrastructure Security Agency",
    "city": "Arlington",
    "us_state": "VA",
    "category": "federal",
    "contact_name": "Cyrus Webb",
    "contact_email": "cyrus@cisa.example",
    "identifiers": "cisa.gov",
}


def test_people_of_an_agency_that_is_a_partner_read_as_a_partner(
    present: World, soon: Request, as_person: Callable[[World, str], Client]
) -> None:
    agency = roster.activated(present, "cyrus", "carl", **AGENCY)
    selection = roster.proposed(present, soon, agency)
    present.act(selection, "concur", "abel")
    window = roster.agreed(present, fresh(selection), "cyrus")
    present.wait(hours=1)
    present.strike(window)
    catch_up(present)
    cyrus = present.people["cyrus"]
    assert Party.objects.get(matter=window.log_id, person=cyrus).side == "partner"
    assert window_access(cyrus.pk, fresh(window), present.now) == ()
    client = as_person(present, "cyrus")
    assert client.get(reverse("window", args=[soon.number, window.number])).status_code == 200
    assert client.get(reverse("request", args=[soon.number])).status_code == 404
    colleagues = [present.people[key].pk for key in ("arno", "eli", "cora")]
    assert not Party.objects.filter(matter=window.log_id, person__in=colleagues).exists()


@pytest.mark.parametrize("key", ["eli", "arno", "cora"])
def test_an_account_of_the_agency_cannot_act_for_it_as_a_partner(present: World, key: str) -> None:
    facts = AGENCY | {"contact_email": present.people[key].email}
    partner = roster.nominated(present, "carl", **facts)
    assert refused(lambda: present.act(partner, "start_vetting", "rhea")) == ("agency_contact_has_account",)


def test_an_agencys_person_is_not_invited_into_the_partner(present: World) -> None:
    agency = roster.activated(present, "cyrus", "carl", **(AGENCY | {"size": "small"})).organization

    def invite() -> Any:
        eli = present.people["eli"]
        return invitations.invite(
            agency,
            actor=present.actor("cyrus"),
            email=eli.email,
            name=eli.name,
            office=agency.offices.get(),
            now=present.now,
        )

    joined = refused(invite)
    if not joined:
        invitation = agency.invitations.get(email=present.people["eli"].email)
        joined = refused(
            lambda: invitations.accept(invitation, name="Eli Park", password="x" * 20, now=present.now)
        )
    assert joined == ("account_exists",)
