"""The kinds of eligibility records, what each of them needs, and who keeps them."""

from __future__ import annotations

from dataclasses import dataclass

from django.db import models

from designation.roles import Role


class Kind(models.TextChoices):
    """What a record says about a person."""

    IDENTITY = "identity", "Identity proofing"
    TRAINING = "training", "Insider-risk training"
    CITIZENSHIP = "citizenship", "Citizenship or immigration status"
    CLEARANCE = "clearance", "Security clearance"
    CONFLICT = "conflict", "Conflict of interest"


class Value(models.TextChoices):
    """What a record says, for the kinds that can say one of several things."""

    US_CITIZEN = "us_citizen", "U.S. citizen"
    US_PERSON = "us_person", "U.S. person who is not a citizen"
    SECRET = "secret", "Secret"
    TOP_SECRET = "top_secret", "Top secret"
    EMPLOYMENT = "employment", "Works or worked for the developer"
    HOLDINGS = "holdings", "Holds shares or other interests"
    COOLING_OFF = "cooling_off", "Cooling-off period"


@dataclass(frozen=True)
class Needs:
    """What a record of a kind must state."""

    values: tuple[Value, ...] = ()
    reference: bool = False
    expiry: bool = False
    with_whom: bool = False


NEEDS: dict[str, Needs] = {
    Kind.IDENTITY: Needs(reference=True),
    Kind.TRAINING: Needs(expiry=True),
    Kind.CITIZENSHIP: Needs(values=(Value.US_CITIZEN, Value.US_PERSON)),
    Kind.CLEARANCE: Needs(values=(Value.SECRET, Value.TOP_SECRET), reference=True, expiry=True),
    Kind.CONFLICT: Needs(values=(Value.EMPLOYMENT, Value.HOLDINGS, Value.COOLING_OFF), with_whom=True),
}

KEEPERS = frozenset(
    {
        Role.ADMINISTRATOR,
        Role.SECURITY_CONTACT,
        Role.INSIDER_RISK_OFFICER,
        Role.PARTNER_ADMINISTRATOR,
    }
)
"""The roles that enter, verify and end the records of their own organization's people."""
VERIFIERS = KEEPERS | {Role.ROSTER_ADMINISTRATOR}
"""The roles that verify records: keepers, and roster administrators for the people of trusted partners."""
