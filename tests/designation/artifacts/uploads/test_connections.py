"""Real connections: two at the same offset, one that freezes, one that breaks off, and one that is refused early."""

import hashlib
import pickle
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from django.conf import settings

from designation.artifacts.resumable import body
from designation.demo.world import World
from designation.models import Request
from tests.conftest import copy_of_database, serving
from tests.database_templates import Kept
from tests.designation.artifacts.uploads.live import Site, answer_on, site_of
from tests.designation.artifacts.uploads.tus import MIB, artifact_at, content_of, encoded, sealed, stored
from tests.designation.walking import at_present, catch_up, request_in

pytestmark = [pytest.mark.race, pytest.mark.usefixtures("renderer")]


@pytest.fixture
def request_made(people_kept: Kept, django_db_blocker: object) -> Iterator[tuple[World, Request]]:
    """A covered request in a database of its own, where transactions end for real."""
    with copy_of_database(django_db_blocker, of=people_kept.database):
        world = at_present(pickle.loads(people_kept.made))
        request = request_in(world, "covered")
        catch_up(world)
        yield world, request


@pytest.fixture
def site(request_made: tuple[World, Request]) -> Iterator[Site]:
    """The running site, as the drafter."""
    with serving() as address:
        yield site_of(address, request_made[0], "dana")


@pytest.fixture
def upload(site: Site, request_made: tuple[World, Request]) -> str:
    """The path of an upload of three MiB."""
    where = f"/requests/{request_made[1].number}/uploads/"
    metadata = encoded(filename="report.bin")
    status, headers = site.ask("POST", where, Upload_Length=3 * MIB, Upload_Metadata=metadata)
    assert status == 201
    return headers["location"]


def arriving(expected: int) -> None:
    """Wait until the vault has so many bytes of a piece that is not complete."""
    deadline = time.monotonic() + 30
    while sum(path.stat().st_size for path in partial()) < expected:
        assert time.monotonic() < deadline, "The piece does not arrive."
        time.sleep(0.005)


def partial() -> set[Path]:
    return {path for path in stored() if path.name.startswith(".")}


def test_of_two_pieces_at_one_offset_one_is_stored(site: Site, upload: str) -> None:
    contents = [content_of(3 * MIB) for _ in range(2)]
    with ExitStack() as stack:
        connections = [stack.enter_context(site.connect()) for _ in contents]
        for connection, content in zip(connections, contents, strict=True):
            connection.sendall(site.piece(upload, 0, 3 * MIB) + content[: 2 * MIB])
        arriving(4 * MIB)  # both have begun, and neither has ended
        for connection, content in zip(connections, contents, strict=True):
            connection.sendall(content[2 * MIB :])
        answers = [answer_on(connection)[0] for connection in connections]
        assert sorted(answers) == [204, 409]
    stored_one = contents[answers.index(204)]
    assert sealed(upload).sha256 == hashlib.sha256(stored_one).hexdigest()
    assert partial() == set()


def test_the_newer_of_two_pieces_wins(site: Site, upload: str) -> None:
    older, newer = content_of(3 * MIB), content_of(3 * MIB)
    with site.connect() as first, site.connect() as second:
        first.sendall(site.piece(upload, 0, 3 * MIB) + older[: 2 * MIB])
        arriving(2 * MIB)
        second.sendall(site.piece(upload, 0, 3 * MIB) + newer[: 2 * MIB])
        arriving(4 * MIB)
        first.sendall(older[2 * MIB :])
        assert answer_on(first)[0] == 409
        assert site.offset(upload) == 0
        second.sendall(newer[2 * MIB :])
        assert answer_on(second)[0] == 204
    assert sealed(upload).sha256 == hashlib.sha256(newer).hexdigest()


def test_many_at_once_leave_one_file(site: Site, upload: str) -> None:
    contents = [content_of(3 * MIB) for _ in range(4)]
    barrier, answers = threading.Barrier(len(contents)), [0] * len(contents)

    def send(place: int) -> None:
        with site.connect() as connection:
            barrier.wait()
            connection.sendall(site.piece(upload, 0, 3 * MIB) + contents[place])
            answers[place] = answer_on(connection)[0]

    threads = [threading.Thread(target=send, args=[place]) for place in range(len(contents))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert answers.count(204) == 1
    assert set(answers) == {204, 409}
    assert sealed(upload).sha256 == hashlib.sha256(contents[answers.index(204)]).hexdigest()


def test_a_connection_that_freezes_holds_up_nobody(site: Site, upload: str) -> None:
    content = content_of(3 * MIB)
    with site.connect() as frozen:
        frozen.sendall(site.piece(upload, 0, 3 * MIB) + bytes(MIB + 1))
        arriving(MIB)
        assert site.offset(upload) == 0
        assert (
            site.ask(
                "PATCH", upload, content, Upload_Offset=0, Content_Type="application/offset+octet-stream"
            )[0]
            == 204
        )
        frozen.sendall(bytes(2 * MIB - 1))
        assert answer_on(frozen)[0] == 409
        assert sealed(upload).sha256 == hashlib.sha256(content).hexdigest()


def test_pieces_leave_threads_for_others(site: Site, upload: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(body, "_places", threading.BoundedSemaphore(1))
    with site.connect() as first, site.connect() as second:
        first.sendall(site.piece(upload, 0, 3 * MIB) + bytes(MIB))
        arriving(MIB)
        second.sendall(site.piece(upload, 0, 3 * MIB) + bytes(3 * MIB))
        status, headers = answer_on(second)
        assert (status, headers["retry-after"]) == (503, "5")
        assert site.offset(upload) == 0
        first.sendall(bytes(2 * MIB))
        assert answer_on(first)[0] == 204


def test_a_frozen_connection_does_not_keep_an_upload_from_ending(site: Site, upload: str) -> None:
    with site.connect() as frozen:
        frozen.sendall(site.piece(upload, 0, 3 * MIB) + bytes(2 * MIB))
        arriving(2 * MIB)
        assert site.ask("DELETE", upload)[0] == 204
        frozen.sendall(bytes(MIB))
        assert answer_on(frozen)[0] == 410
        assert artifact_at(upload).parts == []
        assert partial() == set()


@pytest.mark.parametrize(("sent", "kept"), [(3, 0), (MIB - 1, 0), (MIB, MIB), (2 * MIB + 5, 2 * MIB)])
def test_what_arrived_counts_and_not_what_was_declared(site: Site, upload: str, sent: int, kept: int) -> None:
    content = content_of(3 * MIB)
    with site.connect() as connection:
        connection.sendall(site.piece(upload, 0, 3 * MIB) + content[:sent])
        connection.shutdown(socket.SHUT_WR)
        status, headers = answer_on(connection)
    assert (status, headers.get("upload-offset")) == ((204, str(kept)) if kept else (400, None))
    assert site.offset(upload) == kept
    rest = content[kept:]
    assert (
        site.ask("PATCH", upload, rest, Upload_Offset=kept, Content_Type="application/offset+octet-stream")[0]
        == 204
    )
    assert sealed(upload).sha256 == hashlib.sha256(content).hexdigest()


def test_an_early_refusal_leaves_the_connection_usable(site: Site, upload: str) -> None:
    with site.connect() as connection:
        connection.sendall(site.piece(upload, 7, 3 * MIB) + bytes(3 * MIB))
        assert answer_on(connection)[0] == 409
    assert site.offset(upload) == 0


def test_plain_content_of_a_frozen_piece_is_in_no_file(site: Site, upload: str) -> None:
    content = content_of(3 * MIB)
    with site.connect() as connection:
        connection.sendall(site.piece(upload, 0, 3 * MIB) + content[: 2 * MIB])
        arriving(2 * MIB)
        for path in Path(settings.VAULT_DIR).rglob("*"):
            assert not path.is_file() or b"canary" not in path.read_bytes()
