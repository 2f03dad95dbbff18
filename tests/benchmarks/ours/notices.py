"""Who is told what in the benchmark: as in the engine's tests, and of a lamp that went out as well."""

from tests.workflow.toy import notices
from workflow.mail import Mail, Message

NOTICES = notices.NOTICES | {"lamp.went_out": [("keeper", "out")]}


def notices_for(event: str) -> list[tuple[str, str]]:
    """Return who is told of an event."""
    return NOTICES.get(event, [])


def mails(message: Message) -> list[Mail]:
    """Return nobody: nothing is delivered here."""
    return []
