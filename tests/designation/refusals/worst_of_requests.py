"""Ways to ask for a step so badly that its guards and checks refuse, many at once: policies, models, requests.

`perform` names every unmet condition as soon as state and role fit, so one attempt shows many. Nobody here has
signed in lately.
"""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

from designation.demo.world import World
from designation.models import Consultation
from designation.policies import actions as policies
from designation.roles import Role
from tests.designation.walking import QUESTION, appoint, draft, fresh, recommendation, refused, request_in
from workflow.guards import CLOCK
from workflow.perform import perform

MARKED = "SECRET//NOFORN"
EMPTY_AND_MARKED = ({"reason": " "}, {"reason": MARKED})
IN_WORDS = "reason_missing above_the_ceiling"
"""What is said of a reason that is empty, then marked."""

Way = Callable[[World], set[str]]
Table = dict[tuple[str, str], tuple[Way, str]]
"""By machine and step: a way that returns the codes with which it was refused, and those that must be among them."""


def asked(world: World, subject: Any, step: str, key: str, *attempts: dict[str, Any]) -> set[str]:
    """Ask for a step with each of the inputs in turn, and return every code with which it was refused."""
    actor = CLOCK if key == "clock" else replace(world.actor(key), authenticated_at=None)

    def ask(inputs: dict[str, Any]) -> Any:
        return perform(fresh(subject), step, actor=actor, now=world.now, inputs=inputs)

    return {code for inputs in attempts or ({},) for code in refused(lambda i=inputs: ask(i))}


# Policies, organizations, models --------------------------------------------------------------------------------


def policy(world: World) -> set[str]:
    row = policies.draft(actor=world.actor("paul"), now=world.now)
    day = timedelta(days=1)
    policies.save(row, actor=world.actor("paul"), values={"terms_signers": 6}, effective_at=world.now - day)
    return asked(world, row, "activate", "paul")


def organization(world: World) -> set[str]:
    return asked(world, world.organizations["other"], "close", "olga", *EMPTY_AND_MARKED)


def plan(world: World, step: str, key: str, *, days: float) -> set[str]:
    """Move the partner release, and state a public release that lies before it."""
    model = request_in(world, "submitted").model
    partner = fresh(model).planned_partner_release_at + timedelta(days=days)
    dates = {"partner_release": partner, "public_release": partner - timedelta(days=1)}
    return asked(world, model, step, key, dates)


# Requests and consultations -------------------------------------------------------------------------------------


def request(state: str, step: str, key: str, *attempts: dict[str, Any]) -> Way:
    """Return a way that asks for a step of a request in a state."""
    return lambda world: asked(world, request_in(world, state), step, key, *attempts)


def questions(world: World, state: str, step: str, key: str) -> set[str]:
    about_nothing = {"field": "no_such_field", "text": MARKED}
    return asked(
        world, request_in(world, state), step, key, {"questions": []}, {"questions": [about_nothing]}
    )


def determined_by_who_recommended(step: str) -> Way:
    def way(world: World) -> set[str]:
        appoint(world, "ravi", Role.DETERMINING_OFFICIAL)
        return asked(world, request_in(world, "recommended"), step, "ravi", {"sharing_text": MARKED})

    return way


def unanswered_with_an_outcome(world: World) -> set[str]:
    row = request_in(world, "covered")
    world.act(row, "seek_reconsideration", "dana", new_information="New.")
    world.act(row, "ask_clarification", "ines", questions=QUESTION)
    return asked(world, row, "close_unanswered", "clock")


def another_office(step: str, *attempts: dict[str, Any]) -> Way:
    def way(world: World) -> set[str]:
        rows = Consultation.objects.filter(request=request_in(world, "in_assessment"))
        return asked(world, rows.get(office__name="Technology Security"), step, "cora", *attempts)

    return way


TABLE: Table = {
    ("Policy", "activate"): (policy, "effective_in_the_past people_lacking sign_in_again"),
    ("Organization", "close"): (organization, IN_WORDS),
    ("FrontierModel", "adopt_plan"): (
        lambda w: asked(w, request_in(w, "submitted").model, "adopt_plan", "clock"),
        "only_as_consequence",
    ),
    ("FrontierModel", "move_release_earlier"): (
        lambda w: plan(w, "move_release_earlier", "dana", days=1),
        "not_earlier public_before_partners",
    ),
    ("FrontierModel", "move_release_later"): (
        lambda w: plan(w, "move_release_later", "carl", days=-1),
        "not_later public_before_partners",
    ),
    ("Request", "submit"): (
        lambda w: asked(w, draft(w), "submit", "carl"),
        "sign_in_again not_certified notice_not_acknowledged",
    ),
    ("Request", "ask_clarification"): (
        lambda w: questions(w, "submitted", "ask_clarification", "ines"),
        "no_questions question_incomplete above_the_ceiling",
    ),
    ("Request", "request_information"): (
        lambda w: questions(w, "in_assessment", "request_information", "ravi"),
        "no_questions question_incomplete above_the_ceiling",
    ),
    ("Request", "answer_information"): (
        request("information_requested", "answer_information", "dana"),
        "unanswered",
    ),
    ("Request", "reassign_lead"): (
        lambda w: asked(
            w, request_in(w, "in_assessment"), "reassign_lead", "ines", {"lead": str(w.people["dora"].pk)}
        ),
        "lead_not_eligible",
    ),
    ("Request", "declare_interests"): (
        request("submitted", "declare_interests", "rosa", *EMPTY_AND_MARKED),
        IN_WORDS,
    ),
    ("Request", "erase_developer_details"): (
        request("submitted", "erase_developer_details", "carl", {"person": "nobody"}),
        "sign_in_again not_on_record",
    ),
    ("Request", "erase_government_details"): (
        request("submitted", "erase_government_details", "cleo", {"person": "nobody"}),
        "sign_in_again not_on_record",
    ),
    ("Request", "recommend"): (
        lambda w: asked(
            w,
            request_in(w, "in_assessment"),
            "recommend",
            "ravi",
            recommendation(w) | {"date": "never", "reference": MARKED},
        ),
        "consultations_open not_a_date above_the_ceiling",
    ),
    ("Request", "return_to_assessment"): (
        request("recommended", "return_to_assessment", "dora", *EMPTY_AND_MARKED),
        IN_WORDS,
    ),
    ("Request", "determine_covered"): (
        determined_by_who_recommended("determine_covered"),
        "recommended_it sign_in_again above_the_ceiling",
    ),
    ("Request", "determine_not_covered"): (
        determined_by_who_recommended("determine_not_covered"),
        "recommended_it sign_in_again above_the_ceiling",
    ),
    ("Request", "seek_reconsideration"): (
        request("covered", "seek_reconsideration", "dana", {}, {"new_information": MARKED}),
        "no_new_information above_the_ceiling",
    ),
    ("Request", "close_unanswered"): (unanswered_with_an_outcome, "outcome_stands"),
    ("Consultation", "concur"): (another_office("concur"), "another_office"),
    ("Consultation", "object"): (another_office("object", *EMPTY_AND_MARKED), f"another_office {IN_WORDS}"),
    ("Consultation", "comment"): (another_office("comment", *EMPTY_AND_MARKED), f"another_office {IN_WORDS}"),
}
