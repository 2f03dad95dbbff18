"""The client trusts nothing that comes back: a file that took over a child can send anything, or take forever."""

import socket
import threading
from contextlib import suppress

import pytest

from designation.vault.rendering import messages
from designation.vault.rendering.client import CannotRender, Renderer, Unavailable
from tests.designation.vault.rendering.made import pdf, shown


def answering(path: str, answer: bytes) -> threading.Thread:
    """Answer the next client at `path` with these bytes."""
    listener = socket.socket(socket.AF_UNIX)
    listener.bind(path)
    listener.listen()

    def answer_once() -> None:
        with listener, listener.accept()[0] as connection:
            connection.recv(1 << 16)
            connection.sendall(answer)

    thread = threading.Thread(target=answer_once)
    thread.start()
    return thread


def test_answer_that_trickles_in_is_not_waited_for(tmp_path):
    with socket.socket(socket.AF_UNIX) as slow:
        slow.bind(str(tmp_path / "s"))
        slow.listen()

        def trickle() -> None:
            with slow.accept()[0] as connection, suppress(OSError):
                connection.sendall(messages.ANSWER.pack(1000, 0))
                for _ in range(200):
                    connection.sendall(b" ")
                    gone.wait(0.01)

        gone = threading.Event()
        thread = threading.Thread(target=trickle)
        thread.start()
        with pytest.raises(Unavailable, match="did not answer"):
            shown(Renderer(str(tmp_path / "s"), timeout_s=0.2), pdf())
        gone.set()
        thread.join()


HOSTILE = {
    "nothing": b"",
    "half": messages.answer_bytes({"width": 1, "height": 1}, b"\xff\xd8\xff and more")[:-3],
    "too long": messages.ANSWER.pack(4, 1 << 31) + b"{}",
    "no header": messages.ANSWER.pack(4, 0) + b"\xff\xff\xff\xff",
    "a list": messages.ANSWER.pack(2, 0) + b"[]",
    "a page of HTML": messages.answer_bytes({"width": 1, "height": 1}, b"<script>alert(1)</script>"),
    "no size": messages.answer_bytes({"width": None}, b"\xff\xd8\xff"),
}


@pytest.mark.parametrize("answer", HOSTILE)
def test_answer_that_is_no_picture_is_not_passed_on(tmp_path, answer):
    thread = answering(str(tmp_path / "s"), HOSTILE[answer])
    with pytest.raises(CannotRender) as caught:
        shown(Renderer(str(tmp_path / "s"), timeout_s=10), pdf())
    thread.join()
    assert caught.value.code == "failed"


def test_answer_that_is_too_long_is_not_passed_on(renderer, monkeypatch):
    monkeypatch.setattr(messages, "MOST_BODY_BYTES", 100)
    with pytest.raises(CannotRender):
        shown(renderer, pdf())
