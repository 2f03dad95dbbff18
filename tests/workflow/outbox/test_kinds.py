"""Every kind of job has one handler, registered at start-up; a job of any other kind is a dead letter at once."""

import pytest

from tests.workflow.toy import switches
from tests.workflow.toy.making import new_lamp
from workflow import clock, jobs, mail, outbox
from workflow.jobs import KindsAreFrozen, KindTaken, NewJob, handler_of, register
from workflow.models import Job


def test_each_kind_has_the_handler_that_its_package_registered():
    assert handler_of("mail") is mail.send
    assert handler_of("switch_off") is switches.switch_off
    assert handler_of("teleport") is None


def test_no_kind_is_registered_after_startup():
    with pytest.raises(KindsAreFrozen):
        register("teleport", switches.blink)
    assert handler_of("teleport") is None


def test_a_kind_has_one_handler(monkeypatch):
    monkeypatch.setattr(jobs, "_frozen", False)
    register("blink", switches.blink)
    with pytest.raises(KindTaken):
        register("blink", switches.switch_off)
    assert handler_of("blink") is switches.blink


@pytest.fixture
def unknown(db):
    lamp = new_lamp(now=None)
    about = {"log_id": lamp.log_id, "machine": lamp.machine(), "subject_id": lamp.pk, "event": "lamp.gone"}
    outbox.add([NewJob("teleport")], now=clock.now(), **about)
    return Job.objects.get()


def test_a_job_of_an_unknown_kind_is_a_dead_letter_that_says_so(unknown):
    assert outbox.deliver() == 0
    unknown.refresh_from_db()
    assert (unknown.state, unknown.attempts) == ("dead", 1)
    assert unknown.last_error == "no handler is registered for this kind of job"
    assert outbox.waiting() == {"queued": 0, "dead": 1}


def test_it_can_run_again_once_the_kind_is_known(unknown, switches):
    outbox.deliver()
    Job.objects.update(kind="blink", inputs={"times": 1})
    assert outbox.run_again(unknown.pk)
    assert outbox.deliver() == 1
    unknown.refresh_from_db()
    assert (unknown.state, unknown.attempts, unknown.last_error) == ("done", 1, "")
