"""/healthz answers while the process lives; /readyz names each part and its state."""

import pytest

from designation.config.celery import SCHEDULE_S, app, heartbeat
from designation.web import health

pytestmark = pytest.mark.usefixtures("nothing_heard")


def test_process_answers_without_any_server(client, settings):
    settings.REDIS_URL = "unix:///nowhere"
    assert client.get("/healthz").status_code == 200


@pytest.mark.django_db
def test_ready_when_every_part_is_heard(client):
    heartbeat()
    health.record("beat")
    answer = client.get("/readyz")
    assert answer.status_code == 200
    assert answer.json() == {
        "ready": True,
        "database": "ok",
        "redis": "ok",
        "worker": "ok",
        "beat": "ok",
        "register": "ok",
    }


@pytest.mark.django_db
@pytest.mark.parametrize(("heard", "silent"), [("worker", "beat"), ("beat", "worker")])
def test_not_ready_while_one_part_is_silent(client, heard, silent):
    health.record(heard)
    answer = client.get("/readyz")
    assert answer.status_code == 503
    assert (answer.json()[heard], answer.json()[silent]) == ("ok", "silent")


@pytest.mark.django_db
def test_not_ready_without_redis(client, settings):
    settings.REDIS_URL = "unix:///nowhere"
    answer = client.get("/readyz")
    assert answer.status_code == 503
    assert answer.json()["redis"] == "does not answer"
    assert answer.json()["worker"] == "unknown"
    assert answer.json()["database"] == "ok"


def test_not_ready_without_database(client, fresh_database, monkeypatch):
    from django.db import connection

    connection.close()
    monkeypatch.setitem(connection.settings_dict, "HOST", "/nowhere")
    answer = client.get("/readyz")
    assert answer.status_code == 503
    assert answer.json()["database"] == "does not answer"


def test_heartbeat_fades():
    health.record("worker")
    with health.client() as client:
        assert 0 < client.ttl("heartbeat:worker") <= health.SILENCE_S


def test_beat_is_heard_when_it_sends_what_is_due():
    from designation.config.beat import Scheduler

    scheduler = Scheduler(app)
    scheduler.tick()
    scheduler.connection.release()
    assert health.heard("beat") == "ok"


def test_every_task_of_the_schedule_exists():
    app.loader.import_default_modules()
    assert set(app.conf.beat_schedule) == set(SCHEDULE_S) <= set(app.tasks)
