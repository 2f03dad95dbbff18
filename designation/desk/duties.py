"""Who has to act in which state, as data: what the desk calls it, and where it is done.

A duty is narrower than a right: many may take a step, and these are the people for whom it waits.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from django.db.models import Q

from designation.roles import DEVELOPER_ROLES, Role, Side


@dataclass(frozen=True)
class Duty:
    """In these states, somebody with one of these roles in the matter has to act.

    `whose` names the field that has to hold the person themselves; `where` is a further condition on the row. `page`
    is the address on which it is done, which `button` leads to.
    """

    states: tuple[str, ...]
    roles: frozenset[str]
    what: str
    button: str
    page: str
    whose: str = ""
    where: Q = field(default_factory=Q)


RESUMING = frozenset(
    {Role.CERTIFYING_OFFICER, Role.SECURITY_CONTACT, Role.APPROVING_OFFICIAL, Role.INSIDER_RISK_OFFICER}
)
ANSWERING = ("clarification_requested", "information_requested")

OF_REQUESTS: tuple[Duty, ...] = (
    Duty(("draft",), DEVELOPER_ROLES, "Finish and submit the application", "Open the draft", "application"),
    Duty(ANSWERING, DEVELOPER_ROLES, "Answer questions", "Answer", "questions"),
    Duty(
        ("submitted",),
        frozenset({Role.INTAKE_OFFICER}),
        "Check whether the application is complete",
        "Check",
        "review",
    ),
    Duty(
        ("in_assessment",),
        frozenset({Role.REVIEWER}),
        "Assess, then recommend an outcome",
        "Assess",
        "review",
        whose="lead",
    ),
    Duty(
        ("recommended",),
        frozenset({Role.DETERMINING_OFFICIAL, Role.RECORDS_CERTIFIER}),
        "Determine the outcome",
        "Read",
        "review",
    ),
)
OF_CONSULTATIONS: tuple[Duty, ...] = (
    Duty(
        ("open",),
        frozenset({Role.CONSULTED_OFFICIAL}),
        "Concur with the assessment, object or comment, for your office",
        "Answer",
        "review",
    ),
)
OF_WINDOWS: tuple[Duty, ...] = (
    Duty(
        ("draft",),
        frozenset({Role.CERTIFYING_OFFICER}),
        "Finish and sign the terms",
        "Open the terms",
        "window",
    ),
    Duty(
        ("proposed",),
        frozenset({Role.APPROVING_OFFICIAL}),
        "Sign the terms, or decline",
        "Read the terms",
        "window",
    ),
    Duty(
        ("proposed",),
        frozenset({Role.REVIEWER}),
        "Read the developer's terms, and counter what does not fit",
        "Read the terms",
        "window",
        where=Q(terms__side=Side.DEVELOPER),
    ),
    Duty(
        ("countered",),
        frozenset({Role.CERTIFYING_OFFICER}),
        "Sign or revise the government's terms",
        "Read the terms",
        "window",
    ),
    Duty(
        ("suspended",),
        RESUMING,
        "Access is suspended: agree to resume it, or close the window",
        "Read",
        "window",
    ),
)
OF_GRANTS: tuple[Duty, ...] = (
    Duty(
        ("nominated",),
        frozenset({Role.CERTIFYING_OFFICER, Role.SECURITY_CONTACT}),
        "Concur with a named evaluator, or not",
        "Read",
        "window",
    ),
    Duty(
        ("concurred",),
        frozenset({Role.EVALUATOR}),
        "Accept the conditions of use",
        "Read",
        "window",
        whose="person",
    ),
    Duty(
        ("suspended",),
        RESUMING,
        "An evaluator is suspended: agree to lift it, or end their access",
        "Read",
        "window",
    ),
)
OF_ROLES = Duty(
    ("proposed",),
    frozenset({Role.ADMINISTRATOR, Role.OPERATOR}),
    "Sign for a role, or decline",
    "Read",
    "appointment",
)
OF_POLICIES = Duty(
    ("draft",), frozenset({Role.POLICY_EDITOR}), "Finish or sign a policy version", "Read", "policy"
)

REQUESTS_WAIT_FOR = {
    "submitted": "the government's intake",
    "clarification_requested": "the developer's answers",
    "information_requested": "the developer's answers",
    "in_assessment": "the government's assessment",
    "recommended": "the determining official",
}
WINDOWS_WAIT_FOR = {
    "draft": "your certifying officer's signature",
    "proposed": "the government's signatures",
    "countered": "the developer's signature or revision",
    "suspended": "agreement of both sides to resume access",
}
"""In these states a matter waits for the one who is named; it stands on the desks of all others who take part."""

WITHOUT_CLOCK: dict[str, frozenset[str]] = {
    "Request": frozenset({"draft"}),
    "Window": frozenset({"draft"}),
    "Grant": frozenset({"nominated", "concurred", "suspended"}),
}
"""States, by machine, in which something waits and no clock runs; in all others of them one does."""
