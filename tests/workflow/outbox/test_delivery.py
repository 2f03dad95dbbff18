"""Mail leaves at least once, to those who may have it at that moment, and is never silently lost."""

import smtplib
from datetime import timedelta

import pytest
from django.core import mail
from django.core.mail.backends.base import BaseEmailBackend

from tests.workflow.toy import notices
from tests.workflow.toy.making import GUEST, holder, lit, new_lamp
from tests.workflow.toy.models import Holding
from workflow import clock, outbox
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
    yield Unreachable
    Unreachable.refuse, Unreachable.error = staticmethod(lambda message: True), OSError("connection lost")


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


def test_a_message_becomes_one_mail_for_each_person(lamp, keeper):
    guests = [holder(lamp, GUEST) for _ in range(2)]
    told(lamp, keeper)
    assert deliver() == 2
    people = [keeper, *guests]
    assert sorted(sent.to[0] for sent in mail.outbox) == sorted(notices.address(p.id) for p in people)
    assert set(Message.objects.values_list("state", flat=True)) == {"delivered"}
    assert waiting() == {"queued": 0, "dead": 0}


def test_what_was_sent_to_whom_and_when_is_kept(lamp, keeper):
    told(lamp, keeper)
    deliver()
    row = Delivery.objects.get()
    assert (row.recipient, row.address, row.subject) == (keeper.id, notices.address(keeper.id), "lit")
    assert (row.state, row.body) == ("sent", "A lamp has news.")


def test_whoever_left_since_gets_nothing(lamp, keeper):
    told(lamp, keeper)
    Holding.objects.all().delete()
    deliver()
    assert mail.outbox == []


def test_nothing_is_sent_twice(lamp, keeper):
    message = told(lamp, keeper)
    deliver()
    Message.objects.update(state="queued")
    deliver_one(message.pk)
    assert len(mail.outbox) == 1


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
    assert (len(mail.outbox), Delivery.objects.get().state) == (1, "sent")


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
    assert (deliver(), waiting()["dead"]) == (0, 1)


def test_a_dead_message_can_be_sent_again(lamp, keeper):
    message = told(lamp, keeper)
    Message.objects.filter(pk=message.pk).update(state="dead", attempts=MAX_ATTEMPTS)
    assert resend(message.pk)
    deliver()
    assert len(mail.outbox) == 1
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


def test_a_claimed_message_is_left_to_its_worker_until_the_lease_runs_out(lamp, keeper):
    told(lamp, keeper)
    assert len(claim(clock.now(), 10)) == 2
    assert claim(clock.now(), 10) == []
    clock.advance(LEASE)
    assert len(claim(clock.now(), 10)) == 2


@pytest.mark.parametrize(("age", "mails"), [(timedelta(seconds=1), 0), (LEASE, 1)])
def test_a_mail_that_is_being_sent_is_taken_over_only_from_the_dead(lamp, keeper, age, mails):
    message = told(lamp, keeper)
    Delivery.objects.create(
        message=message, recipient=keeper.id, address="old@toy.example", subject="", body="", at=clock.now()
    )
    clock.advance(age)
    deliver_one(message.pk)
    assert len(mail.outbox) == mails
    message.refresh_from_db()
    assert message.last_error == ("" if mails else outbox.BUSY)


def test_a_changed_address_is_used_at_the_next_try(lamp, keeper):
    message = told(lamp, keeper)
    Delivery.objects.create(
        message=message, recipient=keeper.id, address="old@toy.example", subject="", body="", at=clock.now(),
        state="failed",
    )  # fmt: skip
    deliver_one(message.pk)
    assert mail.outbox[0].to == [notices.address(keeper.id)]


def test_a_step_that_was_undone_tells_nobody(lamp, keeper):
    with pytest.raises(ZeroDivisionError):
        lit(lamp, keeper, now=None, trip=True)
    assert deliver() == 0
