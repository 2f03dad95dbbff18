"""The toy's directory: who is told what. `WORKFLOW_DIRECTORY` in the engine's tests."""

import uuid

from tests.workflow.toy.models import Holding
from workflow.mail import Mail, Message

NOTICES = {
    "lamp.lit": [("keeper", "lit"), ("guest", "lit")],
    "lamp.rewired.signed": [("electrician", "sign")],
    "deadline.reminder.inspection": [("keeper", "soon")],
    "deadline.reminder.curfew": [("keeper", "soon")],
    "deadline.passed.inspection": [("keeper", "passed")],
}


def notices_for(event: str) -> list[tuple[str, str]]:
    """Return who is told of an event."""
    return NOTICES.get(event, [])


def mails(message: Message) -> list[Mail]:
    """Return one mail for each person who holds the audience's role at the lamp now."""
    people = Holding.objects.filter(lamp_id=message.subject_id, role=message.audience).order_by("person")
    return [Mail(one.person, address(one.person), message.template, "A lamp has news.") for one in people]


def address(person: uuid.UUID) -> str:
    """Return the address of a person."""
    return f"{person}@toy.example"
