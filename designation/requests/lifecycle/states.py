"""The states of a request, the groups of states that steps use, and the deadlines that the policy sets."""

from __future__ import annotations

from django.db import models

from designation.policies import clocks
from workflow.deadlines import Sets


class State(models.TextChoices):
    """The states of a request."""

    DRAFT = "draft", "Draft"
    SUBMITTED = "submitted", "Submitted"
    CLARIFICATION_REQUESTED = "clarification_requested", "Clarification requested"
    IN_ASSESSMENT = "in_assessment", "In assessment"
    INFORMATION_REQUESTED = "information_requested", "Information requested"
    RECOMMENDED = "recommended", "Recommended"
    COVERED = "covered", "Covered"
    NOT_COVERED = "not_covered", "Not covered"
    NO_DETERMINATION = "no_determination", "No determination"
    CLOSED = "closed", "Closed, unanswered"
    CONCLUDED = "concluded", "Concluded"
    WITHDRAWN = "withdrawn", "Withdrawn"


ANSWERING = (State.CLARIFICATION_REQUESTED, State.INFORMATION_REQUESTED)
DETERMINED = (State.COVERED, State.NOT_COVERED)
UNDER_WAY = (State.SUBMITTED, *ANSWERING, State.IN_ASSESSMENT, State.RECOMMENDED)
LIVE = (State.DRAFT, *UNDER_WAY, *DETERMINED, State.NO_DETERMINATION)
FINAL = (State.CLOSED, State.CONCLUDED, State.WITHDRAWN)

COMPLETENESS = Sets("completeness", clocks.lapse_or_keep_the_outcome, clocks.by_policy("completeness"))
DETERMINATION = Sets("determination", clocks.lapse_or_keep_the_outcome, clocks.by_policy("determination"))
ANSWER = Sets("answer", clocks.close_or_keep_the_outcome, clocks.by_policy("answer"))
CONCLUSION = Sets("conclusion", "conclude", clocks.by_policy("conclusion"))
GOVERNMENTS_CLOCKS = ("completeness", "determination")
