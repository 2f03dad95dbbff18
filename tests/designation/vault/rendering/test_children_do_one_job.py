"""A child does one job and ends; one that hangs is ended, and the next job is served."""

import os
import select
import socket
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, suppress
from pathlib import Path

import pytest

from designation.vault.rendering import messages
from designation.vault.rendering.client import CannotRender, Renderer, _seal, memfd
from tests.designation.vault.rendering.made import MARK, endless_pdf, pdf, shown, text
from tests.renderer import renderer_process

REQUEST = messages.request_bytes({"job": "text", "kind": "pdf", "number": 1})


@pytest.fixture(scope="module")
def quick():
    """A renderer that gives each job one second."""
    with renderer_process("--limit", "1") as started:
        yield started


def children(parent: int) -> set[int]:
    """Return the processes that `parent` has started and that have not been reaped."""
    found = set()
    for status in Path("/proc").glob("[0-9]*/stat"):
        try:
            after_name = status.read_text().rpartition(")")[2].split()
        except (FileNotFoundError, ProcessLookupError):
            continue
        if int(after_name[1]) == parent:
            found.add(int(status.parent.name))
    return found


def connected(path: str) -> socket.socket:
    connection = socket.socket(socket.AF_UNIX)
    connection.settimeout(20)
    connection.connect(path)
    return connection


def everything(connection: socket.socket) -> bytes:
    parts = []
    with suppress(ConnectionResetError):  # what we sent was not read to its end
        while part := connection.recv(1 << 16):
            parts.append(part)
    return b"".join(parts)


def test_second_request_on_a_connection_is_not_answered(quick):
    path, _ = quick
    with memfd() as document, connected(path) as connection:
        document.write(pdf(text("Once")))
        _seal(document.fileno())
        socket.send_fds(connection, [REQUEST], [document.fileno()])
        socket.send_fds(connection, [REQUEST], [document.fileno()])
        assert everything(connection) == messages.answer_bytes({}, b"Once")


def test_child_ends_with_its_job(quick):
    path, server = quick
    shown(Renderer(path), pdf())  # all children have begun
    for _ in range(3):
        before = children(server.pid)
        with memfd() as document, connected(path) as connection:
            document.write(pdf())
            _seal(document.fileno())
            socket.send_fds(connection, [REQUEST], [document.fileno()])
            everything(connection)
        assert len(before - children(server.pid)) == 1


def test_child_that_hangs_is_ended_and_the_next_job_is_served(quick):
    path, _ = quick
    for _ in range(2):
        with pytest.raises(CannotRender) as caught:
            shown(Renderer(path), endless_pdf())
        assert caught.value.code == "too_slow"
    assert shown(Renderer(path), pdf()).width == 800


def test_clients_that_say_nothing_do_not_stop_the_others(quick):
    path, _ = quick
    with ExitStack() as stack:
        silent = [stack.enter_context(connected(path)) for _ in range(6)]
        assert shown(Renderer(path), pdf()).width == 800
        for connection in silent[:4]:
            assert b'"too_slow"' in everything(connection)


def test_child_that_crashes_is_told_and_replaced(quick):
    path, server = quick
    with connected(path) as connection:
        shown(Renderer(path), pdf())  # the silent client has its child by now
        for child in children(server.pid):
            os.kill(child, 9)
        assert b'"failed"' in everything(connection)
    assert shown(Renderer(path), pdf()).width == 800


def test_malformed_requests_are_refused_and_do_no_harm(quick):
    path, _ = quick
    for sent in (
        b"\xff" * 8,
        b"\0\0\0\4[1]\n",
        b"\0\0\0\2{}",
        messages.request_bytes({"job": "x", "kind": "pdf"}),
    ):
        with memfd() as document, connected(path) as connection:
            document.write(pdf())
            _seal(document.fileno())
            socket.send_fds(connection, [sent], [document.fileno()])
            assert b'"failed"' in everything(connection)
    with connected(path) as connection:
        connection.sendall(REQUEST)  # without a document
        assert b'"failed"' in everything(connection)


def test_document_that_could_still_change_is_not_read(quick):
    path, _ = quick
    with memfd() as document, connected(path) as connection:
        document.write(pdf())
        socket.send_fds(connection, [REQUEST], [document.fileno()])
        assert b'"not_sealed"' in everything(connection)


def test_four_clients_at_once_get_the_same_as_one(renderer):
    pages = [pdf(text(f"Page of client {number}")) for number in range(4)]
    alone = [shown(renderer, page, mark=MARK).content for page in pages]
    with ThreadPoolExecutor(4) as clients:
        together = clients.map(
            lambda page: [shown(renderer, page, mark=MARK).content for _ in range(5)], pages
        )
    assert [set(pictures) for pictures in together] == [{picture} for picture in alone]


def test_no_child_outlives_the_server():
    with renderer_process() as (path, server):
        shown(Renderer(path), pdf())
        watched = [os.pidfd_open(child) for child in children(server.pid)]
        server.kill()
        server.wait()
        for child in watched:
            assert select.select([child], [], [], 10)[0]
            os.close(child)
