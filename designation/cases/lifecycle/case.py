"""An insider-risk case: opened by a rule, an officer or a report, and closed by two officers of different offices.

Officers know the person by a pseudonym until two of them unmask the person. The person learns that access stopped when
it does, and of the case when it is referred or closed.
"""

from __future__ import annotations

from designation.cases import clocks, rules
from designation.cases.lifecycle.ending import EndingSteps
from designation.cases.lifecycle.inquiring import InquirySteps
from designation.cases.lifecycle.states import WRITTEN, State
from designation.cases.lifecycle.telling import TellingSteps
from designation.cases.lifecycle.unmasking import UnmaskingSteps
from designation.cases.parties import OFFICER
from designation.content.markings import nothing_above_the_ceiling
from designation.roles import Side
from workflow.creating.declaring import Creation
from workflow.guards import recently_authenticated

FIRST = (clocks.TRIAGE, clocks.NOTICE)


class CaseSteps(TellingSteps, EndingSteps, UnmaskingSteps, InquirySteps):
    """The machine of an insider-risk case."""

    SIDES = (Side.GOVERNMENT,)
    State = State
    CREATIONS = (
        Creation(
            name="open_by_rule",
            label="Open a case because two patterns agree",
            event="case.opened",
            by_clock=True,
            checks=(rules.cases_are_on, rules.no_case_is_open),
            sets=FIRST,
        ),
        Creation(
            name="open_from_signal",
            label="Open a case",
            event="case.opened",
            who=frozenset({OFFICER}),
            checks=(
                recently_authenticated,
                rules.cases_are_on,
                rules.is_not_about_oneself,
                rules.no_case_is_open,
                *WRITTEN,
            ),
            sets=FIRST,
            reserved=rules.RESERVED,
            consequence="Every insider-risk officer can read the case, except for the person it is about.",
        ),
        Creation(
            name="report",
            label="Report a concern",
            event="case.reported",
            by_clock=True,
            checks=(rules.cases_are_on, nothing_above_the_ceiling),
            sets=FIRST,
            consequence="The insider-risk officers read the report. Nobody is told who reported.",
        ),
    )

    class Meta:
        abstract = True

    number: str
    pseudonym: str

    def content(self, step: str) -> dict[str, object]:
        """Return what officers sign: the case by its pseudonym, and the digest of the evidence as it is.

        To unmask, they also sign the request: a signature under an earlier one does not count.
        """
        signed: dict[str, object] = {
            "number": self.number,
            "about": self.pseudonym,
            "evidence": self.evidence_digest(),
        }
        if step == "unmask":
            asked_by = str(self.unmasking_asked_by_id or "")
            signed |= {
                "asked_by": asked_by,
                "reason": self.unmasking_reason,
                "refused": self.unmasking_refusals,
            }
        return signed
