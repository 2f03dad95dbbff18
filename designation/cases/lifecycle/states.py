"""The states of a case, and what its steps share."""

from __future__ import annotations

from django.db import models

from designation.content.markings import nothing_above_the_ceiling
from workflow.approvals import Quorum, two_people_of_different_offices
from workflow.guards import reason_given


class State(models.TextChoices):
    """The states of a case."""

    TRIAGE = "triage", "In triage"
    CONTAINED = "contained", "Contained"
    INQUIRY = "inquiry", "In inquiry"
    REFERRED = "referred", "Referred"
    CLOSED = "closed", "Closed"


OPEN = (State.TRIAGE, State.CONTAINED, State.INQUIRY, State.REFERRED)
TWO = Quorum(two_people_of_different_offices, "two insider-risk officers of different offices")
WRITTEN = (reason_given, nothing_above_the_ceiling)
"""What is asked of every text that goes into a case."""
