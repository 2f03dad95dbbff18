"""Every refusal about insider-risk cases. No rule writes."""

from __future__ import annotations

from typing import Any

from designation.cases.parties import FEWEST_OFFICERS, FEWEST_OFFICES
from workflow.guards import Pass, Refusal, StepContext, Verdict

RESERVED = "Insider-risk officers open cases. Anybody can report a concern."


def cases_are_on(_subject: Any, context: StepContext) -> Verdict:
    """Cases need three insider-risk officers in two offices. With fewer, none can be opened."""
    if context.proposed.are_on():
        return Pass()
    return Refusal(
        "cases_are_off",
        f"Cases cannot be opened yet: at least {FEWEST_OFFICERS} people in {FEWEST_OFFICES} offices must hold the role "
        "of insider-risk officer. Ask an agency's administrator to appoint them.",
    )


def no_case_is_open(_subject: Any, context: StepContext) -> Verdict:
    """A rule or an officer opens one case about a person at a time."""
    earlier = context.proposed.twin()
    if earlier is None:
        return Pass()
    return Refusal("case_is_open", f"Case {earlier.number} about this person is open already.")


def is_not_about_oneself(_subject: Any, context: StepContext) -> Verdict:
    """An officer opens no case about themselves."""
    if context.proposed.person_id != context.actor.id:
        return Pass()
    return Refusal("about_yourself", "You cannot open a case about yourself. Tell another officer.")


def somebody_is_named(case: Any, _context: StepContext) -> Verdict:
    """What concerns a person needs a person: a report may name nobody whom this site knows."""
    if case.person_id is not None:
        return Pass()
    return Refusal(
        "nobody_is_named",
        "The report names nobody whom this site knows. Find the person's signal and open a case from it.",
    )


def is_not_unmasked(case: Any, _context: StepContext) -> Verdict:
    """A person is unmasked once."""
    return (
        Pass() if case.unmasked_at is None else Refusal("unmasked_already", "The person is unmasked already.")
    )


def unmasking_is_not_asked(case: Any, _context: StepContext) -> Verdict:
    """One request to unmask is decided at a time."""
    if case.unmasking_asked_by_id is None:
        return Pass()
    return Refusal("asked_already", "An officer asked to unmask already. Sign or refuse that request.")


def may_be_asked_again(case: Any, _context: StepContext) -> Verdict:
    """After a refusal, others decide once more. A second refusal is final."""
    if case.unmasking_refusals < 2:
        return Pass()
    return Refusal(
        "refused_twice", "Two officers refused to unmask this person, so it cannot be asked again."
    )


def unmasking_is_asked(case: Any, _context: StepContext) -> Verdict:
    """Unmasking is asked for with a reason before anybody decides."""
    if case.unmasking_asked_by_id is not None:
        return Pass()
    return Refusal("not_asked", "Nobody has asked to unmask this person. Ask first, and give the reason.")


def did_not_refuse_before(case: Any, context: StepContext) -> Verdict:
    """After a refusal, others decide."""
    if case.unmasking_refused_by_id != context.actor.id:
        return Pass()
    return Refusal("refused_before", "You refused to unmask this person before, so others decide now.")


def did_not_ask(case: Any, context: StepContext) -> Verdict:
    """Whoever asked to unmask does not refuse their own request."""
    if case.unmasking_asked_by_id != context.actor.id:
        return Pass()
    return Refusal(
        "you_asked", "You asked to unmask this person. Another officer refuses, or two of you sign."
    )


def owner_is_not_told(case: Any, _context: StepContext) -> Verdict:
    """The developers concerned are told once."""
    if case.owner_told_at is None:
        return Pass()
    return Refusal("owner_told_already", "The developers whose content was read were told already.")


def notice_is_not_delayed(case: Any, _context: StepContext) -> Verdict:
    """The notice to the developers is delayed once, for at most 30 days."""
    if case.notice_delayed_until is None:
        return Pass()
    return Refusal("delayed_already", "The notice was delayed already. It cannot be delayed again.")


def owner_was_told(case: Any, _context: StepContext) -> Verdict:
    """No case ends before the developers concerned know of it."""
    if case.owner_told_at is not None or not case.concerns_owners():
        return Pass()
    return Refusal("owner_not_told", "Tell the developers whose content was read before you close the case.")


def nothing_is_suspended(case: Any, _context: StepContext) -> Verdict:
    """At the end, every suspension is lifted or another one has taken over."""
    found = case.suspension_left()
    if found is None:
        return Pass()
    return Refusal(
        "still_suspended",
        f"{found.number} still stops this person. Lift it, or have the person's organization place its own and "
        "then lift it.",
    )


def challenge_is_open(case: Any, _context: StepContext) -> Verdict:
    """A person challenges a case once, and gets an answer."""
    if case.challenged_at is None:
        return Pass()
    return Refusal("challenged_already", "You challenged this already. The officers answer on this page.")


def challenge_waits(case: Any, _context: StepContext) -> Verdict:
    """A challenge is answered once."""
    if case.challenged_at is not None and not case.answer:
        return Pass()
    return Refusal("no_challenge", "There is no challenge without an answer.")
