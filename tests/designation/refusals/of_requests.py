"""Ways to meet every refusal that the rules of a request and of a model can give."""

from datetime import timedelta
from typing import Any

from designation.access.capacities import Capacity
from designation.access.parties import involve, refresh
from designation.demo.world import World
from designation.models import Policy, Request
from designation.requests.actions import drafting as requests
from designation.roles import Role
from tests.designation.walking import QUESTION, appoint, draft, recommendation, request_in, window_in
from tests.overwriting import overwrite
from workflow.calendars import day_of
from workflow.guards import CLOCK
from workflow.perform import perform

CERTIFIED = {"certified": True, "voluntary_notice": True}
VALUES = {"sharing_text": ""}


def by_clock(world: World, subject: Any, step: str, **inputs: Any) -> Any:
    return perform(subject, step, actor=CLOCK, now=world.now, inputs=inputs)


def recommended_on(world: World, day: str) -> Any:
    request = request_in(world, "in_assessment")
    return world.act(request, "recommend", "ravi", **recommendation(world) | {"date": day})


def incomplete(world: World) -> Any:
    request = draft(world)
    requests.save_answers(request, actor=world.actor("dana"), answers={"legal_name": " "})
    return world.act(request, "submit", "carl", **CERTIFIED)


def filed_with_plan(world: World, request: Any, **plan: Any) -> Any:
    requests.save_answers(request, actor=world.actor("dana"), answers=plan)
    return world.act(request, "submit", "carl", **CERTIFIED)


def public_before_partners(world: World) -> Any:
    request = draft(world)
    earlier = (world.now + timedelta(days=1)).isoformat()
    return filed_with_plan(world, request, public_release=earlier)


def cuts_a_window(world: World) -> Any:
    request = request_in(world, "covered")
    window = window_in(world, request, "open", days=20)
    world.act(request.model, "add_variant", "dana", name="Small", kind="checkpoint")
    other = requests.begin(request.model, actor=world.actor("dana"), now=world.now)
    small = request.model.variants.get(name="Small")
    return filed_with_plan(
        world,
        other,
        variants=[str(small.pk)],
        partner_release=(window.ends_at - timedelta(days=2)).isoformat(),
    )


def submitted_twice(world: World) -> Any:
    first = request_in(world, "submitted")
    second = requests.begin(first.model, actor=world.actor("dana"), now=world.now)
    return world.act(second, "submit", "carl", **CERTIFIED)


def no_policy(world: World) -> Any:
    request = draft(world)
    overwrite(Policy.objects.all(), effective_at=world.now.replace(year=world.now.year + 1))
    return world.act(request, "submit", "carl", **CERTIFIED)


def lead(world: World, key: str) -> Any:
    return world.act(request_in(world, "submitted"), "accept", "ines", lead=str(world.people[key].pk))


def same_lead(world: World) -> Any:
    request = request_in(world, "covered")
    world.act(request, "seek_reconsideration", "dana", new_information="New.")
    return world.act(request, "accept", "ines", lead=str(world.people["ravi"].pk))


def asked(world: World, *questions: dict[str, str]) -> Any:
    return world.act(request_in(world, "submitted"), "ask_clarification", "ines", questions=list(questions))


def third_round(world: World) -> Any:
    request = request_in(world, "submitted")
    for _round in range(2):
        world.act(request, "ask_clarification", "ines", questions=QUESTION)
        requests.save_question(request.open_questions().get(), actor=world.actor("dana"), answer="So.")
        world.act(request, "answer_clarification", "dana")
    return world.act(request, "ask_clarification", "ines", questions=QUESTION)


def third_extension(world: World) -> Any:
    request = request_in(world, "clarification_requested")
    for _time in range(2):
        world.act(request, "extend", "dana")
    return world.act(request, "extend", "dana")


def own_recommendation(world: World) -> Any:
    appoint(world, "ravi", Role.DETERMINING_OFFICIAL)
    return world.act(request_in(world, "recommended"), "determine_covered", "ravi", **VALUES)


def determined_by(world: World, *keys: str) -> Any:
    request = request_in(world, "recommended")
    return [world.act(request, "determine_covered", key, **VALUES) for key in keys][-1]


def certifier_of_the_same_office(world: World) -> Any:
    appoint(world, "petra", Role.RECORDS_CERTIFIER)
    return determined_by(world, "dora", "petra")


def certifier_of_another_agency(world: World) -> Any:
    appoint(world, "cora", Role.RECORDS_CERTIFIER, ("gwen", "glen"))
    request = request_in(world, "recommended")
    involve(request.log_id, organization=world.organizations["cisa"].pk, capacity=Capacity.LEAD)
    refresh(request.log_id)
    world.act(request, "determine_covered", "cora", **VALUES)
    return world.act(request, "determine_covered", "dora", **VALUES)


def sought_twice(world: World) -> Any:
    request = request_in(world, "not_covered")
    overwrite(Request.objects.filter(pk=request.pk), reconsidered=True)
    return world.act(request, "seek_reconsideration", "dana", new_information="More.")


def lapse_of_a_reconsideration(world: World) -> Any:
    request = request_in(world, "covered")
    world.act(request, "seek_reconsideration", "dana", new_information="New.")
    return by_clock(world, request, "lapse")


def concluded_with_a_live_window(world: World) -> Any:
    request = request_in(world, "covered")
    window_in(world, request, "open")
    return world.act(request, "conclude", "dana")


def another_variant(world: World, request: Request, name: str = "Checkpoint") -> str:
    world.act(request.model, "add_variant", "dana", name=name)
    return str(request.model.variants.get(name=name).pk)


def known_variant(world: World) -> Any:
    request = request_in(world, "submitted")
    return world.act(request, "add_variant", "carl", variant=request.variants[0])


def variant_of_nobody(world: World) -> Any:
    return world.act(
        request_in(world, "submitted"), "add_variant", "carl", variant=str(world.people["dana"].pk)
    )


def variant_needs_a_request(world: World) -> Any:
    overwrite(Policy.objects.all(), values=world.policy.values | {"new_variant_needs_request": True})
    request = request_in(world, "submitted")
    return world.act(request, "add_variant", "carl", variant=another_variant(world, request))


def variant_makes_two_requests_alike(world: World) -> Any:
    request = request_in(world, "submitted")
    variant = another_variant(world, request)
    other = requests.begin(request.model, actor=world.actor("dana"), now=world.now)
    both = {"variants": [*request.variants, variant]}
    requests.save_answers(other, actor=world.actor("dana"), answers=both)
    world.act(other, "submit", "carl", **CERTIFIED)
    return world.act(request, "add_variant", "carl", variant=variant)


def answered_for_another_office(world: World) -> Any:
    rows = request_in(world, "in_assessment").consultations
    return world.act(rows.get(office__name="Technology Security"), "concur", "cora")


def agreed_twice(world: World) -> Any:
    request = request_in(world, "submitted")
    world.act(request, "agree_to_more_questions", "dana")
    return world.act(request, "agree_to_more_questions", "carl")


def claims_a_legend_and_none(world: World) -> Any:
    return filed_with_plan(world, draft(world), legends=["trade_secret", "none"])


TABLE = {
    ("requests", "incomplete"): incomplete,
    ("requests", "legends_unclear"): claims_a_legend_and_none,
    ("requests", "public_before_partners"): public_before_partners,
    ("windows", "release_cuts_a_window"): cuts_a_window,
    ("requests", "already_live"): submitted_twice,
    ("requests", "already_live", "by a variant"): variant_makes_two_requests_alike,
    ("requests", "not_certified"): lambda w: w.act(draft(w), "submit", "carl", voluntary_notice=True),
    ("requests", "notice_not_acknowledged"): lambda w: w.act(draft(w), "submit", "carl", certified=True),
    ("requests", "no_policy"): no_policy,
    ("requests", "lead_not_eligible"): lambda w: lead(w, "dora"),
    ("requests", "same_lead"): same_lead,
    ("requests", "no_questions"): lambda w: asked(w),
    ("requests", "question_incomplete"): lambda w: asked(w, {"field": "no_such_field", "text": "What?"}),
    ("requests", "question_incomplete", "text"): lambda w: asked(w, {"field": "evaluations", "text": " "}),
    ("requests", "rounds_used"): third_round,
    ("requests", "unanswered"): lambda w: w.act(
        request_in(w, "clarification_requested"), "answer_clarification", "dana"
    ),
    ("requests", "another_office"): answered_for_another_office,
    ("requests", "agreed_already"): agreed_twice,
    ("requests", "no_extension_left"): third_extension,
    ("requests", "consultations_open"): lambda w: w.act(
        request_in(w, "in_assessment"), "recommend", "ravi", **recommendation(w)
    ),
    ("requests", "assessment_incomplete"): lambda w: w.act(
        request_in(w, "in_assessment"), "recommend", "ravi", outcome="maybe"
    ),
    ("requests", "not_a_date"): lambda w: recommended_on(w, "in November"),
    ("requests", "assessed_ahead"): lambda w: recommended_on(w, str(day_of(w.now) + timedelta(days=1))),
    ("requests", "assessed_early"): lambda w: recommended_on(w, str(day_of(w.now) - timedelta(days=1))),
    ("requests", "recommended_it"): own_recommendation,
    ("requests", "official_missing"): lambda w: determined_by(w, "cleo"),
    ("requests", "certifier_missing"): lambda w: determined_by(w, "dora"),
    ("requests", "certifier_elsewhere"): certifier_of_another_agency,
    ("requests", "second_office"): certifier_of_the_same_office,
    ("requests", "not_on_record"): lambda w: w.act(
        request_in(w, "submitted"), "erase_developer_details", "carl", person=str(w.people["ines"].pk)
    ),
    ("requests", "reconsidered"): sought_twice,
    ("requests", "no_new_information"): lambda w: w.act(
        request_in(w, "covered"), "seek_reconsideration", "dana", new_information=" "
    ),
    ("requests", "nothing_stands"): lambda w: by_clock(w, request_in(w, "submitted"), "stand"),
    ("requests", "outcome_stands"): lapse_of_a_reconsideration,
    ("windows", "still_live"): concluded_with_a_live_window,
    ("requests", "variant_known"): known_variant,
    ("requests", "variant_unknown"): variant_of_nobody,
    ("requests", "variant_needs_request"): variant_needs_a_request,
}
