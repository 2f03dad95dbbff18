"""What a suspension covers, who placed it, and the roles that place and lift one."""

from __future__ import annotations

from django.db import models

from designation.roles import DEVELOPER_ROLES, Role


class Scope(models.TextChoices):
    """What a suspension covers."""

    PERSON = "person", "One person"
    ORGANIZATION = "organization", "A whole organization"
    ARTIFACT = "artifact", "One artifact"


class PlacedAs(models.TextChoices):
    """For whom the person who placed a suspension acted."""

    OFFICERS = "officers", "The insider-risk officers"
    ORGANIZATION = "organization", "The organization itself"


OFFICER = Role.INSIDER_RISK_OFFICER
OF_THE_ORGANIZATION = frozenset({Role.ADMINISTRATOR, Role.SECURITY_CONTACT})
"""The roles that place and lift suspensions of their own organization and its people."""
OF_THE_ARTIFACT = DEVELOPER_ROLES
"""The roles that place and lift suspensions of their own artifacts."""

KEEP_ON = frozenset({Role.ADMINISTRATOR, OFFICER})
"""The roles that the suspension of their organization does not stop. Whoever holds one reads nothing that others
share; they lift suspensions and appoint people who can."""
LEAVE_ALONE = DEVELOPER_ROLES | {Role.PARTNER_ADMINISTRATOR}
"""The roles that the suspension of their organization leaves their own pages and the exits."""
CAN_LEAVE = frozenset({Role.CERTIFYING_OFFICER, Role.SECURITY_CONTACT})
"""The roles of a developer that can withdraw everything at once."""
