"""What travels between client and child: a request with the document as a descriptor, and one answer.

    request:  length of header (4 bytes) | header (JSON); the document's descriptor comes with the first byte
    answer:   length of header | length of body (4 bytes each) | header (JSON) | body

A connection carries one request and one answer. Lengths are checked before anything is read.
"""

import json
import socket
import struct
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

REQUEST = struct.Struct("!I")
ANSWER = struct.Struct("!II")
MOST_REQUEST_BYTES = 64 * 1024
MOST_HEADER_BYTES = 1024 * 1024
MOST_BODY_BYTES = 128 * 1024 * 1024

MOST_DOCUMENT_BYTES = 200 * 1000 * 1000
MOST_TEXT_BYTES = {"markdown": 1_000_000, "csv": 2_000_000, "json": 5_000_000, "text": 5_000_000}
"""By what can be laid out within a few seconds, which every page of a text takes."""
TEXT_KINDS = tuple(MOST_TEXT_BYTES)
KINDS = ("pdf", "png", "jpeg", *TEXT_KINDS)
OTHER_KIND = "Only PDF, PNG, JPEG, Markdown, CSV, JSON and plain text files can be shown as pages."
MOST_NAME, MOST_LEGEND, MOST_BANNER = 1_000, 2_000, 200
"""The most characters of a mark's parts. Names are shortened in the picture; legends and banners never are."""


class MalformedMessage(Exception):
    """The other side did not keep to the format."""


class CannotRender(Exception):
    """This document, or this page, cannot be shown. `code` is stable; `reason` is a sentence for a person."""

    def __init__(self, code: str, reason: str) -> None:
        super().__init__(reason)
        self.code = code
        self.reason = reason


class Unavailable(Exception):
    """Nothing can be rendered at present. `reason` is a sentence for the operator."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True)
class Mark:
    """What is burned into each page: who is reading, when, and what the page says about itself.

    `name` is the viewer's name or pseudonym, as the terms say. `time` is date and time with the zone, as the page is
    to show it. `code` is a short random ASCII code that leads to the entry. `legend` is the owner's, `banner` the
    handling banner; both stand above and below the page and may be empty.
    """

    name: str
    time: str
    code: str
    legend: str = ""
    banner: str = ""

    def __post_init__(self) -> None:
        if not (self.code.isascii() and self.code.isprintable() and 4 <= len(self.code.strip()) <= 16):
            raise ValueError("The code of a mark is 4 to 16 printable ASCII characters.")
        if not 1 <= len(self.time) <= 60:
            raise ValueError("The time of a mark is 1 to 60 characters.")
        if len(self.name) > MOST_NAME or len(self.legend) > MOST_LEGEND or len(self.banner) > MOST_BANNER:
            raise ValueError("A part of the mark is too long.")


def request_bytes(header: dict[str, Any]) -> bytes:
    """Return a request as it travels."""
    encoded = json.dumps(header).encode()
    return REQUEST.pack(len(encoded)) + encoded


def answer_bytes(header: dict[str, Any], body: bytes = b"") -> bytes:
    """Return an answer as it travels."""
    encoded = json.dumps(header).encode()
    return ANSWER.pack(len(encoded), len(body)) + encoded + body


def refusal(code: str, reason: str) -> bytes:
    """Return the answer that says why there is no picture."""
    return answer_bytes({"error": {"code": code, "reason": reason}})


def receive_request(connection: socket.socket) -> tuple[dict[str, Any], list[int]]:
    """Return a request's header and the descriptors that came with it. Raises: MalformedMessage."""
    start, descriptors, _, _ = socket.recv_fds(connection, REQUEST.size, 1)
    start += _exactly(connection.recv, REQUEST.size - len(start))
    (length,) = REQUEST.unpack(start)
    if length > MOST_REQUEST_BYTES:
        raise MalformedMessage("The request is too long.")
    return _json(_exactly(connection.recv, length)), descriptors


def receive_answer(receive: Callable[[int], bytes]) -> tuple[dict[str, Any], bytes]:
    """Return an answer's header and body; `receive` returns up to so many bytes. Raises: MalformedMessage."""
    header_length, body_length = ANSWER.unpack(_exactly(receive, ANSWER.size))
    if header_length > MOST_HEADER_BYTES or body_length > MOST_BODY_BYTES:
        raise MalformedMessage("The answer is too long.")
    return _json(_exactly(receive, header_length)), _exactly(receive, body_length)


def _exactly(receive: Callable[[int], bytes], count: int) -> bytes:
    parts = []
    while count:
        part = receive(min(count, 1 << 20))
        if not part:
            raise MalformedMessage("The connection ended early.")
        parts.append(part)
        count -= len(part)
    return b"".join(parts)


def _json(encoded: bytes) -> dict[str, Any]:
    try:
        decoded = json.loads(encoded)
    except ValueError as problem:
        raise MalformedMessage("A header is not JSON.") from problem
    if not isinstance(decoded, dict):
        raise MalformedMessage("A header is not an object.")
    return decoded
