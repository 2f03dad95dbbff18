"""What one side must not learn of the other, and what nobody may do alone, beyond the attacks before."""

import hashlib
import json
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from designation.demo import world as demonstration
from designation.demo.world import World
from designation.frontier_models import actions as frontier_models
from designation.models import Grant, Request, Window
from designation.people.actions import appointments
from designation.policies import actions as policies
from designation.requests.actions import drafting as requests
from designation.roles import Role
from designation.windows import actions as windows
from tests.attacks.conftest import Browser
from tests.designation.walking import fire, fresh, recommendation, refused, request_in, window_in
from workflow import clock, outbox
from workflow.ledger import canonical
from workflow.ledger.seal import seal
from workflow.models import Delivery, Entry

INTERNAL_STEPS = ["reassign_lead", "declare_interests", "recuse"]


def internally(world: World, request: Request, step: str) -> None:
    """Take a step of the government that the developer may not know of."""
    match step:
        case "reassign_lead":
            world.act(request, step, "ines", lead=str(world.people["rosa"].pk))
        case "declare_interests":
            world.act(request, step, "dora", reason="None.")
        case "recuse":
            world.act(request, step, "rosa")


@pytest.mark.parametrize("step", INTERNAL_STEPS)
def test_an_internal_step_keeps_nobody_from_answering(world: World, browser_of: Browser, step: str) -> None:
    request = request_in(world, "information_requested")
    requests.save_question(request.questions.get(), actor=world.actor("dana"), answer="Ours.")
    internally(world, request, step)
    dana, address = browser_of("dana"), f"/requests/{request.number}/steps/answer_information/"
    assert dana.post(address, dana.get(address).context["hidden"]).status_code == 302
    assert fresh(request).state == "in_assessment"


def states_told(client: Client, request: Request) -> set[str]:
    """Return every state that the open entries of a person's bundle name."""
    seal()
    bundle = json.loads(client.get(f"/requests/{request.number}/record/bundle/").content)
    bodies = [entry["body"] for log in bundle["logs"] for entry in log["entries"] if "body" in entry]
    return {body[name] for body in bodies for name in ("source", "target")}


def test_no_entry_tells_the_developer_that_an_outcome_is_recommended(
    world: World, browser_of: Browser
) -> None:
    request = request_in(world, "recommended")
    dana, address = browser_of("dana"), f"/requests/{request.number}/steps/agree_to_more_questions/"
    assert dana.post(address, dana.get(address).context["hidden"]).status_code == 302
    assert "recommended" not in states_told(dana, request)
    assert "recommended" in states_told(browser_of("ravi"), request)
    fire(world, request, "determination")
    assert "recommended" not in states_told(browser_of("dana"), request)


def guessed(request: Request, content: str) -> str | None:
    """Return the state with which a form's fingerprint was made, found by trying."""
    for state in ("in_assessment", "recommended"):
        what = {
            "content": {"request": request.number, "side": "developer"}, "inputs": {}, "state": state,
            "machine": "designation.Request", "step": "erase_developer_details", "subject": str(request.pk),
        }  # fmt: skip
        if hashlib.sha256(canonical.encode(what)).hexdigest() == content:
            return state
    return None


def test_nor_does_a_form(world: World, browser_of: Browser) -> None:
    request = request_in(world, "recommended")
    page = browser_of("carl").get(f"/requests/{request.number}/steps/erase_developer_details/")
    assert guessed(request, page.context["hidden"]["content"]) == "in_assessment"


def test_guesses_are_counted_whatever_port_is_named(world: World) -> None:
    said = [
        Client().post(
            "/accounts/login/",
            {"login": "dana@meridian.example", "password": f"wrong guess {number}"},
            HTTP_HOST=f"testserver:{1000 + number}",
        )
        for number in range(8)
    ]
    assert ["Too many tries" in answer.content.decode() for answer in said] == [False] * 6 + [True] * 2


def to_be_accepted(world: World) -> tuple[Window, Grant]:
    """Return a window that is being agreed on, and a grant under it that its evaluator has still to accept."""
    window = window_in(world, request_in(world, "covered"), "proposed", opens_in=5, days=5)
    grant = windows.nominate(window, actor=world.actor("ravi"), person=world.people["eve"], now=world.now)
    world.act(grant, "concur", "carl")
    return window, grant


def test_an_evaluator_accepts_the_terms_that_the_page_showed(world: World, browser_of: Browser) -> None:
    window, grant = to_be_accepted(world)
    eve = browser_of("eve")
    base = f"/requests/{window.request.number}/windows/{window.number}/"
    address = f"{base}evaluators/{grant.pk}/activate/"
    assert eve.post(address, {"conditions": "on"}).status_code == 409
    shown = eve.get(address).context["hidden"] | {"conditions": "on"}
    world.act(window, "revise", "carl", terms=window.terms.content | {"nondisclosure": "For ever."})
    assert eve.post(address, shown).status_code == 409
    assert fresh(grant).state == "concurred"
    assert eve.post(address, eve.get(address).context["hidden"] | {"conditions": "on"}).status_code == 302
    entry = Entry.objects.get(subject_id=grant.pk, event="grant.activated")
    assert entry.details["terms"] == fresh(window).terms.digest


@pytest.fixture
def of_nsa_alone(world: World) -> Window:
    """A window that names NSA alone, in a matter in which CISA takes part by an earlier one."""
    request = request_in(world, "covered")
    window_in(world, request, "closed", opens_in=0.1, days=5)
    return window_in(
        world, request, "proposed", opens_in=8, days=3, agencies=[str(world.organizations["nsa"].pk)]
    )


@pytest.mark.parametrize(("step", "inputs"), [("approve", {}), ("decline", {"reason": "No."})])
def test_officials_of_other_agencies_neither_sign_nor_decline(
    world: World, of_nsa_alone: Window, step: str, inputs: dict[str, Any]
) -> None:
    world.act(of_nsa_alone, "approve", "abel")
    assert refused(lambda: world.act(of_nsa_alone, step, "arno", **inputs)) == ("not_your_role",)
    world.act(of_nsa_alone, "approve", "vera")
    assert fresh(of_nsa_alone).state == "scheduled"


def test_a_role_that_ran_out_opens_no_list(world: World, browser_of: Browser) -> None:
    request = request_in(world, "covered")
    window_in(world, request, "scheduled", opens_in=5, days=20)
    until = world.now + timedelta(days=2)
    role = appointments.propose(
        world.people["eve"], actor=world.actor("nora"), role=Role.REVIEWER, until=until, now=world.now
    ).subject
    appointments.sign(role, actor=world.actor("neil"), now=world.now)
    world.act(request, "seek_reconsideration", "dana", new_information="New.")
    world.act(request, "accept", "ines", lead=str(world.people["rosa"].pk))
    assert request.number in browser_of("eve").get("/review/").content.decode()
    world.now += timedelta(days=3)
    for row, key in zip(
        request.consultations.filter(state="open").order_by("office__name"), ("cora", "omar"), strict=True
    ):
        world.act(row, "object", key, reason="An objection.")
    world.act(request, "recommend", "rosa", **recommendation(world))
    eve = browser_of("eve")
    assert "recommended an outcome" not in eve.get("/").content.decode()
    assert "determining official" not in eve.get("/").content.decode()
    assert request.number not in eve.get("/review/?show=recommended").content.decode()
    assert "Rosa Keller" not in eve.get("/review/").content.decode()


def test_nobody_takes_a_developers_exit_away(world: World, browser_of: Browser) -> None:
    request = request_in(world, "covered")
    developer = world.organizations["developer"]
    close = {"reason": "Tidying up."}
    assert browser_of("olga").post(f"/people/{developer.pk}/close/", close).status_code == 409
    assert fresh(developer).state == "active"
    world.act(request, "withdraw", "carl")
    assert browser_of("olga").post(f"/people/{developer.pk}/close/", close).status_code == 302


def test_who_recommended_does_not_lead_the_reconsideration(world: World) -> None:
    request = request_in(world, "recommended")
    world.act(request, "reassign_lead", "ines", lead=str(world.people["rosa"].pk))
    for key in ("dora", "cleo"):
        world.act(request, "determine_covered", key, sharing_text="")
    world.act(request, "seek_reconsideration", "dana", new_information="New.")
    ravi = str(world.people["ravi"].pk)
    assert refused(lambda: world.act(request, "accept", "ines", lead=ravi)) == ("same_lead",)


def test_who_is_recused_gets_no_mail_that_was_queued_before(world: World) -> None:
    window, _grant = to_be_accepted(world)
    world.act(window, "recuse", "eve")
    outbox.deliver(1000)
    assert not Delivery.objects.filter(
        recipient=world.people["eve"].pk, body__contains=window.request.number, at__gte=world.now
    ).exists()


def test_a_window_ends_by_the_release_that_any_registration_plans(world: World) -> None:
    first, dana = request_in(world, "covered"), world.actor("dana")
    again = frontier_models.register_model(
        world.organizations["developer"], actor=dana, codename="Larkspur II", now=world.now
    )
    world.act(again, "link", "carl", original=str(first.model.pk))
    second = requests.begin(again, actor=dana, now=world.now)
    content = demonstration.answers(world, variants=second.variants)
    requests.save_answers(second, actor=dana, answers=content)
    world.act(second, "submit", "carl", certified=True, voluntary_notice=True)
    release = world.now + timedelta(days=5)
    world.act(fresh(again), "move_release_earlier", "carl", partner_release=release.isoformat())
    too_long = refused(lambda: window_in(world, first, "proposed", opens_in=2, days=20))
    assert too_long == ("after_partner_release",)
    assert fresh(window_in(world, first, "scheduled", opens_in=2, days=2)).ends_at < release


def test_who_submits_certifies_the_words_that_the_page_showed(world: World, browser_of: Browser) -> None:
    request = request_in(world, "draft")
    policy = policies.draft(actor=world.actor("paul"), now=world.now)
    notices = {"voluntary": "Another notice.", "certification": "Under penalty, I certify."}
    at = world.now + timedelta(hours=2)
    policies.save(
        policy,
        actor=world.actor("paul"),
        values=dict(world.policy.values) | {"notices": notices},
        effective_at=at,
    )
    for key in ("paul", "petra"):
        world.act(policy, "activate", key)
    carl, address = browser_of("carl"), f"/requests/{request.number}/steps/submit/"
    agreed = {"certified": "on", "voluntary_notice": "on"}
    shown = carl.get(address).context["hidden"] | agreed
    clock.advance(timedelta(hours=3))
    carl = browser_of("carl")
    assert carl.post(address, shown).status_code == 409
    assert "Under penalty" in carl.get(address).content.decode()
    assert carl.post(address, carl.get(address).context["hidden"] | agreed).status_code == 302
