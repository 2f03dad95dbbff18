"""Roles: what a person may do for their organization, and which roles one person cannot hold together.

A person holds a role through an appointment (`people/models.py`). A role counts in a matter only if the
`party` table lists it there.
"""

from __future__ import annotations

from collections.abc import Iterable

from django.db import models


class Side(models.TextChoices):
    """The side that an organization belongs to."""

    DEVELOPER = "developer", "Model developer"
    GOVERNMENT = "government", "Government"
    PARTNER = "partner", "Trusted partner"
    OPERATOR = "operator", "Site operator"


class Role(models.TextChoices):
    """Every role of the framework, with the label that people see."""

    ADMINISTRATOR = "administrator", "Organization administrator"
    DRAFTER = "drafter", "Drafter"
    CERTIFYING_OFFICER = "certifying_officer", "Certifying officer"
    SECURITY_CONTACT = "security_contact", "Security contact"
    INTAKE_OFFICER = "intake_officer", "Intake officer"
    REVIEWER = "reviewer", "Reviewer"
    DETERMINING_OFFICIAL = "determining_official", "Determining official"
    RECORDS_CERTIFIER = "records_certifier", "Records certifier"
    CONSULTED_OFFICIAL = "consulted_official", "Consulted official"
    APPROVING_OFFICIAL = "approving_official", "Approving official"
    CUSTODIAN = "custodian", "Custodian"
    RECORDS_OFFICER = "records_officer", "Records officer"
    EVALUATOR = "evaluator", "Evaluator"
    INSIDER_RISK_OFFICER = "insider_risk_officer", "Insider-risk officer"
    ROSTER_ADMINISTRATOR = "roster_administrator", "Roster administrator"
    POLICY_EDITOR = "policy_editor", "Policy editor"
    AUDITOR = "auditor", "Auditor"
    PARTNER_ADMINISTRATOR = "partner_administrator", "Partner administrator"
    PARTNER_EVALUATOR = "partner_evaluator", "Partner evaluator"
    OPERATOR = "operator", "Site operator"


LEAD_REVIEWER = "lead_reviewer"  # the reviewer who leads a request
SPONSOR = "sponsor"  # the administrator of an active partner that vouches for another organization


def appointed_as(role: str) -> str:
    """Return the role to which a person is appointed who holds `role`: a lead reviewer is appointed as a reviewer."""
    held_as = {LEAD_REVIEWER: str(Role.REVIEWER), SPONSOR: str(Role.PARTNER_ADMINISTRATOR)}
    return held_as.get(role, role)


HELD_BY: dict[str, frozenset[str]] = {
    Side.DEVELOPER: frozenset(
        {Role.ADMINISTRATOR, Role.DRAFTER, Role.CERTIFYING_OFFICER, Role.SECURITY_CONTACT, Role.AUDITOR}
    ),
    Side.GOVERNMENT: frozenset(
        {
            Role.ADMINISTRATOR,
            Role.INTAKE_OFFICER,
            Role.REVIEWER,
            Role.DETERMINING_OFFICIAL,
            Role.RECORDS_CERTIFIER,
            Role.CONSULTED_OFFICIAL,
            Role.APPROVING_OFFICIAL,
            Role.CUSTODIAN,
            Role.RECORDS_OFFICER,
            Role.EVALUATOR,
            Role.INSIDER_RISK_OFFICER,
            Role.ROSTER_ADMINISTRATOR,
            Role.POLICY_EDITOR,
            Role.AUDITOR,
        }
    ),
    Side.PARTNER: frozenset({Role.ADMINISTRATOR, Role.PARTNER_ADMINISTRATOR, Role.PARTNER_EVALUATOR}),
    Side.OPERATOR: frozenset({Role.OPERATOR}),
}

DEVELOPER_ROLES = frozenset({Role.DRAFTER, Role.CERTIFYING_OFFICER, Role.SECURITY_CONTACT})
"""The matter roles of a developer. A person who holds one is a *developer-side person*."""

GOVERNMENT_ROLES = frozenset(
    {
        Role.INTAKE_OFFICER,
        Role.REVIEWER,
        Role.DETERMINING_OFFICIAL,
        Role.RECORDS_CERTIFIER,
        Role.CONSULTED_OFFICIAL,
        Role.APPROVING_OFFICIAL,
        Role.CUSTODIAN,
        Role.RECORDS_OFFICER,
        Role.EVALUATOR,
        Role.INSIDER_RISK_OFFICER,
        Role.AUDITOR,
    }
)
"""The matter roles of the government."""


class HasSide:
    """A reader who belongs to a side, or to none if `side` is empty."""

    side: str

    @property
    def is_developer(self) -> bool:
        """Whether the reader is on the developer's side."""
        return self.side == Side.DEVELOPER

    @property
    def is_partner(self) -> bool:
        """Whether the reader belongs to a trusted partner."""
        return self.side == Side.PARTNER

    @property
    def is_operator(self) -> bool:
        """Whether the reader is a site operator."""
        return self.side == Side.OPERATOR


SideRoles = frozenset[tuple[str, str]]
"""Roles, each together with the side on which it counts."""


def on_side(side: Side, roles: Iterable[str]) -> SideRoles:
    """Return these roles of one side. The same role of another side is not among them."""
    return frozenset((str(side), str(role)) for role in roles)


DEVELOPERS = on_side(Side.DEVELOPER, DEVELOPER_ROLES)
OPERATORS = on_side(Side.OPERATOR, [Role.OPERATOR])

_RISK = {
    Role.APPROVING_OFFICIAL,
    Role.EVALUATOR,
    Role.REVIEWER,
    Role.DETERMINING_OFFICIAL,
    Role.CONSULTED_OFFICIAL,
}
EXCLUDES: tuple[tuple[frozenset[str], frozenset[str], str], ...] = (
    (
        frozenset({Role.INSIDER_RISK_OFFICER}),
        frozenset(_RISK | {Role.INTAKE_OFFICER, Role.RECORDS_CERTIFIER}),
        "An insider-risk officer neither approves nor reads what others share.",
    ),
    (frozenset({Role.AUDITOR}), frozenset(Role), "An auditor holds no other role."),
    (frozenset({Role.OPERATOR}), frozenset(Role), "A site operator holds no other role."),
    (
        frozenset({Role.ROSTER_ADMINISTRATOR}),
        frozenset({Role.EVALUATOR}),
        "Whoever keeps the roster does not evaluate.",
    ),
    (
        frozenset({Role.ADMINISTRATOR}),
        DEVELOPER_ROLES
        | GOVERNMENT_ROLES
        | {Role.PARTNER_EVALUATOR, Role.POLICY_EDITOR, Role.ROSTER_ADMINISTRATOR},
        "An organization administrator assigns roles and holds no role in matters.",
    ),
)
"""Pairs of role sets that exclude each other in both directions, with the sentence that says so."""


def conflict(held: frozenset[str], wanted: str) -> str:
    """Return the sentence that forbids `wanted` together with the roles `held`, or ""."""
    for one, others, sentence in EXCLUDES:
        if (wanted in one and held & (others - {wanted})) or (wanted in others and held & (one - {wanted})):
            return sentence
    return ""
