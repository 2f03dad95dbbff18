"""The words that pages use for requests."""

from __future__ import annotations

from typing import Any

EVENTS = {
    "request.created": "{who} began a request",
    "request.submitted": "{who} certified and submitted the application",
    "request.accepted": "{who} accepted the application as complete and named a lead reviewer",
    "request.clarification_asked": "{who} asked for clarification",
    "request.clarification_answered": "{who} answered the request for clarification",
    "request.information_asked": "{who} asked for information",
    "request.information_answered": "{who} answered the request for information",
    "request.extended": "{who} took more time to answer",
    "request.more_rounds_agreed": "{who} agreed to more rounds of questions",
    "request.recommended": "{who} recommended an outcome",
    "request.returned": "{who} returned the recommendation to assessment",
    "request.determined_covered": "The model was determined to be covered, signed by two officials",
    "request.determined_covered.signed": "{who} signed the determination “covered”",
    "request.determined_covered.taken_back": "{who} took the signature under “covered” back",
    "request.determined_not_covered": "The model was determined not to be covered, signed by two officials",
    "request.determined_not_covered.signed": "{who} signed the determination “not covered”",
    "request.determined_not_covered.taken_back": "{who} took the signature under “not covered” back",
    "request.reconsideration_sought": "{who} sought reconsideration",
    "request.outcome_stands": "The reconsideration was not decided in time; the outcome stands",
    "request.asked_again": "{who} asked again",
    "request.lapsed": "The government's time ran out; there is no determination",
    "request.closed_unanswered": "The time to answer ran out; the request closed without prejudice",
    "request.concluded": "{who} concluded the request",
    "request.withdrawn": "{who} withdrew the request",
    "request.lead_reassigned": "{who} named another lead reviewer",
    "request.recused": "{who} was recused",
    "request.conflict_declared": "{who} declared interests",
    "request.details_erased": "A person's details were erased from the record, signed by two people",
    "request.details_erased.signed": "{who} signed for erasing a person's details",
    "request.details_erased.taken_back": "{who} took the signature for erasing a person's details back",
    "request.variant_added": "{who} added a variant",
    "consultation.opened": "An office was consulted",
    "consultation.concurred": "{who} concurred with the assessment for a consulted office",
    "consultation.objected": "{who} objected to the assessment for a consulted office",
    "consultation.commented": "{who} commented on the assessment for a consulted office",
    "consultation.unanswered": "A consulted office did not answer in time",
    "consultation.dissolved": "A consultation was no longer needed",
}
"""The sentence for each event. "{who}" is the person or the clock."""

CLOCKS = {
    "completeness": "Completeness check",
    "determination": "Determination",
    "answer": "The developer's answers",
    "consultation": "Consulted office",
    "conclusion": "End of the request",
}
"""The labels of the deadlines."""

TONES = {"recommended": "secret"}
"""The style of the tags of states that are highlighted."""


def _verb(request: Any) -> str:
    """Return what the person did who signed last: a records certifier certifies what an official determines."""
    return "certified the determination" if request.is_certified_by_reader else "determined"


DONE = {
    "Request.submit": "You certified and submitted the application.",
    "Request.accept": "You accepted the application as complete.",
    "Request.answer_clarification": "You sent the answers.",
    "Request.answer_information": "You sent the answers.",
    "Request.recommend": "You recommended an outcome.",
    "Request.return_to_assessment": "You returned the request to assessment.",
    "Request.determine_covered": lambda request: (
        f"You {_verb(request)} that the model is a covered frontier model."
    ),
    "Request.determine_not_covered": lambda request: (
        f"You {_verb(request)} that the model is not a covered frontier model."
    ),
    "Request.seek_reconsideration": "You asked the government to reconsider.",
    "Request.ask_again": "You sent the application to the government again. New deadlines started.",
    "Request.conclude": "The request is concluded. Its record stays.",
    "Request.withdraw": "You withdrew the request. Its record stays, and nothing is held against anybody.",
    "Request.extend": "You took more time to answer.",
    "Request.agree_to_more_questions": "You agreed to more rounds of questions.",
    "Request.reassign_lead": "You named another lead reviewer.",
    "Request.recuse": "You are recused from this request.",
    "Request.declare_interests": "Your declaration is recorded.",
    "Request.erase_developer_details": "The person's details were erased from the record.",
    "Request.erase_government_details": "The person's details were erased from the record.",
    "Request.add_variant": "You added the variant.",
    "Consultation.concur": "You concurred for your office. The lead reviewer reads it.",
    "Consultation.object": "You objected for your office. The lead reviewer reads it.",
    "Consultation.comment": "You commented for your office. The lead reviewer reads it.",
}
"""What a person reads after a step that they took, by machine and step."""

RARE = (
    "request.concluded",
    "request.recused",
    "request.conflict_declared",
    "request.details_erased",
)
"""The events of steps that few people ever take. Pages show them apart, with those that end something."""

SUBJECTS = {
    "Request": lambda _reader, row: f"Request {row.number} “{row.model.codename}”",
    "Consultation": lambda _reader, row: (
        f"{row.office.name}, request {row.request.number} “{row.request.model.codename}”"
    ),
}
"""What the page of a step calls its subject, under the heading: a function of the reader and the subject."""
