"""Who takes part in a case: the insider-risk officers, and the person it is about once it is known to them."""

from __future__ import annotations

from django.db import models

from designation.roles import Role

OFFICER = Role.INSIDER_RISK_OFFICER
WATCHED = "watched"
"""The role of the person whom a case is about, in that case alone, once the case is known to them."""
FEWEST_OFFICERS, FEWEST_OFFICES = 3, 2


class Origin(models.TextChoices):
    """Why a case was opened."""

    RULE = "rule", "Two independent patterns"
    OFFICER = "officer", "An officer, from a signal"
    REPORT = "report", "A report of a concern"
