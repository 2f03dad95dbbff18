"""The states of partners and selections, and the groups of states that steps use."""

from __future__ import annotations

from django.db import models


class PartnerState(models.TextChoices):
    """The states of a partner."""

    NOMINATED = "nominated", "Nominated"
    VETTING = "vetting", "In vetting"
    ASKED = "asked", "Asked for information"
    ACTIVE = "active", "Active"
    EXPIRED = "expired", "Attestation overdue"
    SUSPENDED = "suspended", "Suspended"
    DECLINED = "declined", "Declined"
    LAPSED = "lapsed", "Lapsed"
    REMOVED = "removed", "Removed"
    LEFT = "left", "Left"


BEFORE = (PartnerState.NOMINATED, PartnerState.VETTING, PartnerState.ASKED)
ON_THE_ROSTER = (PartnerState.ACTIVE, PartnerState.EXPIRED, PartnerState.SUSPENDED)
NOT_A_PARTNER = (PartnerState.DECLINED, PartnerState.LAPSED, PartnerState.REMOVED, PartnerState.LEFT)


class SelectionState(models.TextChoices):
    """The states of a selection."""

    PROPOSED = "proposed", "Proposed"
    CONCURRED = "concurred", "Concurred"
    INVITED = "invited", "Invited"
    AGREED = "agreed", "Agreed"
    TAKEN_BACK = "taken_back", "Taken back"
    NOT_SELECTED = "not_selected", "Not selected"
    ENDED = "ended", "Ended"


CHOSEN = (SelectionState.PROPOSED, SelectionState.CONCURRED)
KNOWN_TO_THE_PARTNER = (SelectionState.INVITED, SelectionState.AGREED)
OVER = (SelectionState.TAKEN_BACK, SelectionState.NOT_SELECTED, SelectionState.ENDED)
