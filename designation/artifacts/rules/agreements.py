"""When an agreement is written and put into force, and what a person needs to accept it."""

from __future__ import annotations

from typing import Any

from designation.artifacts import agreement_text
from workflow.guards import Pass, Refusal, StepContext, Verdict


def request_takes_agreements(request: Any, _context: StepContext) -> Verdict:
    """Agreements are written for a request that was submitted and is not over."""
    if request.is_live and request.state != "draft":
        return Pass()
    return Refusal(
        "takes_no_agreements", "Agreements are written after a request is submitted, until it is over."
    )


def no_draft_waits(request: Any, _context: StepContext) -> Verdict:
    """One version at a time waits to be put into force."""
    if not request.agreements.filter(state="draft").exists():
        return Pass()
    return Refusal(
        "draft_waits",
        "A version is written already. Put it into force or discard it before you write another.",
    )


def agreement_is_complete(_request: Any, context: StepContext) -> Verdict:
    """An agreement has a title and a text."""
    missing = []
    if not context.proposed.title:
        missing.append(Refusal("agreement_title_missing", "Enter the title of the agreement.", about="title"))
    if not context.proposed.text:
        missing.append(Refusal("agreement_text_missing", "Enter the text of the agreement.", about="text"))
    return tuple(missing) or Pass()


def agreement_is_not_too_long(_request: Any, context: StepContext) -> Verdict:
    """A person reads an agreement in full before they accept it, so there is a limit."""
    if len(context.proposed.text) <= agreement_text.TEXT_LENGTH:
        return Pass()
    most = f"{agreement_text.TEXT_LENGTH:,}"
    return Refusal("agreement_too_long", f"Shorten the text to {most} characters.", about="text")


def agreement_differs(request: Any, context: StepContext) -> Verdict:
    """A new version changes something: everybody has to accept it again."""
    present = request.agreements.filter(state="in_force").first()
    if present is None or present.digest != context.proposed.digest:
        return Pass()
    return Refusal("agreement_unchanged", "This is the text that is in force. Change it first.", about="text")


def request_of_agreement_is_live(agreement: Any, context: StepContext) -> Verdict:
    """Nothing is put into force once the request is over."""
    return request_takes_agreements(agreement.request, context)


def developer_has_concurred(grant: Any, _context: StepContext) -> Verdict:
    """A person accepts an agreement once the developer has concurred with them, as long as their grant lasts."""
    if grant.state in ("concurred", "active", "suspended"):
        return Pass()
    return Refusal("no_grant", "You accept an agreement after the developer has concurred with you.")


def an_agreement_is_in_force(grant: Any, _context: StepContext) -> Verdict:
    """There must be an agreement to accept."""
    if grant.window.request.agreements.filter(state="in_force").exists():
        return Pass()
    return Refusal("no_agreement", "No agreement is in force.")


def agreement_is_the_one_in_force(grant: Any, context: StepContext) -> Verdict:
    """Only the version in force can be accepted, and only that of the window's own request."""
    agreement = context.proposed.agreement
    if agreement.state == "in_force" and agreement.request_id == grant.window.request_id:
        return Pass()
    return Refusal(
        "agreement_not_in_force", "This version is no longer in force. Read and accept the current version."
    )


def is_not_accepted_yet(grant: Any, context: StepContext) -> Verdict:
    """A person accepts each version once."""
    if not grant.acceptances.filter(agreement=context.proposed.agreement).exists():
        return Pass()
    return Refusal("agreement_accepted_already", "You accepted this version already.")


def text_was_shown(grant: Any, context: StepContext) -> Verdict:
    """Acceptance counts only if a page showed this person exactly this text in full, a short time ago."""
    agreement = context.proposed.agreement
    at = agreement_text.shown_at(
        context.inputs.get("shown"),
        person=context.actor.id,
        grant=grant.pk,
        agreement=agreement.pk,
        digest=agreement.digest,
        now=context.now,
    )
    if at is not None:
        return Pass()
    return Refusal("text_not_shown", "Read the text of the agreement on this page first, then accept it.")


def agreement_is_confirmed(_grant: Any, context: StepContext) -> Verdict:
    """The person must say that they accept."""
    if context.inputs.get("accepted") is True:
        return Pass()
    return Refusal(
        "agreement_not_confirmed", "Confirm that you have read the agreement and accept it.", about="accepted"
    )
