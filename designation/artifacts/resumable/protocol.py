"""What the headers of the tus protocol say. Everything is decoded strictly; what is malformed is a `ProtocolError`."""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

VERSION = "1.0.0"
EXTENSIONS = "creation,termination,checksum"
ALGORITHMS = {"sha1": 20, "sha256": 32}
"""The algorithms of checksums that clients may use, and the length of their digests in bytes."""
PIECE = "application/offset+octet-stream"
CHECKSUM_MISMATCH = 460

_NUMBER = re.compile("[0-9]{1,15}", re.ASCII)
_KEY = re.compile(r"[!-+\--~]+", re.ASCII)
"""Printable ASCII without spaces and commas."""


class ProtocolError(Exception):
    """A refused request, with its HTTP status and a sentence for the client."""

    def __init__(self, status: int, sentence: str, headers: Mapping[str, str] | None = None) -> None:
        super().__init__(sentence)
        self.status, self.sentence, self.headers = status, sentence, dict(headers or {})


def length_of(headers: Mapping[str, str]) -> int:
    """Return the declared length of a new upload in bytes. Raises: ProtocolError."""
    if "Upload-Defer-Length" in headers:
        raise ProtocolError(400, "This server needs the length of the file when the upload begins.")
    return _number(headers, "Upload-Length")


def offset_of(headers: Mapping[str, str]) -> int:
    """Return where a piece begins. Raises: ProtocolError."""
    return _number(headers, "Upload-Offset")


def size_of(headers: Mapping[str, str]) -> int:
    """Return how many bytes the client says that it sends. They may turn out to be fewer. Raises: ProtocolError."""
    if "Content-Length" not in headers:
        raise ProtocolError(411, "Send a Content-Length.")
    return _number(headers, "Content-Length")


def metadata_of(headers: Mapping[str, str]) -> dict[str, str]:
    """Return what a client says of its file. Values may be empty or missing. Raises: ProtocolError."""
    header = headers.get("Upload-Metadata", "").strip(" ")
    found: dict[str, str] = {}
    for pair in header.split(",") if header else []:
        key, _, value = pair.strip(" ").partition(" ")
        if not _KEY.fullmatch(key):
            raise ProtocolError(400, "Upload-Metadata has a key that is empty or is not ASCII.")
        if key in found:
            raise ProtocolError(400, f"Upload-Metadata has the key {key} twice.")
        found[key] = _text(key, value)
    return found


def _text(key: str, value: str) -> str:
    try:
        text = base64.b64decode(value.encode("ascii"), validate=True).decode()
    except (binascii.Error, UnicodeError) as error:
        raise ProtocolError(400, f"Upload-Metadata: {key} is not UTF-8 text in Base64.") from error
    if "\0" in text:
        raise ProtocolError(400, f"Upload-Metadata: {key} contains a null character.")
    return text


@dataclass
class Checksum:
    """The digest that a client sent for a piece, and what has arrived of it."""

    expected: bytes
    arrived: Any = field(repr=False)

    def update(self, data: bytes) -> None:
        """Count the next bytes of the piece."""
        self.arrived.update(data)

    def require(self) -> None:
        """Return if the piece is the one that was sent. Raises: ProtocolError."""
        if not hmac.compare_digest(self.arrived.digest(), self.expected):
            raise ProtocolError(
                CHECKSUM_MISMATCH,
                "The piece does not have the checksum that was sent with it. Send it again.",
            )


def checksum_of(headers: Mapping[str, str]) -> Checksum | None:
    """Return the checksum that a client sent with a piece, if it sent one. Raises: ProtocolError."""
    header = headers.get("Upload-Checksum")
    if header is None:
        return None
    algorithm, _, encoded = header.strip(" ").partition(" ")
    if algorithm not in ALGORITHMS:
        raise ProtocolError(400, f"Checksums are {' or '.join(ALGORITHMS)}.")
    try:
        expected = base64.b64decode(encoded.encode("ascii"), validate=True)
    except (binascii.Error, UnicodeError) as error:
        raise ProtocolError(400, "The checksum is not Base64.") from error
    if len(expected) != ALGORITHMS[algorithm]:
        raise ProtocolError(400, "The checksum does not have the length of its algorithm.")
    return Checksum(expected, hashlib.new(algorithm, usedforsecurity=False))


def _number(headers: Mapping[str, str], name: str) -> int:
    value = headers.get(name, "")
    if not _NUMBER.fullmatch(value):
        raise ProtocolError(400, f"{name} must be a whole number of bytes.")
    return int(value)
