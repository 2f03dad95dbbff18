"""Rules about how a site begins: once, with one organization that operates it and two first operators."""

from __future__ import annotations

from typing import Any

from designation.content.names import mailbox
from designation.roles import Side
from workflow.guards import Pass, Refusal, StepContext, Verdict


def site_has_not_begun(organization: Any, _context: StepContext) -> Verdict:
    """A site begins once, and its kind never changes after that."""
    kind = organization.kind_of_site()
    if not kind:
        return Pass()
    if kind == "demonstration":
        empty = "Set DATABASE_URL to an empty database, and run this again."
        return Refusal("site_begun", f"This database belongs to a demonstration. {empty}")
    return Refusal(
        "site_begun", "This site has begun already. Its operators invite and appoint everybody else."
    )


def organization_is_the_operators(organization: Any, _context: StepContext) -> Verdict:
    """A site begins with the organization that operates it."""
    if organization.side == Side.OPERATOR:
        return Pass()
    return Refusal("not_the_operator", "A site begins with the organization that operates it.")


def operators_have_two_mailboxes(_nothing: Any, context: StepContext) -> Verdict:
    """The first two operators must be two people, so they cannot share a mailbox."""
    first, second = (mailbox(str(context.inputs.get(f"email_{number}", ""))) for number in (1, 2))
    if first != second:
        return Pass()
    reason = "The two operators cannot share a mailbox. Enter a different address."
    return Refusal("same_mailbox", reason, about="email_2")


def operators_have_two_offices(_nothing: Any, context: StepContext) -> Verdict:
    """The first two operators must sit in two offices, because two offices sign for every administrator."""
    first, second = (str(context.inputs.get(f"office_{number}", "")).casefold() for number in (1, 2))
    if first != second:
        return Pass()
    reason = "The two operators sit in different offices: two offices sign for every administrator."
    return Refusal("same_office", reason, about="office_2")
