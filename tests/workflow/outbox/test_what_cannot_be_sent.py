"""What cannot be sent is tried again, then waits for an operator; it is never silently lost."""

import smtplib
from datetime import timedelta

import pytest
from django.core import mail
from django.core.mail.backends.base import BaseEmailBackend

from tests.workflow.toy import notices
from tests.workflow.toy.making import holder, lit, new_lamp
from workflow import clock
from workflow.models import Delivery, Message
from workflow.outbox import LEASE, MAX_ATTEMPTS, claim, deliver, deliver_one, resend, waiting

pytestmark = pytest.mark.django_db


class Unreachable(BaseEmailBackend):
    """A server that refuses whatever `refuse` says."""

    refuse = staticmethod(lambda message: True)
    error = smtplib.SMTPServerDisconnected("connection lost")

    def send_messages(self, messages):
        for message in messages:
            if self.refuse(message):
                raise self.error
            mail.outbox.append(message)
        return len(messages)


@pytest.fixture
def unreachable(settings):
    settings.EMAIL_BACKEND = f"{__name__}.Unreachable"
    before = {name: vars(Unreachable)[name] for name in ("refuse", "error")}
    yield Unreachable
    for name, value in before.items():
        setattr(Unreachable, name, value)


@pytest.fixture
def lamp(db):
    return new_lamp(now=None)


@pytest.fixture
def keeper(lamp):
    return holder(lamp)


def told(lamp, keeper):
    """Light the lamp and return the message to keepers."""
    lit(lamp, keeper, now=None)
    return Message.objects.get(audience="keeper")


def test_what_fails_is_tried_again_after_growing_pauses(lamp, keeper, unreachable):
    message = told(lamp, keeper)
    pauses = []
    for _ in range(3):
        now = clock.now()
        deliver()
        message.refresh_from_db()
        pauses.append(round((message.next_at - now).total_seconds()))
        clock.advance(message.next_at - now)
    assert pauses == [20, 40, 80]
    assert (message.state, message.last_error) == ("queued", "SMTPServerDisconnected")
    assert Delivery.objects.get().error == "SMTPServerDisconnected"
    unreachable.refuse = staticmethod(lambda message: False)
    deliver()
    delivery = Delivery.objects.get()
    assert (len(mail.outbox), delivery.state, delivery.error) == (1, "sent", "")


def test_one_refused_address_holds_up_nobody_else(lamp, keeper, unreachable):
    other = holder(lamp)
    unreachable.refuse = staticmethod(lambda sent: str(other.id) in sent.to[0])
    unreachable.error = ValueError("no such address")
    message = told(lamp, keeper)
    deliver()
    assert [sent.to for sent in mail.outbox] == [[notices.address(keeper.id)]]
    clock.advance(timedelta(hours=1))
    unreachable.refuse = staticmethod(lambda sent: False)
    deliver()
    assert [sent.to for sent in mail.outbox[1:]] == [[notices.address(other.id)]]
    assert Message.objects.get(pk=message.pk).state == "delivered"


def test_after_so_many_tries_it_is_dead_and_waits_for_an_operator(lamp, keeper, unreachable):
    message = told(lamp, keeper)
    for _ in range(MAX_ATTEMPTS):
        deliver()
        clock.advance(timedelta(hours=2))
    message.refresh_from_db()
    assert (message.state, message.attempts) == ("dead", MAX_ATTEMPTS)
    assert message.last_error == "SMTPServerDisconnected"
    assert (deliver(), waiting()["dead"]) == (0, 1)


def test_a_dead_message_can_be_sent_again(lamp, keeper):
    message = told(lamp, keeper)
    Message.objects.filter(pk=message.pk).update(state="dead", attempts=MAX_ATTEMPTS)
    assert resend(message.pk)
    deliver()
    assert (len(mail.outbox), Message.objects.get(pk=message.pk).attempts) == (1, 1)
    assert not resend(message.pk)


def test_a_message_that_kills_every_worker_ends_too(lamp, keeper):
    message = told(lamp, keeper)
    for _ in range(MAX_ATTEMPTS):
        claim(clock.now(), 10)  # and die
        clock.advance(LEASE)
    deliver()
    message.refresh_from_db()
    assert (message.state, message.last_error) == ("dead", "no worker survived this")


def test_a_message_that_cannot_be_resolved_is_tried_again(lamp, keeper, monkeypatch):
    message = told(lamp, keeper)

    def fail(_message):
        raise LookupError

    monkeypatch.setattr(notices, "mails", fail)
    assert not deliver_one(message.pk)
    message.refresh_from_db()
    assert (message.state, message.last_error) == ("queued", "LookupError")
