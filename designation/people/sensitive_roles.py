"""Which roles two people give. They are derived from the steps, so that a new step cannot be forgotten here.

A role is *sensitive*, and two people of different offices give it, in any of these cases:

- It counts in a quorum: it may take a step that several people sign. Otherwise one administrator could give the role to
  two mailboxes of their own, and both could sign.
- It can end something for others: it may take a step that leads to a final state, or an exit (`leaves`), which ends
  other rows too. A step does not count for a role if a guard of the step lets that role end only what is its own
  (`OWN_ONLY`): an evaluator gives up their own access, and a consulted official answers for their own office.
- It decides who holds roles, or reads everything: administrator, operator, auditor.

One administrator gives any other role, and the organization's other administrators and its security contacts are told.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

from designation.roles import Role, appointed_as
from workflow.steps import Step, final_states, machines, steps_of

ALWAYS = frozenset({Role.ADMINISTRATOR, Role.OPERATOR, Role.AUDITOR})
OWN_ONLY: dict[str, frozenset[str]] = {
    "answers_for_the_person": frozenset({Role.EVALUATOR, Role.PARTNER_EVALUATOR}),
    "is_the_requester": frozenset({Role.EVALUATOR}),
    "may_end_it": frozenset({Role.EVALUATOR}),
    "answers_for_the_holder": frozenset({Role.EVALUATOR, Role.PARTNER_EVALUATOR}),
    "speaks_for_the_office": frozenset({Role.CONSULTED_OFFICIAL}),
}
"""The guards that let these roles end only what is their own, by name."""


@cache
def sensitive_roles() -> frozenset[str]:
    """Return the roles that two people give. Expects that all models are loaded; the steps do not change later."""
    ending = {role for step in _final_steps() for role in _not_only_their_own(step)}
    return frozenset(str(role) for role in ALWAYS | roles_in_quorums() | ending)


def roles_in_quorums() -> frozenset[str]:
    """Return the roles that may take a step that several people sign."""
    signed = [step for model in machines() for step in steps_of(model).values() if step.quorum is not None]
    return frozenset(role for step in signed for role in _appointed(step.who))


def _final_steps() -> Iterator[Step]:
    for model in machines():
        for step in steps_of(model).values():
            if step.leaves or final_states(model) & set(step.targets):
                yield step


def _not_only_their_own(step: Step) -> frozenset[str]:
    own = [OWN_ONLY.get(getattr(guard, "__name__", ""), frozenset()) for guard in step.guards]
    return _appointed(step.who) - frozenset[str]().union(*own)


def _appointed(roles: frozenset[str]) -> frozenset[str]:
    return frozenset(appointed_as(role) for role in roles) & frozenset(Role)
