"""Worker and beat outlive their Redis, whatever the clock of their machine says: what was promised goes out, once."""

import os
import subprocess
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import redis
from django.db import connection

from designation.demo.world import World
from designation.identity.actions import tell_password_changed
from designation.local import processes
from designation.local.serve import PROCESSES
from designation.models import Person
from designation.web import health
from tests.designation.operations.breaking import OwnRedis, address_of
from workflow.models import Checkpoint, Delivery, Log

pytestmark = [pytest.mark.race]
PATIENCE_S = 40
AN_HOUR_AHEAD = """
import datetime, time_machine
time_machine.travel(datetime.datetime.now(datetime.timezone.utc) + datetime.timedelta(hours=1)).start()
"""


@pytest.fixture
def running(
    committed_world: World, own_redis: OwnRedis, tmp_path: Path
) -> Iterator[dict[str, "subprocess.Popen[bytes]"]]:
    """A beat and, on a machine whose clock is an hour ahead, a worker, as `make run` starts them."""
    (tmp_path / "sitecustomize.py").write_text(AN_HOUR_AHEAD)
    env = os.environ | {
        "DESIGNATION_MODE": "test",
        "DATABASE_OWNER_URL": address_of(connection),
        "REDIS_URL": own_redis.url,
        "LEDGER_KEYS": str(tmp_path / "keys"),
    }
    env.pop("PYTEST_XDIST_WORKER", None)
    wrong = env | {"PYTHONPATH": str(tmp_path)}
    children = {
        name: processes.start(PROCESSES[name], env=given, log=tmp_path / "log")
        for name, given in (("beat", env), ("worker", wrong))
    }
    yield children
    for child in children.values():
        processes.stop(child)
    print((tmp_path / "log").read_text())  # shown where the test fails


def eventually(holds: Callable[[], bool]) -> None:
    """Wait until something holds."""
    deadline = time.monotonic() + PATIENCE_S
    while not holds():
        assert time.monotonic() < deadline, "It did not come about."
        time.sleep(0.05)


def cut_all_others() -> None:
    """Let PostgreSQL end all connections to this database but ours."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
            "WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )


def test_mails_and_checkpoints_go_out_once_whatever_became_of_redis_and_of_connections(
    committed_world: World,
    own_redis: OwnRedis,
    running: dict[str, "subprocess.Popen[bytes]"],
    tmp_path: Path,
) -> None:
    people = [committed_world.people[key] for key in ("carl", "dana", "sam", "maya")]

    sent = Delivery.objects.filter(job__event="account.password_changed", state="sent")

    def told(person: Person) -> bool:
        return sent.filter(recipient=person.pk).exists()

    tell_password_changed(people[0])
    eventually(lambda: told(people[0]))
    own_redis.stop()
    tell_password_changed(people[1])
    own_redis.start()
    eventually(lambda: told(people[1]))
    with redis.Redis.from_url(own_redis.url) as client:
        client.config_set("maxmemory", 1)
        tell_password_changed(people[2])
        eventually(lambda: "Nothing can be sent to the workers" in (tmp_path / "log").read_text())
        client.config_set("maxmemory", "64mb")
    eventually(lambda: told(people[2]))
    cut_all_others()
    tell_password_changed(people[3])
    eventually(lambda: told(people[3]))
    eventually(lambda: set(health.states().values()) == {"ok"})
    eventually(lambda: not Log.objects.exclude(size=0).filter(sealed_size=0).exists())
    assert Checkpoint.objects.count() == 1
    assert sorted(sent.values_list("recipient", flat=True)) == sorted(person.pk for person in people)
    assert [child.poll() for child in running.values()] == [None, None]
