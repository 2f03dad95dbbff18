"""The capacities in which an organization takes part in a matter, and the roles that count in each."""

from __future__ import annotations

from django.db.models import TextChoices

from designation.roles import DEVELOPER_ROLES, Role


class Capacity(TextChoices):
    """The capacity in which an organization takes part in a matter."""

    DEVELOPER = "developer", "Developer of the model"
    LEAD = "lead", "Determining agency"
    CONSULTED = "consulted", "Consulted office"
    NAMED = "named", "Agency named in the terms of a window"
    EVALUATOR = "evaluator", "Named evaluator"
    PARTNER = "partner", "Trusted partner"


CAPACITIES: dict[str, frozenset[str]] = {
    Capacity.DEVELOPER: DEVELOPER_ROLES | {Role.AUDITOR},
    Capacity.LEAD: frozenset(
        {
            Role.INTAKE_OFFICER,
            Role.REVIEWER,
            Role.DETERMINING_OFFICIAL,
            Role.RECORDS_CERTIFIER,
            Role.CUSTODIAN,
            Role.RECORDS_OFFICER,
            Role.INSIDER_RISK_OFFICER,
            Role.AUDITOR,
        }
    ),
    Capacity.CONSULTED: frozenset({Role.CONSULTED_OFFICIAL}),
    Capacity.NAMED: frozenset({Role.APPROVING_OFFICIAL, Role.INSIDER_RISK_OFFICER, Role.AUDITOR}),
    Capacity.EVALUATOR: frozenset({Role.EVALUATOR, Role.PARTNER_EVALUATOR}),
    Capacity.PARTNER: frozenset({Role.PARTNER_ADMINISTRATOR}),
}

GOVERNMENT_IN_REQUESTS = (
    CAPACITIES[Capacity.LEAD] | CAPACITIES[Capacity.CONSULTED] | CAPACITIES[Capacity.NAMED]
)
"""The government's roles in a request. Evaluators take part in windows only."""
