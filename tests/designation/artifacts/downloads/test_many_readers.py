"""Many slow readers leave the site answering, and a process that is killed leaves no download without its end."""

from __future__ import annotations

import os
import signal
import time
import uuid
from contextlib import ExitStack
from datetime import timedelta

import pytest
from django.test import Client

from designation.artifacts.downloads import clerk
from designation.artifacts.downloads.streams import MOST_OF_A_PERSON, MOST_STREAMS, Stream, Streams, TooMany
from designation.artifacts.models import Download
from designation.artifacts.queries import DOWNLOAD_ENDED, DOWNLOADED
from tests.designation.artifacts.downloads.ending import how_it_ended
from tests.designation.artifacts.downloads.serving import Reading, address_of, session_of, wait_for
from tests.designation.artifacts.downloads.site import OTHERS, Site
from tests.proved import proved
from workflow.perform import perform

SLOW = MOST_OF_A_PERSON * (OTHERS + 1)


def sessions(site: Site) -> list[str]:
    """Return a session of every evaluator."""
    found = [session_of(site.eve)]
    for number in range(OTHERS):
        client = Client()
        proved(client, site.world.people[f"evaluator-{number}"])
        found.append(session_of(client))
    return found


def test_slow_readers_leave_the_site_answering(served: Site) -> None:
    server, path, signed_in = served.server, address_of(served.large), sessions(served)
    assert server is not None
    with ExitStack() as open_ones:
        readers = [
            open_ones.enter_context(Reading(server.port, path, cookie=signed_in[number // MOST_OF_A_PERSON]))
            for number in range(SLOW)
        ]
        assert {one.status for one in readers} == {200}
        more = open_ones.enter_context(Reading(server.port, path, cookie=signed_in[-1]))
        assert (more.status, more.headers["retry-after"]) == (503, "10")
        assert server.status("/healthz") == 200
        assert server.status("/", cookie=signed_in[0]) == 200

        perform(served.window, "suspend", actor=served.world.actor("sam"), inputs={"reason": "All stop."})
        since = time.monotonic()
        wait_for(lambda: all(one.is_gone() for one in readers), "all are cut off", within_s=1)
        print(f"{len(readers)} cut after {(time.monotonic() - since) * 1000:.0f} ms")
    ends = served.entries(DOWNLOAD_ENDED, served.large)
    wait_for(lambda: ends.count() == SLOW, "every end is recorded")
    assert served.entries(DOWNLOADED, served.large).count() == SLOW


def test_how_a_download_ended_whose_process_was_killed_is_not_known(served: Site) -> None:
    assert served.server is not None
    with served.reads() as reading:
        reading.read()
        killed = served.server.worker()
        os.kill(killed, signal.SIGKILL)
        assert reading.rest() in ("end", "reset")
    assert clerk.record_unknown() == 0, "It is not silent for long."
    assert clerk.record_unknown(silent_for=timedelta(0)) == 1
    assert how_it_ended(served)["outcome"] == "unknown"
    assert not Download.objects.exists()
    wait_for(served.server.answers, "another process serves")


def stream_of(person: uuid.UUID) -> Stream:
    return Stream(person, uuid.uuid4(), "", "")


def test_one_person_and_one_process_have_so_many_and_no_more(downloads: Site) -> None:
    streams, person = Streams(), uuid.uuid4()
    own = [stream_of(person) for _ in range(MOST_OF_A_PERSON)]
    for one in [*own, *(stream_of(uuid.uuid4()) for _ in range(MOST_STREAMS - len(own)))]:
        streams.open(one)
    for whose, theirs in ((person, True), (uuid.uuid4(), False)):
        with pytest.raises(TooMany) as refused:
            streams.open(stream_of(whose))
        assert refused.value.theirs is theirs
    streams.close(own[0])
    streams.close(own[0])
    streams.open(stream_of(person))
    for one in streams.under_way():
        streams.close(one)
