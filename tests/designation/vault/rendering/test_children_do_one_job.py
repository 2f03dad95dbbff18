"""A child does one job and ends; one that hangs is ended, and the next job is served."""

import os
import select
import socket
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack

import pytest

from designation.vault.rendering import messages
from designation.vault.rendering.client import CannotRender, Renderer, _seal, memfd
from tests.designation.vault.rendering.made import MARK, endless_pdf, pdf, shown, text
from tests.designation.vault.rendering.wire import REQUEST, children, connected, everything, exchange
from tests.renderer import renderer_process


@pytest.fixture(scope="module")
def quick():
    """A renderer that gives each job one second."""
    with renderer_process("--limit", "1") as started:
        yield started


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
    exchange(path)
    for _ in range(3):
        before = children(server.pid)
        exchange(path)
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
        exchange(path)  # the silent client has its child by now
        crashed = children(server.pid)
        for child in crashed:
            os.kill(child, 9)
        assert b'"failed"' in everything(connection)
    while crashed & children(server.pid):
        assert server.poll() is None
    assert shown(Renderer(path), pdf()).width == 800


def test_four_clients_at_once_get_the_same_as_one(renderer):
    pages = [pdf(text(f"Page of client {number}")) for number in range(4)]
    alone = [shown(renderer, page, mark=MARK).content for page in pages]
    with ThreadPoolExecutor(4) as clients:
        together = clients.map(
            lambda page: [shown(renderer, page, mark=MARK).content for _ in range(5)], pages
        )
    assert [set(pictures) for pictures in together] == [{picture} for picture in alone]


def test_no_child_outlives_the_server():
    with (
        renderer_process() as (path, server),
        connected(path),
    ):  # one child waits for what this client will never say
        exchange(path)
        watched = [os.pidfd_open(child) for child in children(server.pid)]
        server.kill()
        server.wait()
        for child in watched:
            assert select.select([child], [], [], 10)[0]
            os.close(child)
