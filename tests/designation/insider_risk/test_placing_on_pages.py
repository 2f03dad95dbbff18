"""Placing a suspension through the pages: one click away, the smallest scope first, and nothing typed is lost."""

import re
from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from designation.artifacts.models import Share
from designation.demo.cast import PASSWORD
from designation.demo.world import World
from designation.models import Suspension
from designation.web.actor import PROVED_AT
from tests.designation.artifacts.reading import Reader

As = Callable[[World, str], Client]
WHY = {"reason": "Pages were opened at an odd hour."}


def text_of(response) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))


def places_of(response) -> list[str]:
    """Return where the page's buttons lead, in order."""
    return re.findall(r'class="usa-button usa-button--outline" href="([^"]+)"', response.content.decode())


def test_an_administrator_suspends_a_person_from_their_page(
    present: World, eve: Reader, as_person: As
) -> None:
    nora, person = as_person(present, "nora"), present.people["eve"]
    page = nora.get(reverse("person", args=[person.organization.pk, person.pk]))
    choose = reverse("suspend_person", args=[person.pk])
    assert f'href="{choose}"' in page.content.decode()
    place = reverse("suspend_person_place", args=[person.pk])
    assert places_of(nora.get(choose)) == [
        place,
        reverse("suspend_organization_place", args=[person.organization.pk]),
    ]
    done = nora.post(place, WHY, follow=True)
    suspension = Suspension.objects.get()
    assert done.redirect_chain == [(reverse("suspension", args=[suspension.number]), 302)]
    assert "You suspended Eve Laurent. Access stopped." in text_of(done)
    assert eve.opens().status_code == 404


def test_an_officer_is_offered_the_one_window_first(present: World, share: Share, as_person: As) -> None:
    page = as_person(present, "ira").get(reverse("suspend_person", args=[present.people["eve"].pk]))
    window, grant = share.window, share.window.grants.get()
    assert places_of(page) == [
        reverse("grant_step", args=[window.request.number, window.number, grant.pk, "suspend"]),
        reverse("suspend_person_place", args=[grant.person_id]),
        reverse("suspend_organization_place", args=[grant.person.organization.pk]),
    ]


@pytest.mark.parametrize("key", ["ira", "sam"])
def test_in_a_window_people_and_artifacts_come_before_the_window(
    present: World, share: Share, as_person: As, key: str
) -> None:
    client, window = as_person(present, key), share.window
    at = [window.request.number, window.number]
    assert reverse("suspend_in_window", args=at) in client.get(reverse("window", args=at)).content.decode()
    found = places_of(client.get(reverse("suspend_in_window", args=at)))
    assert found[:3] == [
        reverse("grant_step", args=[*at, window.grants.get().pk, "suspend"]),
        reverse("suspend_artifact_place", args=[share.artifact_id]),
        reverse("window_step", args=[*at, "suspend"]),
    ]
    everywhere = [reverse("suspend_person_place", args=[present.people["eve"].pk])]
    assert found[3:] == (everywhere if key == "ira" else [])


def test_a_developer_suspends_an_artifact_from_its_page(present: World, eve: Reader, as_person: As) -> None:
    artifact, dana = eve.share.artifact, as_person(present, "dana")
    page = dana.get(reverse("artifact", args=[artifact.request.number, artifact.number]))
    assert reverse("suspend_artifact", args=[artifact.pk]) in page.content.decode()
    offered = places_of(dana.get(reverse("suspend_artifact", args=[artifact.pk])))
    window = eve.share.window
    assert offered == [
        reverse("window", args=[window.request.number, window.number]),
        reverse("suspend_artifact_place", args=[artifact.pk]),
    ]
    assert dana.post(offered[1], WHY).status_code == 302
    assert "Access to this artifact is suspended for everyone." in text_of(eve.opens())
    again = dana.get(reverse("artifact", args=[artifact.request.number, artifact.number]))
    assert reverse("suspension", args=[Suspension.objects.get().number]) in again.content.decode()


def test_what_was_typed_comes_back_with_a_refusal(present: World, share: Share, as_person: As) -> None:
    place = reverse("suspend_person_place", args=[present.people["eve"].pk])
    ira = as_person(present, "ira")
    ira.post(place, WHY)
    again = ira.post(place, {"reason": "Another thing that I noticed."})
    assert again.status_code == 409
    assert "Another thing that I noticed." in again.content.decode()
    assert "This is suspended already" in text_of(again)
    assert Suspension.objects.count() == 1


@pytest.mark.parametrize("reason", ["", "   "])
def test_a_reason_is_needed(present: World, share: Share, as_person: As, reason: str) -> None:
    place = reverse("suspend_person_place", args=[present.people["eve"].pk])
    assert as_person(present, "ira").post(place, {"reason": reason}).status_code == 200
    assert not Suspension.objects.exists()


def test_a_marking_above_the_ceiling_is_refused_with_the_reason_kept(
    present: World, share: Share, as_person: As
) -> None:
    place = reverse("suspend_person_place", args=[present.people["eve"].pk])
    refused = as_person(present, "ira").post(place, {"reason": "SECRET//NOFORN\nSomething"})
    assert refused.status_code == 409
    assert "Something" in refused.content.decode()


def test_an_officer_finds_people_and_organizations_by_name(
    present: World, share: Share, as_person: As
) -> None:
    found = as_person(present, "ira").get(reverse("suspend_find"), {"q": "laurent"})
    assert reverse("suspend_person", args=[present.people["eve"].pk]) in found.content.decode()
    found = as_person(present, "ira").get(reverse("suspend_find"), {"q": "cybersecurity"})
    cisa = present.organizations["cisa"]
    assert reverse("suspend_organization", args=[cisa.pk]) in found.content.decode()
    people = as_person(present, "ira").get(reverse("suspend_find"), {"organization": cisa.pk})
    assert "Eli Park" in text_of(people)
    assert "Eve Laurent" not in text_of(people)


def test_the_desk_of_an_officer_lists_what_is_suspended(present: World, share: Share, as_person: As) -> None:
    ira = as_person(present, "ira")
    empty = ira.get(reverse("suspensions"))
    assert "Nothing is suspended now." in text_of(empty)
    assert reverse("suspend_find") in empty.content.decode()
    ira.post(reverse("suspend_person_place", args=[present.people["eve"].pk]), WHY)
    assert "Eve Laurent" in text_of(ira.get(reverse("suspensions")))
    assert "Eve Laurent" not in text_of(ira.get(reverse("suspensions"), {"state": "lifted"}))
    assert reverse("suspensions") in ira.get(reverse("desk")).content.decode()


def test_whoever_suspends_proves_who_they_are(present: World, as_person: As) -> None:
    client = as_person(present, "ira")
    session = client.session
    session[PROVED_AT] = "2020-01-01T00:00:00+00:00"
    session.save()
    place = reverse("suspend_person_place", args=[present.people["eve"].pk])
    assert 'name="password"' in client.get(place).content.decode()
    refused = client.post(place, {"reason": "Bulk reading at night."})
    assert refused.status_code == 409
    assert "Bulk reading at night." in refused.content.decode()
    before = Suspension.objects.filter(person=present.people["eve"]).count()
    assert client.post(place, {"reason": "Bulk reading at night.", "password": PASSWORD}).status_code == 302
    assert Suspension.objects.filter(person=present.people["eve"]).count() == before + 1
