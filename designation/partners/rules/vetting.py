"""How an organization is vetted, and who decides."""

from __future__ import annotations

from typing import Any

from designation.content.markings import above_the_ceiling
from designation.directory.fields import Category
from designation.partners.questions import FURTHER_ANSWER, QUESTIONS
from workflow.guards import Pass, Refusal, StepContext, Verdict

OUTCOMES = (("met", "Met"), ("not_met", "Not met"))


def a_policy_is_in_force(partner: Any, context: StepContext) -> Verdict:
    """Vetting follows the checks of the policy in force."""
    if partner.policy_in_force(context.now) is not None:
        return Pass()
    return Refusal("no_policy", "No policy is in force. Two policy editors have to put one into force first.")


def question_is_written(_partner: Any, context: StepContext) -> Verdict:
    """A question to the organization must say what is asked."""
    question = str(context.inputs.get("question", "")).strip()
    if not question:
        return Refusal("question_missing", "Write what you want to know.", about="question")
    return tuple(above_the_ceiling(question, "question")) or Pass()


def check_is_one(partner: Any, context: StepContext) -> Verdict:
    """Only a check on the list can be recorded, as met or not met, with a note that says how it was checked."""
    found = []
    if str(context.inputs.get("check", "")) not in {str(place) for place in range(len(partner.checks))}:
        found.append(Refusal("no_such_check", "Choose a check from the list.", about="check"))
    if context.inputs.get("check_outcome") not in dict(OUTCOMES):
        found.append(Refusal("no_outcome", "Choose whether the check is met.", about="check_outcome"))
    note = str(context.inputs.get("note", "")).strip()
    if not note:
        found.append(Refusal("note_missing", "Say in a few words how you checked.", about="note"))
    return (*found, *above_the_ceiling(note, "note"))


def answers_are_complete(_partner: Any, context: StepContext) -> Verdict:
    """Every one of the ten questions must be answered."""
    answers = context.inputs.get("answers") or {}
    found = []
    for question in QUESTIONS:
        answer = str(answers.get(question.name, "")).strip()
        if not answer or (question.choices and answer not in dict(question.choices)):
            found.append(Refusal("answer_missing", "Answer this question.", about=question.name))
        found += above_the_ceiling(answer, question.name)
    found += above_the_ceiling(str(answers.get(FURTHER_ANSWER, "")), FURTHER_ANSWER)
    return tuple(found)


def every_check_is_met(partner: Any, _context: StepContext) -> Verdict:
    """Every check of the policy must be recorded as met."""
    open_checks = [one["label"] for one in partner.checks if one["outcome"] != "met"]
    return tuple(Refusal("check_open", f"Not met yet: {label}.") for label in open_checks) or Pass()


def has_answered(partner: Any, _context: StepContext) -> Verdict:
    """The organization must have answered the ten questions."""
    if partner.answered_at is not None:
        return Pass()
    return Refusal("not_answered", "The organization has not answered the ten questions yet.")


def sponsor_vouched(partner: Any, _context: StepContext) -> Verdict:
    """An organization with a sponsor becomes active once the sponsor vouched for it."""
    if partner.sponsor_id is None or partner.vouched_at is not None:
        return Pass()
    return Refusal("not_vouched", "The sponsor has not vouched for the organization yet.")


def has_not_vouched_yet(partner: Any, _context: StepContext) -> Verdict:
    """A sponsor vouches once."""
    if partner.vouched_at is None:
        return Pass()
    return Refusal("vouched_already", "Your organization vouched for it already.")


def sponsor_is_still_active(partner: Any, _context: StepContext) -> Verdict:
    """Only an active partner vouches for another organization."""
    if partner.sponsor is not None and partner.sponsor.state == "active":
        return Pass()
    return Refusal("sponsor_not_active", "Your organization is not active on the roster now.")


def not_the_nominator(partner: Any, context: StepContext) -> Verdict:
    """A person who nominated the organization does not decide about it."""
    if context.actor.id != partner.nominated_by_id:
        return Pass()
    return Refusal("nominated_it", "You nominated this organization, so other people must decide.")


def did_not_decline_it(partner: Any, context: StepContext) -> Verdict:
    """A reconsideration is decided by people who did not decline the organization before."""
    earlier = partner.reconsiders
    if earlier is None or str(context.actor.id) not in earlier.declined_by:
        return Pass()
    return Refusal("declined_it", "You declined this organization before, so other people must decide.")


def contact_is_still_free(partner: Any, _context: StepContext) -> Verdict:
    """The contact must not have got an account in the meantime, because a person has one account.

    An agency can be a partner as well, as an organization of its own beside the agency. Its people there are people who
    hold no account of the agency, so nobody reads as the government and as a partner in one matter.
    """
    if not partner.contact_has_account():
        return Pass()
    if partner.category == Category.FEDERAL:
        return Refusal(
            "agency_contact_has_account",
            "The contact already has an account. An account of an agency cannot act for a partner too. Decline this "
            "nomination, and nominate the agency again with a contact who has no account here. That person becomes "
            "the administrator of the agency as a partner, and names evaluators who have no other account.",
        )
    return Refusal(
        "contact_has_account",
        "The contact already has an account. Decline this nomination, and nominate the organization again with "
        "another contact.",
    )


def is_somebody_else_than_who_suspended(partner: Any, context: StepContext) -> Verdict:
    """A person who suspended the partner does not help to lift the suspension."""
    if context.actor.id != partner.suspended_by_id:
        return Pass()
    return Refusal("suspended_it", "You suspended this partner, so other people must decide.")


def statement_confirmed(_partner: Any, context: StepContext) -> Verdict:
    """The statement must be confirmed."""
    if context.inputs.get("still_true") is True:
        return Pass()
    return Refusal("not_confirmed", "Confirm that what the roster says is still true.", about="still_true")


def attestation_has_run_out(partner: Any, context: StepContext) -> Verdict:
    """The clock lets a partner's standing run out at its date and not before."""
    if partner.attested_until is not None and context.now >= partner.attested_until:
        return Pass()
    return Refusal("too_early", "The attestation has not run out yet.")
