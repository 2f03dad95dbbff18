"""The form says beforehand who will have to sign: roles, agencies and how many; names of one's own side alone."""

import re
from collections.abc import Callable
from html import unescape

import pytest
from django.test import Client
from django.urls import reverse

from designation.demo.world import World
from designation.models import Appointment, Window
from designation.people.actions import appointments
from designation.roles import Role
from tests.designation.walking import appoint, catch_up, fresh, ready, refused, window_in
from tests.designation.windows.conftest import Open

AsPerson = Callable[[World, str], Client]
NSA, CISA = "National Security Agency", "Cybersecurity and Infrastructure Security Agency"
NOBODY = "It has no approving official who could sign."


def panel(page: str) -> str:
    """Return the words of the panel, without their markup."""
    text = unescape(page).split("Who will have to sign</h2>")[1].split("</div>")[0]
    return " ".join(re.sub(r"<[^>]+>", " ", text).split())


def beforehand(opened: Open, key: str, window: Window) -> str:
    tab = opened(key, window)
    return panel(tab.client.get(tab.address).content.decode())


def without_officials(world: World, *keys: str) -> None:
    """Let people of CISA stop being approving officials."""
    for key in keys:
        row = Appointment.objects.get(person=world.people[key], role=Role.APPROVING_OFFICIAL, state="active")
        appointments.end(row, actor=world.actor("gwen"), now=world.now)


def test_the_developer_reads_roles_agencies_and_the_number(draft: Window, opened: Open) -> None:
    said = beforehand(opened, "dana", draft)
    assert "Meridian Labs : a certifying officer. Could sign now: Carl Brandt." in said
    assert f"{NSA} : an approving official." in said
    assert f"{CISA} : an approving official." in said
    assert "at least 2 people sign, of different offices, among them one of each agency" in said


def test_each_side_reads_the_names_of_its_own_people_alone(
    present: World, draft: Window, opened: Open
) -> None:
    said = beforehand(opened, "carl", draft)
    assert [name for name in ("Abel Ortiz", "Vera Lund", "Arno Becker") if name in said] == []
    window = window_in(present, draft.request, "proposed")
    said = beforehand(opened, "ravi", window)
    assert f"{NSA} : an approving official. Could sign now: Abel Ortiz, Vera Lund." in said
    assert f"{CISA} : an approving official. Could sign now: Arno Becker." in said
    assert "Carl Brandt" not in said
    assert "Whoever writes a version for the government does not sign it." in said


@pytest.mark.parametrize(("key", "state"), [("dana", "draft"), ("ravi", "proposed"), ("carl", "countered")])
def test_an_agency_without_an_approving_official_is_named(
    present: World, draft: Window, opened: Open, key: str, state: str
) -> None:
    window = draft if state == "draft" else window_in(present, draft.request, state)
    assert NOBODY not in beforehand(opened, key, window)
    without_officials(present, "arno")
    said = beforehand(opened, key, window)
    assert NOBODY in said.split(CISA)[1].split(NSA)[0]
    assert said.count(NOBODY) == 1


def test_who_wrote_evaluates_or_is_recused_is_not_offered_and_could_not_sign(
    present: World, draft: Window, opened: Open, as_person: AsPerson
) -> None:
    appoint(present, "ravi", Role.APPROVING_OFFICIAL)
    appoint(present, "vera", Role.EVALUATOR)
    window = window_in(present, draft.request, "countered")
    present.act(window, "accept_terms", "carl")
    ready(present, window, "vera")
    present.act(draft.request, "recuse", "abel")
    said = beforehand(opened, "rosa", window)
    assert NOBODY in said
    assert [name for name in ("Ravi Menon", "Vera Lund", "Abel Ortiz") if name in said] == []
    for key in ("ravi", "vera", "abel"):
        assert refused(lambda key=key: present.act(fresh(window), "approve", key)) != ()


def test_that_somebody_is_recused_is_not_told_to_the_developer(
    present: World, draft: Window, opened: Open
) -> None:
    window = window_in(present, draft.request, "countered")
    present.act(draft.request, "recuse", "arno")
    assert NOBODY in beforehand(
        opened, "rosa", window_in(present, draft.request, "proposed", opens_in=25, days=2)
    )
    assert NOBODY not in beforehand(opened, "carl", window)


def test_whoever_is_offered_can_sign_and_nobody_else(present: World, draft: Window, opened: Open) -> None:
    window = window_in(present, draft.request, "proposed")
    said = beforehand(opened, "ravi", window)
    for key, person in present.people.items():
        stands_in_the_way = set(refused(lambda key=key: present.act(window, "approve", key)))
        offered = person.name in said
        assert offered == (stands_in_the_way <= {"agency_missing", "second_person", "second_office"}), key
        if fresh(window).state != "proposed":
            break


def test_it_follows_the_agencies_that_are_chosen(draft: Window, present: World, as_person: AsPerson) -> None:
    catch_up(present)
    address = reverse("window_who_signs", args=[draft.request.number, draft.number])
    ids = [str(present.organizations[key].pk) for key in ("oncd", "other")]
    said = panel(
        as_person(present, "dana").get(address, {"agencies": [*ids, "no id", ""]}).content.decode() + "</div>"
    )
    assert f"Office of the National Cyber Director : an approving official. {NOBODY}" in said
    assert NSA not in said
    assert "Halcyon" not in said
    assert "No agency is named yet." in panel(
        as_person(present, "dana").get(address).content.decode() + "</div>"
    )


@pytest.mark.parametrize("key", ["arno", "eve", "ines", "hope", "maya", "ada"])
def test_only_who_writes_terms_may_ask(present: World, draft: Window, as_person: AsPerson, key: str) -> None:
    window = window_in(present, draft.request, "proposed")
    catch_up(present)
    address = reverse("window_who_signs", args=[window.request.number, window.number])
    assert as_person(present, key).get(address).status_code == 404
    assert as_person(present, "ravi").get(address).status_code == 200
