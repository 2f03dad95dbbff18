"""The rules of a request, one function for each clause."""

from __future__ import annotations

from datetime import date
from typing import Any

from designation.content.instants import day_written
from workflow.calendars import day_of
from workflow.guards import Pass, Refusal, StepContext, Verdict

OUTCOMES = ("covered", "not_covered")


def application_is_complete(request: Any, context: StepContext) -> Verdict:
    """Every section that the policy requires must be complete."""
    lacking = request.lacking_fields(request.policy_in_force(context.now))
    if not lacking:
        return Pass()
    names = ", ".join(lacking[:6]) + (f" and {len(lacking) - 6} more" if len(lacking) > 6 else "")
    return Refusal("incomplete", f"Fill in: {names}.")


def legends_are_clear(request: Any, _context: StepContext) -> Verdict:
    """An application claims legends, or says that it claims none, but not both."""
    claimed = request.answers.get("legends") or []
    if "none" in claimed and len(claimed) > 1:
        reason = "Choose the legends that you claim, or choose only “No legend claimed”."
        return Refusal("legends_unclear", reason, about="legends")
    return Pass()


def release_plan_holds(request: Any, _context: StepContext) -> Verdict:
    """The planned public release must not come before the planned release to partners."""
    plan = {name: request.model.as_instant(value) for name, value in request.release_plan().items()}
    partner, public = plan["partner_release"], plan["public_release"]
    if partner is not None and public is not None and public < partner:
        reason = "The planned public release cannot come before the one to partners."
        return Refusal("public_before_partners", reason, about="public_release")
    return Pass()


def one_live_request(request: Any, _context: StepContext) -> Verdict:
    """Only one request may be live for each model and set of variants."""
    if request.others_live().exists():
        reason = (
            "A request for this model and these variants is already under way. Choose other variants, or wait until "
            "it is over: you can conclude it once it was decided, and withdraw it at any time."
        )
        return Refusal("already_live", reason)
    return Pass()


def certified(_request: Any, context: StepContext) -> Verdict:
    """The certifying officer must certify that the application is accurate to the best of their knowledge."""
    if context.inputs.get("certified") is True:
        return Pass()
    return Refusal("not_certified", "Confirm that the application is accurate to the best of your knowledge.")


def notice_acknowledged(_request: Any, context: StepContext) -> Verdict:
    """The developer must acknowledge that taking part is voluntary (Order §3(c))."""
    if context.inputs.get("voluntary_notice") is True:
        return Pass()
    return Refusal(
        "notice_not_acknowledged", "Confirm that you have read the notice that taking part is voluntary."
    )


def a_policy_is_in_force(request: Any, context: StepContext) -> Verdict:
    """A policy version must be in force, because submission pins the request to it."""
    if request.policy_in_force(context.now) is not None:
        return Pass()
    return Refusal(
        "no_policy", "No policy version is in force yet. The policy editors have to activate one first."
    )


def lead_is_eligible(request: Any, context: StepContext) -> Verdict:
    """The lead reviewer must be a reviewer in this matter and not recused; reconsideration needs a different one."""
    lead = str(context.inputs.get("lead", ""))
    if lead not in {str(person.pk) for person in request.possible_leads()}:
        return Refusal(
            "lead_not_eligible", "Choose a lead reviewer who is a reviewer in this matter and not recused."
        )
    if request.former_lead_id is not None and lead == str(request.former_lead_id):
        return Refusal("same_lead", "A reconsideration is led by another reviewer than the first time.")
    return Pass()


def questions_are_asked(request: Any, context: StepContext) -> Verdict:
    """Each question must have text and refer to a field of the application."""
    items = context.inputs.get("questions") or []
    known = request.field_names()
    if not items:
        return Refusal("no_questions", "Write at least one question.")
    if any(not str(item.get("text", "")).strip() or item.get("field") not in known for item in items):
        return Refusal("question_incomplete", "Give every question its text and the field that it is about.")
    return Pass()


def rounds_left(request: Any, _context: StepContext) -> Verdict:
    """Asking more rounds of questions than the policy allows per clock requires the developer's agreement."""
    allowed = request.pinned_policy.number_of("question_rounds")
    if request.rounds_asked < allowed or request.more_rounds_agreed:
        return Pass()
    return Refusal(
        "rounds_used",
        f"{allowed} rounds of questions were asked under this clock. Ask the developer to agree to more.",
    )


def every_question_answered(request: Any, _context: StepContext) -> Verdict:
    """Every question must have an answer."""
    left = sum(1 for question in request.open_questions() if not question.answer.strip())
    if not left:
        return Pass()
    return Refusal("unanswered", f"{left} question{'s' if left > 1 else ''} still without an answer.")


def extensions_left(request: Any, _context: StepContext) -> Verdict:
    """The developer may extend its own time to answer as often as the policy allows."""
    if request.extensions_used < request.pinned_policy.number_of("extensions"):
        return Pass()
    return Refusal("no_extension_left", "The time to answer was extended as often as the policy allows.")


def consultations_are_over(request: Any, _context: StepContext) -> Verdict:
    """Every consulted office must have concurred, objected, commented or run out of time."""
    waiting = [consultation.office.name for consultation in request.consultations_open()]
    if not waiting:
        return Pass()
    return Refusal(
        "consultations_open", f"Not answered yet: {', '.join(waiting)}. Their time runs out by itself."
    )


def recommendation_is_recorded(_request: Any, context: StepContext) -> Verdict:
    """An assessment is recorded as an outcome, a date, an authority and an opaque reference only."""
    lacking = [
        name for name in ("date", "authority", "reference") if not str(context.inputs.get(name, "")).strip()
    ]
    if context.inputs.get("outcome") not in OUTCOMES:
        lacking.insert(0, "outcome")
    if not lacking:
        return Pass()
    return Refusal("assessment_incomplete", f"Give the {', '.join(lacking)} of the assessment.")


def assessment_is_not_ahead(_request: Any, context: StepContext) -> Verdict:
    """The date of an assessment must not be in the future; dates are days in Washington, DC."""
    today = day_of(context.now)
    try:
        assessed = date.fromisoformat(str(context.inputs.get("date", "")))
    except ValueError:
        return Refusal(
            "not_a_date", "Give the date of the assessment as a day, such as 23 Nov 2026.", about="date"
        )
    if assessed <= today:
        return Pass()
    reason = f"The date of the assessment lies ahead. In Washington it is {day_written(today)}."
    return Refusal("assessed_ahead", reason, about="date")


def assessment_follows_submission(request: Any, context: StepContext) -> Verdict:
    """The assessment must not be dated before the application was submitted, by the day in Washington, DC."""
    submitted = day_of(request.submitted_at)
    try:
        early = date.fromisoformat(str(context.inputs.get("date", ""))) < submitted
    except ValueError:  # `assessment_is_not_ahead` refuses it
        return Pass()
    if not early:
        return Pass()
    reason = f"The assessment cannot be older than the application, submitted on {day_written(submitted)}."
    return Refusal("assessed_early", reason, about="date")


def did_not_recommend(request: Any, context: StepContext) -> Verdict:
    """A person who recommended the outcome may not determine or certify it."""
    if request.recommended_by_id is not None and context.actor.id == request.recommended_by_id:
        return Refusal(
            "recommended_it", "You recommended this outcome, so another person has to determine it."
        )
    return Pass()


def not_reconsidered_before(request: Any, _context: StepContext) -> Verdict:
    """A developer may seek reconsideration once."""
    if not request.reconsidered:
        return Pass()
    return Refusal("reconsidered", "The outcome was reconsidered once already. A new request is open to you.")


def new_information_given(_request: Any, context: StepContext) -> Verdict:
    """Reconsideration requires new information."""
    if str(context.inputs.get("new_information", "")).strip():
        return Pass()
    return Refusal("no_new_information", "Say what is new.")


def an_outcome_stands(request: Any, _context: StepContext) -> Verdict:
    """If a reconsideration is not decided in time, the standing outcome stays in effect."""
    if request.standing_outcome:
        return Pass()
    return Refusal("nothing_stands", "No outcome stands.")


def no_outcome_stands(request: Any, _context: StepContext) -> Verdict:
    """A missed deadline leads to no determination or to closing without prejudice only if no outcome stands."""
    if not request.standing_outcome:
        return Pass()
    return Refusal("outcome_stands", "An outcome stands.")


def variant_is_new(request: Any, context: StepContext) -> Verdict:
    """The variant belongs to the model, is new to the request, and does not duplicate a live request."""
    wanted = str(context.inputs.get("variant", ""))
    if wanted in request.variants:
        return Refusal("variant_known", "This variant is already part of the request.")
    if not request.model.all_variants().filter(pk=wanted or None).exists():
        return Refusal("variant_unknown", "Choose a variant of this model.")
    if request.others_live([*request.variants, wanted]).exists():
        return Refusal("already_live", "A request for this model and these variants is already under way.")
    return Pass()


def variants_need_no_new_request(request: Any, _context: StepContext) -> Verdict:
    """A variant may be added unless the policy requires a separate request for each new checkpoint."""
    if request.pinned_policy.flag("new_variant_needs_request"):
        return Refusal("variant_needs_request", "Under this policy a new variant needs a request of its own.")
    return Pass()


def details_are_of_the_own_side(request: Any, context: StepContext) -> Verdict:
    """Each side may erase the details of its own people only."""
    own = request.people_on_record(context.held_roles[0].side)
    if str(context.inputs.get("person", "")) in {str(person.pk) for person in own}:
        return Pass()
    return Refusal(
        "not_on_record", "Choose a person of your side whose details the record of this matter holds."
    )


def more_rounds_not_agreed_yet(request: Any, _context: StepContext) -> Verdict:
    """The developer may agree to more rounds of questions once before each set of answers.

    Every step that does not change the state voids pending signatures, so agreeing a second time is refused.
    The developer may also agree while the government has recommended an outcome: a refusal in that state
    would reveal it.
    """
    if not request.more_rounds_agreed:
        return Pass()
    return Refusal("agreed_already", "Your side agreed already. That holds until you have answered again.")
