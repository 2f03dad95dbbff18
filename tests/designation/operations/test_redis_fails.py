"""Redis is away, full, or back and empty: steps are taken, limits hold, and every page says what is delayed."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import redis
import time_machine
from django.test import Client

from designation.config.beat import MAX_WAITING, Scheduler
from designation.config.celery import SCHEDULE_S, app
from designation.demo.cast import PASSWORD
from designation.demo.world import World
from designation.web import degraded, health
from designation.web.actor import PROVED_AT
from tests.designation.operations.breaking import OwnRedis
from tests.designation.operations.forms import Form
from tests.designation.walking import fresh, request_in
from workflow import outbox
from workflow.models import Job

AsPerson = Callable[[World, str], Client]
DELAYED = "Some things happen later than usual"


def read(client: Client, address: str = "/") -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    degraded.watch.look_again()
    return str(answer.content.decode())


def fill(server: OwnRedis) -> None:
    """Give Redis no more memory than it has in use already."""
    with redis.Redis.from_url(server.url) as client:
        client.config_set("maxmemory", 1)


@pytest.fixture(params=["away", "full"])
def failing(request: Any, own_redis: OwnRedis) -> str:
    """Redis in a state in which it takes nothing in."""
    own_redis.stop() if request.param == "away" else fill(own_redis)
    return str(request.param)


def test_a_step_is_taken_and_its_messages_go_out_later_once(
    present: World, as_person: AsPerson, failing: str
) -> None:
    draft = request_in(present, "draft")
    carl = as_person(present, "carl")
    page = carl.get(f"/requests/{draft.number}/steps/withdraw/")
    assert Form(page).send(carl, f"/requests/{draft.number}/steps/withdraw/").status_code == 302
    assert fresh(draft).state == "withdrawn"
    assert DELAYED in read(carl)
    while outbox.deliver():
        pass
    assert set(Job.objects.values_list("state", flat=True)) <= {"done"}


def test_each_part_is_told_as_it_is(demo_world: World, failing: str) -> None:
    said = {"away": "does not answer", "full": "full"}[failing]
    unheard = {"away": "unknown", "full": "silent"}[failing]
    answer = Client().get("/readyz")
    assert answer.status_code == 503
    assert answer.json() == {
        "ready": False, "database": "ok", "redis": said, "worker": unheard, "beat": unheard, "register": "ok",
    }  # fmt: skip
    assert Client().get("/healthz").status_code == 200


def test_one_signs_in(demo_world: World, failing: str) -> None:
    client = Client()
    login = {"login": demo_world.people["carl"].email, "password": PASSWORD}
    assert client.post("/accounts/login/", login)["Location"] == "/"
    assert PROVED_AT in client.session


def test_guesses_are_counted_whatever_becomes_of_redis(demo_world: World, own_redis: OwnRedis) -> None:
    login = {"login": demo_world.people["carl"].email, "password": "a wrong guess"}
    steps = [own_redis.stop, own_redis.start, lambda: fill(own_redis)]
    for step in steps:
        for _ in range(2):
            assert "do not go together" in Client().post("/accounts/login/", login).content.decode()
        step()
    answer = Client().post("/accounts/login/", login | {"password": PASSWORD})
    assert "Too many tries" in answer.content.decode()


def test_nothing_is_said_while_every_part_is_heard(
    present: World, as_person: AsPerson, own_redis: OwnRedis
) -> None:
    carl = as_person(present, "carl")
    health.record("worker")
    assert DELAYED in read(carl), "beat is silent"
    health.record("beat")
    assert DELAYED not in read(carl)
    own_redis.stop()
    assert DELAYED in read(carl)
    own_redis.start()
    assert DELAYED in read(carl), "it is back, but nobody was heard yet"


def test_one_look_serves_many_pages(present: World, as_person: AsPerson, own_redis: OwnRedis) -> None:
    carl = as_person(present, "carl")
    assert DELAYED in read(carl)
    carl.get("/")
    health.record("worker")
    health.record("beat")
    assert DELAYED in carl.get("/").content.decode(), "known from a moment ago"


@contextmanager
def beating() -> Iterator[Scheduler]:
    """A beat that has just started."""
    scheduler = Scheduler(app)
    yield scheduler
    scheduler.connection.release()


@pytest.fixture
def queue() -> Any:
    """The suite's own queue, empty, in which no worker looks."""
    with health.client() as client:
        client.delete("celery")
        yield lambda: client.llen("celery")
        client.delete("celery")


def test_a_queue_that_nobody_empties_does_not_grow(queue: Callable[[], int]) -> None:
    for _ in range(2 * MAX_WAITING):
        with beating() as scheduler:  # a new one finds everything due
            scheduler.tick()
    assert queue() == MAX_WAITING


def test_what_is_due_is_sent_again_after_its_interval_and_carries_no_end(queue: Callable[[], int]) -> None:
    with beating() as scheduler:
        assert scheduler.tick() <= 1
        assert queue() == len(app.conf.beat_schedule)
        assert scheduler.tick() > 0
    assert queue() == len(app.conf.beat_schedule), "nothing more is due yet"
    with health.client() as client:
        assert all(b'"expires": null' in message for message in client.lrange("celery", 0, -1))


@pytest.mark.parametrize("jump", [timedelta(hours=1), -timedelta(hours=1)], ids=["ahead", "back"])
def test_a_clock_that_jumps_neither_holds_up_nor_hurries_what_is_due(
    queue: Callable[[], int], jump: timedelta
) -> None:
    with beating() as scheduler:
        scheduler.tick()
        with time_machine.travel(datetime.now(UTC) + jump):
            waits_s = scheduler.tick()
    assert 0 < waits_s <= min(SCHEDULE_S.values())
    assert queue() == len(SCHEDULE_S)
