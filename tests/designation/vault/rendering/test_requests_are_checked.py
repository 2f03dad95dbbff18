"""A request that does not keep to the format is refused, and the next one is served."""

import socket

from designation.vault.rendering import messages
from designation.vault.rendering.client import _seal, memfd
from tests.designation.vault.rendering.made import pdf
from tests.designation.vault.rendering.wire import REQUEST, connected, everything


def test_malformed_requests_are_refused_and_do_no_harm(renderer_socket):
    for sent in (
        b"\xff" * 8,
        b"\0\0\0\4[1]\n",
        b"\0\0\0\2{}",
        messages.request_bytes({"job": "x", "kind": "pdf"}),
    ):
        with memfd() as document, connected(renderer_socket) as connection:
            document.write(pdf())
            _seal(document.fileno())
            socket.send_fds(connection, [sent], [document.fileno()])
            assert b'"failed"' in everything(connection)
    with connected(renderer_socket) as connection:
        connection.sendall(REQUEST)  # without a document
        assert b'"failed"' in everything(connection)


def test_document_that_could_still_change_is_not_read(renderer_socket):
    with memfd() as document, connected(renderer_socket) as connection:
        document.write(pdf())
        socket.send_fds(connection, [REQUEST], [document.fileno()])
        assert b'"not_sealed"' in everything(connection)
