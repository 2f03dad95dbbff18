"""Whom developer and government can choose, under which conditions, and what the partner answers."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.utils.dateparse import parse_datetime

from designation.content.moments import MOMENT
from designation.partners.states import BEFORE, OVER, PartnerState
from designation.partners.terms import CONDITIONS
from workflow.deadlines import Due
from workflow.guards import Pass, Refusal, StepContext, Verdict

RESERVED = "Certifying officers and approving officials choose partners."
MOST_PEOPLE = 50
LONGEST = timedelta(days=180)
CHOOSABLE = (*BEFORE, PartnerState.ACTIVE)


def request_is_covered(subject: Any, _context: StepContext) -> Verdict:
    """Partners are chosen for a model that is determined to be covered, while its request is live."""
    request = getattr(subject, "request", subject)
    if request.standing_outcome == "covered" and request.is_live:
        return Pass()
    return Refusal(
        "not_covered",
        "You can choose partners only while the request is active and its model is determined to be covered.",
    )


def release_is_planned(request: Any, _context: StepContext) -> Verdict:
    """Early access begins with the planned release to partners, so there must be one."""
    if request.model.planned_partner_release_at is not None:
        return Pass()
    return Refusal(
        "no_release", "The developer must first enter the date of the planned release to trusted partners."
    )


def partner_can_be_chosen(_request: Any, context: StepContext) -> Verdict:
    """A partner is active or still in vetting. Others cannot be chosen, and nothing says why."""
    if context.proposed.partner.state in CHOOSABLE and not context.proposed.is_hidden_from(context.actor.id):
        return Pass()
    return Refusal(
        "not_available", "This organization cannot be chosen now. Choose another partner.", about="partner"
    )


def is_not_proposed_yet(request: Any, context: StepContext) -> Verdict:
    """There is one selection that is not over for each partner and request."""
    if context.proposed.is_hidden_from(context.actor.id):
        return Pass()  # `partner_can_be_chosen` refuses, and does not tell whether it is chosen
    if not request.selections.exclude(state__in=OVER).filter(partner=context.proposed.partner).exists():
        return Pass()
    return Refusal(
        "proposed_already",
        "This partner is already chosen for this model. Open it from the Partners tab.",
        about="partner",
    )


def proposer_takes_part(selection: Any, _context: StepContext) -> Verdict:
    """The person who signed for the other side, by proposing, must not have recused themselves since."""
    if not selection.proposer_is_recused():
        return Pass()
    return Refusal(
        "proposer_recused",
        "The person who proposed this has recused themselves. Another person of their side must propose it.",
    )


def conditions_are_complete(_subject: Any, context: StepContext) -> Verdict:
    """Every condition must be given."""
    conditions = context.inputs.get("conditions") or {}
    found = []
    for field in CONDITIONS:
        value = conditions.get(field.name)
        if value in (None, "") or (field.choices and value not in dict(field.choices)):
            found.append(Refusal("condition_missing", "Fill this in.", about=field.name))
    people = conditions.get("people")
    if people not in (None, "") and not (isinstance(people, int) and 1 <= people <= MOST_PEOPLE):
        found.append(
            Refusal("people_out_of_range", f"Enter a number from 1 to {MOST_PEOPLE}.", about="people")
        )
    return tuple(found)


def end_fits(subject: Any, context: StepContext) -> Verdict:
    """Early access ends after the planned release to partners, in the future, and within half a year."""
    return _end_of((context.inputs.get("conditions") or {}).get("ends_at"), subject, context)


def end_still_fits(selection: Any, context: StepContext) -> Verdict:
    """The agreed end must still lie after the planned release and in the future."""
    return _end_of(selection.conditions.get("ends_at"), selection, context)


def _end_of(text: Any, subject: Any, context: StepContext) -> Verdict:
    ends_at = parse_datetime(str(text)) if text else None
    if ends_at is None:
        return Pass()  # `conditions_are_complete` says so
    release = getattr(subject, "request", subject).model.planned_partner_release_at
    if release is None:
        return Refusal(
            "no_release",
            "The developer must first enter the date of the planned release to trusted partners.",
        )
    begins = max(release, context.now)
    if ends_at <= begins:
        reason = "Early access has to end after the planned release to partners, and in the future."
        return Refusal("ends_before_it_begins", reason, about="ends_at")
    if ends_at > begins + LONGEST:
        return Refusal("too_long", "Early access lasts at most 180 days.", about="ends_at")
    return Pass()


def end_is_earlier(selection: Any, context: StepContext) -> Verdict:
    """The developer alone can move the end of early access only to an earlier time that lies ahead."""
    earlier = parse_datetime(str(context.inputs.get("earlier_end") or ""))
    if earlier is not None and context.now < earlier < selection.window.ends_at:
        return Pass()
    reason = "Enter a time in the future that is before the current end."
    return Refusal("not_earlier", reason, about="earlier_end")


def is_of_own_side(selection: Any, context: StepContext) -> Verdict:
    """Only the side that proposed can take the proposal back."""
    if selection.proposed_side in {held.side for held in context.held_roles}:
        return Pass()
    return Refusal("other_side_proposed", "The other side proposed this. You can object to it.")


def is_of_the_other_side(selection: Any, context: StepContext) -> Verdict:
    """The side that proposed does not answer its own proposal."""
    if selection.proposed_side not in {held.side for held in context.held_roles}:
        return Pass()
    return Refusal("own_proposal", "Your side proposed this, so the other side answers.")


def partner_is_active(selection: Any, context: StepContext) -> Verdict:
    """Only an active partner is invited, and agrees."""
    if selection.partner.is_standing(context.now):
        return Pass()
    return Refusal("partner_not_active", "The partner is not active on the roster.")


def when_the_partner_is_active(selection: Any, context: StepContext) -> Due | None:
    """Return when to try to invite a partner that is not active yet: from now on."""
    return None if selection.partner.is_standing(context.now) else Due(context.now + MOMENT)


def somebody_is_named(_selection: Any, context: StepContext) -> Verdict:
    """The partner must name at least one person, and not more than the conditions allow."""
    named = context.inputs.get("people") or []
    if not named:
        return Refusal("nobody_named", "Name at least one person.", about="people")
    most = int(_selection.conditions["people"])
    if len(named) > most:
        return Refusal("too_many_named", f"The terms allow {most} people.", about="people")
    return Pass()


def terms_are_accepted(_selection: Any, context: StepContext) -> Verdict:
    """The partner must accept the terms."""
    if context.inputs.get("accepted") is True:
        return Pass()
    return Refusal(
        "terms_not_accepted", "Confirm that your organization accepts the terms.", about="accepted"
    )
