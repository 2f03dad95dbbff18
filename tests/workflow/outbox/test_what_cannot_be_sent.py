"""What cannot be sent is tried again, then waits for an operator; it is never silently lost."""

import smtplib
from datetime import timedelta

import pytest
from django.core import mail
from django.core.mail.backends.base import BaseEmailBackend

from tests.workflow.toy import notices
from tests.workflow.toy.making import holder, lit, new_lamp
from workflow import clock
from workflow.models import Delivery, Job
from workflow.outbox import LEASE, MAX_ATTEMPTS, claim, deliver, deliver_one, run_again, waiting

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
    """Light the lamp and return the job that tells its keepers."""
    lit(lamp, keeper, now=None)
    return Job.objects.get(inputs__audience="keeper")


def test_what_fails_is_tried_again_after_growing_pauses(lamp, keeper, unreachable):
    job = told(lamp, keeper)
    pauses = []
    for _ in range(3):
        now = clock.now()
        deliver()
        job.refresh_from_db()
        pauses.append(round((job.next_at - now).total_seconds()))
        clock.advance(job.next_at - now)
    assert pauses == [20, 40, 80]
    assert (job.state, job.last_error) == ("queued", "SMTPServerDisconnected")
    assert Delivery.objects.get().error == "SMTPServerDisconnected"
    unreachable.refuse = staticmethod(lambda message: False)
    deliver()
    delivery = Delivery.objects.get()
    assert (len(mail.outbox), delivery.state, delivery.error) == (1, "sent", "")


def test_one_refused_address_holds_up_nobody_else(lamp, keeper, unreachable):
    other = holder(lamp)
    unreachable.refuse = staticmethod(lambda sent: str(other.id) in sent.to[0])
    unreachable.error = ValueError("no such address")
    job = told(lamp, keeper)
    deliver()
    assert [sent.to for sent in mail.outbox] == [[notices.address(keeper.id)]]
    clock.advance(timedelta(hours=1))
    unreachable.refuse = staticmethod(lambda sent: False)
    deliver()
    assert [sent.to for sent in mail.outbox[1:]] == [[notices.address(other.id)]]
    assert Job.objects.get(pk=job.pk).state == "done"


def test_after_so_many_tries_it_is_dead_and_waits_for_an_operator(lamp, keeper, unreachable):
    job = told(lamp, keeper)
    for _ in range(MAX_ATTEMPTS):
        deliver()
        clock.advance(timedelta(hours=2))
    job.refresh_from_db()
    assert (job.state, job.attempts) == ("dead", MAX_ATTEMPTS)
    assert job.last_error == "SMTPServerDisconnected"
    assert (deliver(), waiting()["dead"]) == (0, 1)


def test_a_dead_letter_can_be_sent_again(lamp, keeper):
    job = told(lamp, keeper)
    Job.objects.filter(pk=job.pk).update(state="dead", attempts=MAX_ATTEMPTS)
    assert run_again(job.pk)
    deliver()
    assert (len(mail.outbox), Job.objects.get(pk=job.pk).attempts) == (1, 1)
    assert not run_again(job.pk)


def test_a_message_that_kills_every_worker_ends_too(lamp, keeper):
    job = told(lamp, keeper)
    for _ in range(MAX_ATTEMPTS):
        claim(clock.now())  # and die
        claim(clock.now())
        clock.advance(LEASE)
    deliver()
    job.refresh_from_db()
    assert (job.state, job.last_error) == ("dead", "no worker survived this")


def test_a_message_that_cannot_be_resolved_is_tried_again(lamp, keeper, monkeypatch):
    job = told(lamp, keeper)

    def fail(_message):
        raise LookupError

    monkeypatch.setattr(notices, "mails", fail)
    assert not deliver_one(job.pk)
    job.refresh_from_db()
    assert (job.state, job.last_error) == ("queued", "LookupError")
