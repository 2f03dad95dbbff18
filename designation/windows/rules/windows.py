"""The rules of an access window (Executive Order 14409 §3(b)(ii))."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from designation.frontier_models.rules import THIRTY_DAYS
from designation.roles import DEVELOPER_ROLES, Role, Side
from workflow.approvals import Signers, of_different_offices
from workflow.authorization import known_side
from workflow.deadlines import Due
from workflow.guards import Pass, Refusal, StepContext, Verdict


def standing_outcome_is_covered(window: Any, _context: StepContext) -> Verdict:
    """Access requires a model whose standing outcome is *covered*."""
    if window.request.standing_outcome == "covered":
        return Pass()
    return Refusal("not_covered", "A window needs a model that was determined to be covered.")


def request_is_live(window: Any, _context: StepContext) -> Verdict:
    """The request of the window must be live."""
    if window.request.is_live:
        return Pass()
    return Refusal("request_over", "The request of this window is over.")


STEPS_WITH_OWN_RULES = frozenset({"opens_at", "ends_at", "agencies"})


def terms_are_complete(window: Any, context: StepContext) -> Verdict:
    """The terms must answer every clause."""
    lacking = window.lacking_terms(context.inputs.get("terms") or window.draft_terms)
    return tuple(
        Refusal("terms_incomplete", "This clause is empty. Terms answer every clause.", about=name)
        for name in lacking
        if name not in STEPS_WITH_OWN_RULES
    )


def draft_was_read(window: Any, context: StepContext) -> Verdict:
    """A person may sign a draft only if nobody else changed a clause since their page was loaded."""
    typed = {**(context.inputs.get("terms") or {}), "note": context.inputs.get("note", "")}
    overtaken = window.overtaken_clauses(typed, context.inputs.get("seen") or {})
    reason = "Somebody else changed this clause while your page was open. Read what it says now, then sign."
    return tuple(Refusal("changed_meanwhile", reason, about=name) for name in overtaken)


def terms_differ(window: Any, context: StepContext) -> Verdict:
    """A new version of the terms must change something."""
    if window.terms is None or window.normal_terms(context.inputs.get("terms") or {}) != window.terms.content:
        return Pass()
    return Refusal(
        "terms_unchanged", "These terms are the same as the present version. Change what you want changed."
    )


def dates_fit(window: Any, context: StepContext) -> Verdict:
    """The dates must be in the future, in order, before the planned partner release and within the 30 days."""
    opens_at, ends_at = window.dates_of(context.inputs.get("terms") or window.present_terms)
    if opens_at is None or ends_at is None:
        return _dates_given(opens_at, ends_at)
    if opens_at >= ends_at:
        return Refusal("dates_reversed", "The window has to open before it ends.", about="ends_at")
    if opens_at <= context.now:
        return Refusal("opens_in_the_past", "The window has to open in the future.", about="opens_at")
    model = window.request.model
    conflicts = window.schedule_conflicts(opens_at, ends_at)
    if conflicts.release is not None and ends_at > conflicts.release:
        reason = (
            "The window has to end by the planned release to other trusted partners. End it earlier, or move that "
            "release later, beside the list of windows."
        )
        return Refusal("after_partner_release", reason, about="ends_at")
    if ends_at > (model.clock_started_at or opens_at) + THIRTY_DAYS:
        reason = "The window has to end within 30 days of the model's first opening. End it earlier."
        return Refusal("over_thirty_days", reason, about="ends_at")
    if model.clock_started_at is None and conflicts.span > THIRTY_DAYS:
        reason = (
            "Together with the windows of this model that are scheduled already, this goes on for more than 30 days. "
            "Choose other dates, or cancel one of those."
        )
        return Refusal("over_thirty_days", reason, about="ends_at")
    if conflicts.overlaps:
        reason = "Another window of this model covers part of this time."
        return Refusal("overlaps", reason, about="opens_at")
    return Pass()


def _dates_given(opens_at: datetime | None, ends_at: datetime | None) -> tuple[Refusal, ...]:
    missing = []
    if opens_at is None:
        missing.append(Refusal("dates_missing", "Say when the window opens.", about="opens_at"))
    if ends_at is None:
        missing.append(Refusal("dates_missing", "Say when the window ends.", about="ends_at"))
    return tuple(missing)


def agencies_are_named(window: Any, context: StepContext) -> Verdict:
    """The terms must name the agencies whose approving officials sign; all must be government agencies."""
    terms = context.inputs.get("terms") or window.present_terms
    if not terms.get("agencies"):
        return Refusal("no_agency", "Name at least one agency.", about="agencies")
    if window.unknown_agencies(terms["agencies"]):
        return Refusal("unknown_agency", "Terms name agencies of the government only.", about="agencies")
    return Pass()


def agencies_can_sign(window: Any, context: StepContext) -> Verdict:
    """Each agency that the terms name must have an official who could sign them, and all together enough of them."""
    terms = context.inputs.get("terms") or window.present_terms
    named = set(terms.get("agencies") or ())
    if window.unknown_agencies(named):
        return Pass()  # `agencies_are_named` refuses them
    officials = window.officials_for(context.actor.id, known_side(window, context))
    found = list(officials.filter(organization__in=named).values_list("organization", "office", "person"))
    able = {str(agency) for agency, _office, _person in found}
    lacking = [name for key, name in window.agencies(named) if key not in able]
    if lacking:
        return tuple(
            Refusal(
                "nobody_signs",
                f"{name} has no approving official who could sign. An administrator of {name} can appoint one. Until "
                f"then, remove {name} from the terms.",
                about="agencies",
            )
            for name in lacking
        )
    needed = window.pinned_policy.number_of("terms_signers")
    people, offices = {person for *_, person in found}, {office for _agency, office, _person in found}
    if named and (len(people) < needed or len(offices) < 2):
        reason = (
            f"At least {needed} approving officials of different offices sign, and the agencies that you name have "
            "fewer. Name another agency as well, or ask an administrator of one of them to appoint an official."
        )
        return Refusal("too_few_sign", reason, about="agencies")
    return Pass()


def variant_is_covered(window: Any, context: StepContext) -> Verdict:
    """The terms must be about a variant that the request covers."""
    wanted = (context.inputs.get("terms") or window.present_terms).get("variant")
    if not wanted or wanted in window.request.variants:
        return Pass()
    reason = "Choose a variant that this request covers. Another one has to be added to the request first."
    return Refusal("variant_not_covered", reason, about="variant")


def not_the_terms_author(window: Any, context: StepContext) -> Verdict:
    """An official who wrote terms for any window of the matter may not sign terms in that matter."""
    if window.terms_of_the_government().filter(author=context.actor.id).exists():
        return Refusal("wrote_the_terms", "You wrote terms in this matter, so another official has to sign.")
    return Pass()


def not_an_evaluator_here(window: Any, context: StepContext) -> Verdict:
    """A person who is or was named as an evaluator in the matter may not sign its terms."""
    if window.grants_in(window.request).filter(person=context.actor.id).exists():
        return Refusal(
            "evaluates_here",
            "You are or were named as an evaluator in this matter, so another official has to sign.",
        )
    return Pass()


def has_no_access_to_regain(window: Any, context: StepContext) -> Verdict:
    """A person who would regain access as an evaluator may not agree to resume access."""
    if window.grants_naming(window.request_id, context.actor.id).exists():
        return Refusal(
            "own_access",
            "You are named as an evaluator in this matter, so another person of your side has to agree.",
        )
    return Pass()


def every_agency_signs(window: Any, signers: Signers) -> list[Refusal]:
    """An approving official of each named agency must sign, at least two people of different offices."""
    missing = []
    signed = {held.organization for signer in signers for held in signer.held_roles}
    for agency_id, name in window.agencies():
        if agency_id not in signed:
            missing.append(Refusal("agency_missing", f"An approving official of {name} has to sign."))
    needed = window.pinned_policy.number_of("terms_signers")
    if len(signers) < needed:
        missing.append(Refusal("second_person", f"{needed} people have to sign; {len(signers)} did."))
    elif not of_different_offices(signers):
        missing.append(Refusal("second_office", "Those who signed sit in the same office."))
    return missing


def opening_time_has_come(window: Any, context: StepContext) -> Verdict:
    """A window can open from its opening time until its end."""
    if window.opens_at is None or context.now < window.opens_at:
        return Refusal("too_early", "The opening instant has not come yet.")
    if context.now >= window.ends_at:
        return Refusal("too_late", "The window's time has passed.")
    return Pass()


def both_sides_signed(window: Any, _context: StepContext) -> Verdict:
    """Both sides must have signed the present version of the terms."""
    if window.is_signed_by_both:
        return Pass()
    return Refusal("not_signed", "Both sides have to sign the present version of the terms.")


def an_evaluator_is_ready(window: Any, _context: StepContext) -> Verdict:
    """A window opens only if at least one named evaluator is eligible and has accepted the terms in force."""
    if any(grant.has_agreed and grant.person_is_eligible() for grant in window.grants.filter(state="active")):
        return Pass()
    return Refusal(
        "no_evaluator", "No named evaluator is ready. Name one; the developer concurs; the person accepts."
    )


def not_over(window: Any, context: StepContext) -> Verdict:
    """Access cannot resume once the window's end has passed."""
    if context.now < window.ends_at:
        return Pass()
    return Refusal("window_over", "The window's time has passed.")


def one_of_each_side(_subject: Any, signers: Signers) -> list[Refusal]:
    """One person on the developer's side and one on the government's side must agree."""
    sides = {side for signer in signers for side in signer.sides}
    missing = []
    if Side.DEVELOPER not in sides:
        missing.append(Refusal("developer_missing", "A person of the developer's side has to agree."))
    if Side.GOVERNMENT not in sides:
        missing.append(Refusal("government_missing", "A person of the government's side has to agree."))
    return missing


def planned_end_has_come(window: Any, context: StepContext) -> Verdict:
    """The clock closes a window at its end and never earlier; people may close it earlier."""
    if context.actor.id is not None or context.cascaded or context.now >= window.ends_at:
        return Pass()
    return Refusal("too_early", "The window's end has not come yet.")


def opening(window: Any, _context: StepContext) -> Due:
    """Return the opening time of the window."""
    return Due(window.opens_at)


def closing(window: Any, _context: StepContext) -> Due:
    """Return the stored end of the window, with its reminders."""
    return Due(window.ends_at, reminders=tuple(window.pinned_policy.reminders("closing")))


def close_or_expire(window: Any) -> str:
    """Return the step to take at the window's end: close a live window, expire one that never opened."""
    return "close" if str(window.state) in ("open", "suspended") else "expire"


DEVELOPERS = DEVELOPER_ROLES
GOVERNMENTS = frozenset({Role.APPROVING_OFFICIAL, Role.REVIEWER, Role.INSIDER_RISK_OFFICER})
