"""A client that reads on is cut off too, and so is everybody if the database does not answer; all else is complete."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from typing import Any

import psycopg
import pytest
from django.conf import settings
from django.db import connection
from django.test import Client

from designation.people.actions import organizations
from tests.designation.artifacts.downloads.ending import UNDER_WAY_BYTES, WITHIN_S, how_it_ended, one_click
from tests.designation.artifacts.downloads.serving import wait_for
from tests.designation.artifacts.downloads.site import LARGE, Site
from tests.designation.identity.moving_sessions import move
from tests.proved import proved


@contextmanager
def hung(_site: Site) -> Iterator[None]:
    """Let no query of what decides about access be answered."""
    with psycopg.connect(**connection.get_connection_params()) as other:
        other.execute("LOCK TABLE designation_grant IN ACCESS EXCLUSIVE MODE")
        yield


def passed(instant: float) -> bool:
    return time.monotonic() >= instant


def read_on(reading: Any, bytes_a_second: int) -> float:
    """Read steadily until the connection is reset, and return when the last byte came."""
    begun, last, taken = time.monotonic(), 0.0, 0
    while True:
        wait_for(partial(passed, begun + taken / bytes_a_second), "the next bytes are wanted")
        try:
            length = reading.read(4096)
        except ConnectionResetError:
            return last
        assert length, "The whole file came."
        taken += length
        last = time.monotonic()


@pytest.mark.parametrize("rate", [100_000, 8_000_000])
def test_a_client_that_reads_on_gets_nothing_after_a_second(served: Site, rate: int) -> None:
    with served.reads() as reading:
        reading.read()
        one_click("person")(served)
        since, before = time.monotonic(), reading.received
        last = read_on(reading, rate)
    assert reading.received < LARGE
    assert last - since <= WITHIN_S + UNDER_WAY_BYTES / rate
    assert reading.received - before <= UNDER_WAY_BYTES + rate * WITHIN_S


def test_a_database_that_hangs_ends_every_download(served: Site) -> None:
    with served.reads() as reading, hung(served):
        since = time.monotonic()
        wait_for(reading.is_gone, "the connection is reset", within_s=WITHIN_S)
        print(f"cut after {(time.monotonic() - since) * 1000:.0f} ms")
        assert reading.rest() == "reset"
        assert reading.received < LARGE
    assert how_it_ended(served)["outcome"] == "cut: not answered in time"


def test_a_database_that_goes_away_ends_every_download(served: Site) -> None:
    with served.reads() as reading:
        name = connection.settings_dict["NAME"]
        with psycopg.connect(
            **connection.get_connection_params() | {"dbname": "postgres"}, autocommit=True
        ) as other:
            connection.close()
            other.execute(f"ALTER DATABASE {name} ALLOW_CONNECTIONS false")
            other.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s", [name])
            wait_for(reading.is_gone, "the connection is reset", within_s=WITHIN_S)
            assert reading.rest() == "reset"
            other.execute(f"ALTER DATABASE {name} ALLOW_CONNECTIONS true")
    assert how_it_ended(served)["outcome"] == "cut: not answered in time"


def ended_elsewhere(site: Site) -> None:
    """The evaluator ends the session in which they download, in another browser."""
    other = Client()
    proved(other, site.world.people["eve"])
    assert other.post("/accounts/sessions/end-others/").status_code == 302


def ended_by_an_administrator(site: Site) -> None:
    organizations.end_sessions(site.world.people["eve"], actor=site.world.actor("nora"))


def lasted_too_long(site: Site) -> None:
    move(site.eve, started_at=settings.SESSION_LENGTH)


@pytest.mark.parametrize("end", [ended_elsewhere, ended_by_an_administrator, lasted_too_long])
def test_the_end_of_its_session_ends_a_download(served: Site, end: Callable[[Site], None]) -> None:
    with served.reads() as reading:
        reading.read()
        end(served)
        wait_for(reading.is_gone, "the connection is reset", within_s=WITHIN_S)
        assert reading.rest() == "reset"
        assert reading.received < LARGE
    assert how_it_ended(served)["outcome"] == "cut: session ended"


@pytest.mark.parametrize("kind", ["the whole", "a range"])
def test_a_download_that_nothing_ends_is_complete(served: Site, kind: str) -> None:
    asked = {"headers": "Range: bytes=1000000-9999999\r\n"} if kind == "a range" else {}
    with served.reads(buffer=1 << 20, **asked) as reading:
        assert reading.status == (206 if asked else 200)
        wanted = int(reading.headers["content-length"])
        while reading.received < wanted:
            assert reading.read()
    ended = how_it_ended(served)
    assert (ended["outcome"], ended["handed_over"]) == ("complete", wanted)


def test_a_download_goes_on_although_nobody_uses_its_session(served: Site) -> None:
    with served.reads(buffer=1 << 20) as reading:
        reading.read()
        move(served.eve, last_used_at=settings.SESSION_IDLE)
        while reading.received < int(reading.headers["content-length"]):
            assert reading.read()
    assert how_it_ended(served)["outcome"] == "complete"
    assert "login" in served.eve.get("/")["Location"]


def test_a_client_that_leaves_is_recorded(served: Site) -> None:
    with served.reads() as reading:
        reading.read()
    ended = how_it_ended(served)
    assert ended["outcome"] == "cut: the client left"
    assert 0 < ended["handed_over"] < LARGE


def test_a_connection_serves_the_next_request_after_a_download(served: Site) -> None:
    with served.reads(served.small) as reading:
        wanted = int(reading.headers["content-length"])
        while reading.received < wanted:
            assert reading.read()
        reading.socket.sendall(b"GET /healthz HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n")
        assert reading.head().startswith(b"HTTP/1.1 200")
