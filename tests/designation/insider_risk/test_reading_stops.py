"""While a suspension is active, nobody whom it covers reads, and the owner's record says that access stopped."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from designation.artifacts.may_read import may_download_now, may_read
from designation.artifacts.models import Share
from designation.demo.world import World
from designation.insider_risk import actions
from designation.models import Suspension
from designation.windows.window_access import window_access
from tests.designation.artifacts.reading import Reader
from tests.designation.insider_risk.test_placing_on_pages import text_of
from tests.designation.walking import appoint, fresh, refused
from workflow import clock, outbox
from workflow.models import Entry
from workflow.perform import perform

As = Callable[[World, str], Client]
WHY = "An odd pattern."


def codes(world: World, share: Share) -> list[str]:
    """Return the reasons against reading, which Python and the watch over streams give alike."""
    eve = world.people["eve"].pk
    found = [one.code for one in may_read(eve, share.pk, fresh(share.window), clock.now())]
    watched = may_download_now([(eve, share.pk)])[eve, share.pk].reasons
    assert set(found) == set(watched) - {"viewing_only"}
    return found


def recorded(share: Share) -> list[tuple[str, str, str]]:
    """Return the newest entries of the window's log, from the first stop on."""
    rows = Entry.objects.filter(log=share.log_id).order_by("index").values_list("event", "actor", "machine")
    events = list(rows)
    at = next(place for place, row in enumerate(events) if row[0].startswith("access."))
    return events[at:]


def test_a_suspended_person(present: World, share: Share, of_eve: Suspension) -> None:
    assert codes(present, share) == ["not_eligible", "person_suspended"]
    window = [one.code for one in window_access(present.people["eve"].pk, fresh(share.window), clock.now())]
    assert "person_suspended" in window


def test_a_person_of_a_suspended_organization(present: World, share: Share) -> None:
    actions.suspend_organization(present.organizations["nsa"], actor=present.actor("iris"), reason=WHY)
    assert codes(present, share) == ["not_eligible", "organization_suspended"]


def test_a_suspended_artifact(present: World, share: Share) -> None:
    actions.suspend_artifact(share.artifact, actor=present.actor("dana"), reason=WHY)
    assert codes(present, share) == ["artifact_suspended"]


def test_suspensions_of_others_stop_nothing(present: World, share: Share) -> None:
    actions.suspend_person(present.people["eli"], actor=present.actor("ira"), reason=WHY)
    actions.suspend_organization(present.organizations["oncd"], actor=present.actor("ira"), reason=WHY)
    assert codes(present, share) == []


def test_no_page_is_recorded_for_the_suspended(present: World, share: Share, of_eve: Suspension) -> None:
    page = {"page": 1, "code": "ABCDEFGH"}
    assert refused(lambda: perform(share, "open_page", actor=present.actor("eve"), inputs=page)) == (
        "not_your_role",
    )


def test_no_page_of_a_suspended_artifact_is_recorded(present: World, share: Share) -> None:
    actions.suspend_artifact(share.artifact, actor=present.actor("dana"), reason=WHY)
    page = {"page": 1, "code": "ABCDEFGH"}
    found = refused(lambda: perform(share, "open_page", actor=present.actor("eve"), inputs=page))
    assert found == ("artifact_suspended",)


def test_the_next_page_is_not_shown(present: World, eve: Reader) -> None:
    image = eve.image_of(eve.opens(1))
    actions.suspend_artifact(eve.share.artifact, actor=present.actor("dana"), reason=WHY)
    assert eve.client.get(image).status_code != 200
    assert eve.opens(2).status_code != 200


def test_a_new_role_brings_nothing_back(present: World, share: Share, of_eve: Suspension) -> None:
    appoint(present, "eve", "custodian")
    assert present.people["eve"].roles_held() == frozenset()


def test_the_record_of_the_window_says_that_access_stopped(
    present: World, share: Share, of_eve: Suspension
) -> None:
    assert recorded(share) == [("access.stopped", "clock", "designation.Grant")]


def test_the_record_says_so_of_a_suspended_artifact(present: World, share: Share) -> None:
    actions.suspend_artifact(share.artifact, actor=present.actor("ira"), reason=WHY)
    assert recorded(share) == [("access.stopped", "clock", "designation.Share")]


def test_the_record_says_so_of_a_suspended_organization(present: World, share: Share) -> None:
    actions.suspend_organization(present.organizations["nsa"], actor=present.actor("iris"), reason=WHY)
    assert recorded(share) == [("access.stopped", "clock", "designation.Grant")]


def test_the_record_says_when_the_stop_was_lifted(present: World, share: Share, of_eve: Suspension) -> None:
    for key in ("ivo", "nora"):
        present.act(of_eve, "lift", key)
    outbox.deliver(1000)
    assert recorded(share) == [
        ("access.stopped", "clock", "designation.Grant"),
        ("access.stop_lifted", "clock", "designation.Grant"),
    ]
    assert codes(present, share) == []


def test_the_owner_reads_the_effect_and_not_the_reason(
    present: World, share: Share, of_eve: Suspension, as_person: As
) -> None:
    at = [share.window.request.number, share.window.number]
    page = text_of(as_person(present, "sam").get(reverse("window_record", args=at)))
    assert "Access was stopped" in page
    assert WHY not in page
    assert "Ira Shaw" not in page.split("Access was stopped")[1][:200]


@pytest.mark.parametrize("key", ["eve", "eli"])
def test_both_suspensions_have_to_be_lifted(
    present: World, share: Share, of_eve: Suspension, key: str
) -> None:
    actions.suspend_person(present.people["eve"], actor=present.actor("nora"), reason=WHY)
    for signer in ("ivo", "iris"):
        present.act(of_eve, "lift", signer)
    assert "person_suspended" in codes(present, share)


@pytest.mark.parametrize("key", ["sam", "abel"])
def test_the_window_s_page_says_whose_access_is_stopped(
    present: World, share: Share, of_eve: Suspension, as_person: As, key: str
) -> None:
    at = [share.window.request.number, share.window.number]
    page = text_of(as_person(present, key).get(reverse("window", args=at)))
    assert "NSA Access stopped" in page
    assert WHY not in page
