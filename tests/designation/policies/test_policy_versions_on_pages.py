"""Policy pages: who reads them, what they say, and what a developer sees of the version of its own request."""

from collections.abc import Callable
from typing import Any

from django.test import Client

from designation.demo import world as demonstration
from designation.demo.world import World
from designation.models import Policy
from designation.policies import actions as policies
from designation.policies.models import DEFAULTS
from designation.roles import Role
from tests.designation.people.conftest import build_world, office_of
from tests.designation.walking import request_in
from workflow import clock
from workflow.calendars import ZONE

from .conftest import hidden, sign

AsPerson = Callable[[World, str], Client]


def state(row: Policy) -> str:
    return str(Policy.objects.get(pk=row.pk).state)


def test_the_government_and_editors_read_and_others_find_nothing(
    demo_world: World, as_person: AsPerson
) -> None:
    for key in ("paul", "ines", "ravi", "eve", "ada"):
        client = as_person(demo_world, key)
        assert "Version 1 is in force" in client.get("/policies/").content.decode(), key
        assert "Cybersecurity Division, CISA" in client.get("/policies/1/").content.decode(), key
    for key in ("dana", "hope", "maya", "nora", "olga"):
        client = as_person(demo_world, key)
        for address in ("", "1/", "new/", "1/edit/", "1/activate/"):
            assert client.get(f"/policies/{address}").status_code == 404, (key, address)
            assert client.post(f"/policies/{address}").status_code in (404, 405), (key, address)


def test_only_editors_write_and_sign(demo_world: World, draft: Policy, as_person: AsPerson) -> None:
    ines = as_person(demo_world, "ines")
    assert "Write a new version" not in ines.get("/policies/").content.decode()
    assert "Change the draft" not in ines.get("/policies/2/").content.decode()
    for address in ("new/", "2/edit/", "2/discard/"):
        assert ines.get(f"/policies/{address}").status_code == 404
        assert ines.post(f"/policies/{address}").status_code == 404
    assert state(draft) == "draft"


def test_a_version_is_shown_beside_the_one_before(
    demo_world: World, draft: Policy, as_person: AsPerson
) -> None:
    page = as_person(demo_world, "ines").get("/policies/2/").content.decode()
    assert "What changed since version 1" in page
    changed = page.partition("What changed since version 1")[2]
    assert "Rounds of questions per clock" in changed
    assert "Determination" not in changed.partition("</table>")[0]


def test_a_draft_can_be_discarded(demo_world: World, draft: Policy, as_person: AsPerson) -> None:
    petra = as_person(demo_world, "petra")
    form = hidden(petra.get("/policies/2/discard/").content.decode())
    petra.post("/policies/2/discard/", form)
    assert state(draft) == "discarded"
    assert "Discarded" in petra.get("/policies/").content.decode()
    assert "no longer a draft" in petra.get("/policies/2/edit/", follow=True).content.decode()


def test_no_page_of_policies_takes_more_than_twelve_queries(
    demo_world: World, draft: Policy, as_person: AsPerson, django_assert_max_num_queries: Any
) -> None:
    sign(as_person(demo_world, "petra"), 2)
    demo_world.now = clock.now()
    for _ in range(3, 31):
        policies.draft(actor=demo_world.actor("paul"), now=demo_world.wait(minutes=1))
    paul = as_person(demo_world, "paul")
    for address in ("", "1/", "2/", "30/", "new/", "2/edit/", "2/discard/"):
        with django_assert_max_num_queries(12):
            assert paul.get(f"/policies/{address}").status_code == 200, address


def test_a_developer_reads_the_version_of_its_own_request_without_the_other_sides_part(
    demo_world: World, as_person: AsPerson
) -> None:
    request = demonstration.filed(demo_world, "Larkspur")
    address = f"/requests/{request.number}/policy/"
    mine = as_person(demo_world, "dana").get(address).content.decode()
    assert "This request follows version 1 to its end" in mine
    assert "20 business days" in mine
    assert "Cybersecurity Division" not in mine
    assert "Answering a consultation" not in mine
    theirs = as_person(demo_world, "ines").get(address).content.decode()
    assert "Cybersecurity Division" in theirs
    for key in ("hope", "maya", "olga", "paul"):
        assert as_person(demo_world, key).get(address).status_code == 404


def test_instants_are_asked_for_and_shown_in_eastern_time(
    demo_world: World, draft: Policy, as_person: AsPerson
) -> None:
    page = as_person(demo_world, "paul").get("/policies/2/edit/").content.decode()
    assert draft.effective_at is not None
    assert f'value="{draft.effective_at.astimezone(ZONE):%Y-%m-%dT%H:%M}"' in page


def test_a_version_that_was_never_written_is_not_there(demo_world: World, as_person: AsPerson) -> None:
    assert as_person(demo_world, "paul").get("/policies/99/").status_code == 404


def test_an_installation_without_policy_says_so(db: None) -> None:
    world = build_world()
    office = office_of(world.agency, "Policy")
    editor = world.person(office, "Edna Editor", Role.POLICY_EDITOR)
    client = Client()
    client.force_login(editor)
    page = client.get("/policies/").content.decode()
    assert "No policy is in force." in page
    assert "Write the first version" in page
    client.post("/policies/new/")
    assert Policy.objects.get().values["clocks"] == DEFAULTS["clocks"]


def test_a_draft_of_a_request_shows_the_version_that_it_would_follow(
    demo_world: World, as_person: AsPerson
) -> None:
    request = request_in(demo_world, "draft")
    page = as_person(demo_world, "dana").get(f"/requests/{request.number}/policy/").content.decode()
    assert "The request follows whichever is in force when it is submitted." in page
