"""Attacks 17, 18, 24: one person for two; a renamed one; look-alike names; a signature for another version."""

import pytest

from designation.demo.world import World
from designation.frontier_models import actions as frontier_models
from designation.models import Person
from designation.people.actions import appointments
from designation.roles import Role
from designation.web.action_page import SEEN
from tests.attacks.conftest import Browser
from tests.designation.walking import appoint, fresh, recommendation, refused, request_in, window_in
from workflow.models import Approval
from workflow.perform import Pending


def test_who_holds_both_roles_signs_once_and_counts_once(world: World) -> None:
    appoint(world, "dora", Role.RECORDS_CERTIFIER)
    request = request_in(world, "recommended")
    for _time in range(2):
        assert isinstance(world.act(request, "determine_covered", "dora", sharing_text=""), Pending)
    assert fresh(request).state == "recommended"


def test_a_renamed_signer_is_still_the_same_person(world: World) -> None:
    window = window_in(world, request_in(world, "covered"), "proposed")
    world.act(window, "approve", "abel")
    Person.objects.filter(pk=world.people["abel"].pk).update(name="Arno Becker", email="someone@nsa.example")
    world.people["abel"].name = "Arno Becker"
    world.act(window, "approve", "abel")
    assert fresh(window).state == "proposed"
    assert Approval.objects.filter(subject_id=window.pk, state="open").count() == 1


def test_who_moves_to_another_office_does_not_make_two_offices_of_one_person(world: World) -> None:
    window = window_in(
        world, request_in(world, "covered"), "proposed", agencies=[str(world.organizations["nsa"].pk)]
    )
    world.act(window, "approve", "abel")
    abel = world.people["abel"]
    abel.office = world.office("nsa", "Audit")
    abel.save(update_fields=["office"])
    world.act(window, "approve", "abel")
    assert fresh(window).state == "proposed"


@pytest.mark.parametrize(
    "role", ["Reviewer", "reviewer ", "REVIEWER", "revi\u0435wer", "", "operator,reviewer"]
)
def test_a_role_is_no_matter_of_spelling(world: World, role: str) -> None:
    codes = refused(
        lambda: appointments.propose(
            world.people["cleo"], actor=world.actor("nora"), role=role, now=world.now
        )
    )
    assert "no_such_role" in codes


def test_a_codename_in_other_letters_is_the_same_codename(world: World) -> None:
    request_in(world, "draft")
    developer = world.organizations["developer"]
    for name in ("LARKSPUR", " larkspur ", "Larkspur\t"):
        codes = refused(
            lambda name=name: frontier_models.register_model(
                developer, actor=world.actor("dana"), codename=name, now=world.now
            )
        )
        assert codes == ("codename_taken",)


def test_two_spellings_of_an_address_lead_to_one_account(
    world: World, browser_of: Browser, client: object
) -> None:
    for typed in ("CARL@Meridian.Example", " carl@meridian.example "):
        answer = client.post("/accounts/login/", {"login": typed, "password": "demonstration only 14409"})
        assert answer.status_code == 302
        assert client.session["_auth_user_id"] == str(world.people["carl"].pk)
        client.logout()


@pytest.mark.parametrize(("step", "key"), [("revise", "carl"), ("counter", "ravi")])
def test_a_signature_for_one_version_does_not_count_for_the_next(world: World, step: str, key: str) -> None:
    window = window_in(world, request_in(world, "covered"), "proposed")
    world.act(window, "approve", "abel")
    world.act(window, step, key, terms=window.terms.content | {"logs": "None at all."})
    if step == "counter":
        world.act(window, "accept_terms", "carl")
    world.act(window, "approve", "arno")
    assert fresh(window).state == "proposed"
    assert Approval.objects.get(subject_id=window.pk, actor=world.people["abel"].pk).state == "voided"
    world.act(window, "approve", "abel")
    assert fresh(window).state == "scheduled"


def test_who_signs_unseen_content_is_told_instead(world: World, browser_of: Browser) -> None:
    window = window_in(world, request_in(world, "covered"), "proposed")
    abel, address = browser_of("abel"), f"/requests/{window.request.number}/windows/1/steps/approve/"
    form = abel.get(address).context["hidden"]
    world.act(window, "revise", "carl", terms=window.terms.content | {"logs": "None at all."})
    del form[SEEN]
    assert abel.post(address, form).status_code == 409
    assert not Approval.objects.filter(subject_id=window.pk, state="open").exists()


def test_two_signatures_under_different_words_do_not_add_up(world: World) -> None:
    request = request_in(world, "recommended")
    world.act(request, "determine_covered", "dora", sharing_text="One text.")
    world.act(request, "determine_covered", "cleo", sharing_text="Another text.")
    assert fresh(request).state == "recommended"
    world.act(request, "determine_covered", "cleo", sharing_text="One text.")
    assert fresh(request).sharing_text == "One text."


def test_a_new_recommendation_voids_what_was_signed_for_the_old_one(world: World) -> None:
    request = request_in(world, "recommended")
    world.act(request, "determine_covered", "cleo", sharing_text="")
    world.act(request, "return_to_assessment", "dora", reason="Again.")
    world.act(request, "recommend", "ravi", **recommendation(world) | {"reference": "AR-2"})
    world.act(request, "determine_covered", "dora", sharing_text="")
    assert fresh(request).state == "recommended"
