"""Who is told of insider-risk cases: the officers, the developers concerned, and in the end the person."""

from __future__ import annotations

from tests.designation.cases import steps
from tests.designation.cases.steps import WHY, act
from tests.designation.refusals import of_cases

OTHERS = {"case_officers": "iris ivo"}
ALL = {"case_officers": "ira iris ivo"}
EVE = {"case_watched": "eve"}
EVENTS = {
    "case.opened": (of_cases.opened, OTHERS),
    "case.reported": (steps.reported, ALL),
    "case.contained": (steps.contained, OTHERS),
    "case.inquiry_begun.signed": (lambda w: act(w, steps.contained(w), "inquire", "ira"), OTHERS),
    "case.inquiry_renewed.signed": (lambda w: act(w, steps.in_inquiry(w), "renew", "ira"), OTHERS),
    "case.unmasking_asked": (steps.asked_to_unmask, OTHERS),
    "case.unmasked.signed": (lambda w: act(w, steps.asked_to_unmask(w), "unmask", "ira"), OTHERS),
    "case.referred.signed": (lambda w: act(w, steps.in_inquiry(w), "refer", "ira"), OTHERS),
    "case.closed.signed": (
        lambda w: act(w, act(w, steps.reported(w), "tell_owner", "iris"), "close", "ira"),
        OTHERS,
    ),
    "case.notice_delayed.signed": (lambda w: act(w, steps.reported(w), "delay_notice", "ira"), OTHERS),
    "case.challenged": (lambda w: of_cases.challenged(w), ALL),
    "case.owner_told": (
        lambda w: act(w, steps.reported(w), "tell_owner", "ira"),
        {"case_owners": "carl dana sam"},
    ),
    "case.referred": (steps.referred, EVE),
    "case.closed": (steps.closed, EVE),
    "case.challenge_answered": (
        lambda w: act(w, of_cases.challenged(w), "answer_challenge", "ira", reason=WHY),
        EVE,
    ),
}
SIGNED = ("inquiry_begun", "inquiry_renewed", "unmasked", "referred", "closed", "notice_delayed")
SILENT = {
    *(f"case.{step}.taken_back" for step in SIGNED),
    # the officers who signed know it, and the others find it on their desk
    *("case.inquiry_begun", "case.inquiry_renewed", "case.unmasked", "case.notice_delayed"),
    *("case.reviewed", "case.unmasking_refused", "case.noted", "case.read"),
}
