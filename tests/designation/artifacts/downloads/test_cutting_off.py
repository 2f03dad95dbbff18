"""Whatever ends access cuts a running download off within a second, also for clients that read slowly or not at all."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from functools import partial
from typing import Any

import psycopg
import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse

from designation.artifacts.queries import DOWNLOAD_ENDED
from designation.people.actions import appointments
from designation.people.models import Person
from designation.roles import Role
from tests.designation.artifacts.agreeing import in_force
from tests.designation.artifacts.downloads.conftest import LARGE, Site
from tests.designation.artifacts.downloads.serving import wait_for
from tests.designation.walking import fresh
from workflow import clock
from workflow.perform import perform

WITHIN_S = 1.0
UNDER_WAY_BYTES = 512 * 1024
"""What the buffers of the system on both sides hold. It left the server before access ended."""

Ends = Callable[[Site], Any]


def one_click(what: str) -> Ends:
    def stop(site: Site) -> None:
        sam = Client()
        sam.force_login(site.world.people["sam"])
        of = {"share": site.large.pk, "person": site.grant().pk, "window": ""}[what]
        address = reverse("access_stop", args=[site.window.request.number, site.window.number])
        assert sam.post(address, {"what": what, "id": str(of)}).status_code == 302

    return stop


def step(of: str, name: str, who: str, **inputs: Any) -> Ends:
    def take(site: Site) -> None:
        request = site.window.request
        subjects = {"window": site.window, "artifact": site.large.artifact, "request": request}
        perform(fresh(subjects[of]), name, actor=site.world.actor(who), inputs=inputs)

    return take


def role_ends(site: Site) -> None:
    role = site.world.people["eve"].appointments.get(role=Role.EVALUATOR)
    appointments.end(role, actor=site.world.actor("nora"))


def time_ends(site: Site) -> None:
    """No worker runs beside these tests, so nothing closes the window."""
    clock.advance(fresh(site.window).ends_at - clock.now())


def window_is_trimmed(site: Site) -> None:
    """The model's release is moved before the window's end, and that instant comes."""
    release = clock.now() + timedelta(days=2)
    inputs = {"partner_release": release.isoformat()}
    perform(
        fresh(site.window.request.model),
        "move_release_earlier",
        actor=site.world.actor("carl"),
        inputs=inputs,
    )
    clock.advance(timedelta(days=2))


def agreement_comes_into_force(site: Site) -> None:
    """The developer asks for the acceptance of an agreement while the evaluator is downloading."""
    in_force(site.world, site.window.request)


def signs_out(site: Site) -> None:
    assert site.eve.post(reverse("account_logout")).status_code == 302


def password_changes(site: Site) -> None:
    Person.objects.filter(pk=site.world.people["eve"].pk).update(password="another")


ENDINGS: dict[str, Ends] = {
    "one click on the share": one_click("share"),
    "one click on the person": one_click("person"),
    "one click on the window": one_click("window"),
    "window closed": step("window", "close", "carl"),
    "artifact withdrawn": step("artifact", "withdraw", "dana"),
    "request withdrawn": step("request", "withdraw", "carl"),
    "role ended": role_ends,
    "time over": time_ends,
    "window trimmed": window_is_trimmed,
    "agreement in force": agreement_comes_into_force,
    "signed out": signs_out,
    "password changed": password_changes,
}


def how_it_ended(site: Site) -> dict[str, Any]:
    """Wait for the second entry of the only download."""
    ends = site.entries(DOWNLOAD_ENDED, site.large)
    details: dict[str, Any] = wait_for(ends.first, "the end of the download is recorded").details
    return details


@contextmanager
def hung(_site: Site) -> Iterator[None]:
    """Let no query of what decides about access be answered."""
    with psycopg.connect(**connection.get_connection_params()) as other:
        other.execute("LOCK TABLE designation_grant IN ACCESS EXCLUSIVE MODE")
        yield


@pytest.mark.parametrize("ends", ENDINGS.values(), ids=ENDINGS)
def test_a_client_that_does_not_read_is_cut_off(served: Site, ends: Ends) -> None:
    with served.reads() as reading:
        assert (reading.status, reading.headers["content-length"]) == (200, str(LARGE))
        reading.read()
        ends(served)
        since = time.monotonic()
        wait_for(reading.is_gone, "the connection is reset", within_s=WITHIN_S)
        took_s = time.monotonic() - since
        before = reading.received
        assert reading.rest() == "reset"
    print(f"cut after {took_s * 1000:.0f} ms, {reading.received - before} bytes were under way")
    assert reading.received - before <= UNDER_WAY_BYTES
    ended = how_it_ended(served)
    assert ended["outcome"].startswith("cut: ")
    assert reading.received <= ended["handed_over"] < LARGE


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
