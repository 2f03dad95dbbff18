"""Mail leaves at least once, to those who may have it at that moment, and is never silently lost."""

from datetime import timedelta

import pytest
from django.core import mail

from tests.workflow.toy import notices
from tests.workflow.toy.making import GUEST, holder, lit, new_lamp
from tests.workflow.toy.models import Holding
from workflow import clock
from workflow.mail import BUSY
from workflow.models import Delivery, Job
from workflow.outbox import LEASE, claim, deliver, deliver_one, waiting

pytestmark = pytest.mark.django_db


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


def test_a_message_becomes_one_mail_for_each_person(lamp, keeper):
    guests = [holder(lamp, GUEST) for _ in range(2)]
    told(lamp, keeper)
    assert deliver() == 2
    people = [keeper, *guests]
    assert sorted(sent.to[0] for sent in mail.outbox) == sorted(notices.address(p.id) for p in people)
    assert set(Job.objects.values_list("state", flat=True)) == {"done"}
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
    job = told(lamp, keeper)
    deliver()
    Job.objects.update(state="queued")
    deliver_one(job.pk)
    assert len(mail.outbox) == 1


def test_a_claimed_job_is_left_to_its_worker_until_the_lease_ends(lamp, keeper):
    told(lamp, keeper)
    first = {claim(clock.now()), claim(clock.now())}
    assert claim(clock.now()) is None
    clock.advance(LEASE)
    assert {claim(clock.now()), claim(clock.now())} == first == set(Job.objects.values_list("pk", flat=True))


@pytest.mark.parametrize(("age", "mails"), [(timedelta(seconds=1), 0), (LEASE, 1)])
def test_a_mail_that_is_being_sent_is_taken_over_only_from_the_dead(lamp, keeper, age, mails):
    job = told(lamp, keeper)
    Delivery.objects.create(
        job=job, recipient=keeper.id, address="old@toy.example", subject="", body="", at=clock.now()
    )
    clock.advance(age)
    deliver_one(job.pk)
    assert len(mail.outbox) == mails
    job.refresh_from_db()
    assert job.last_error == ("" if mails else BUSY)


def test_a_changed_address_is_used_at_the_next_try(lamp, keeper):
    job = told(lamp, keeper)
    Delivery.objects.create(
        job=job, recipient=keeper.id, address="old@toy.example", subject="", body="", at=clock.now(),
        state="failed",
    )  # fmt: skip
    deliver_one(job.pk)
    assert mail.outbox[0].to == [notices.address(keeper.id)]


def test_a_step_that_was_undone_tells_nobody(lamp, keeper):
    with pytest.raises(ZeroDivisionError):
        lit(lamp, keeper, now=None, trip=True)
    assert deliver() == 0
