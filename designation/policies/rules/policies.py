"""Rules about when a policy version may come into force."""

from __future__ import annotations

from typing import Any

from designation.roles import Role
from workflow.guards import Pass, Refusal, StepContext, Verdict

RESERVED = "Policy is written by policy editors."


def writer_is_an_editor(_policy: Any, context: StepContext) -> Verdict:
    """Only policy editors write a policy version, and the installation itself."""
    if context.actor.id is None or context.has_role(Role.POLICY_EDITOR):
        return Pass()
    return Refusal("not_your_role", RESERVED)


def is_a_draft(policy: Any, _context: StepContext) -> Verdict:
    """A version that is in force, or was discarded, never changes."""
    if policy.state == "draft":
        return Pass()
    return Refusal("not_a_draft", "This version is in force. Write a new version instead.")


def content_is_sound(policy: Any, _context: StepContext) -> Verdict:
    """Every value of a policy must be present and within its bounds."""
    problems = policy.problems()
    if not problems:
        return Pass()
    return Refusal("policy_incomplete", "Mend first: " + "; ".join(problems) + ".")


def effective_date_lies_ahead(policy: Any, context: StepContext) -> Verdict:
    """A policy version must not take effect before it is signed."""
    if policy.effective_at is not None and policy.effective_at >= context.now:
        return Pass()
    return Refusal("effective_in_the_past", "Give an effective date that lies ahead.", about="effective_at")


def enough_people(policy: Any, _context: StepContext) -> Verdict:
    """The agencies must have enough eligible people in different offices for every two-person step."""
    lacking = policy.lacking_people()
    if not lacking:
        return Pass()
    return Refusal("people_lacking", "The agencies lack: " + "; ".join(lacking) + ".")
