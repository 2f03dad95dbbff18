"""The renderer as web and worker see it: put a document into memory, ask for a page, get a picture.

    with memfd() as document:
        document.write(...)
        picture = Renderer(settings.RENDERER_SOCKET).page(document, "pdf", 1, width_px=1200, mark=mark)

The document is sealed before it leaves, so that nobody can change it while it is read. What comes back is checked
here: a child that a hostile file has taken over can send anything.
"""

import fcntl
import os
import socket
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass
from typing import Any, Protocol

from designation.vault.rendering.messages import (
    KINDS,
    MOST_DOCUMENT_BYTES,
    OTHER_KIND,
    CannotRender,
    MalformedMessage,
    Mark,
    Unavailable,
    receive_answer,
    request_bytes,
)

__all__ = ["CannotRender", "Inspection", "Mark", "Picture", "Renderer", "Unavailable", "memfd", "sniff"]

TIMEOUT_S = 30.0
WIDTH_PX = 1200
SEALS = fcntl.F_SEAL_WRITE | fcntl.F_SEAL_GROW | fcntl.F_SEAL_SHRINK | fcntl.F_SEAL_SEAL
MEDIA_TYPE, JPEG_START = "image/jpeg", b"\xff\xd8\xff"
MOST_TEXT_CHARACTERS = 200_000


class InMemory(Protocol):
    """A document in memory, as `memfd` yields it."""

    def fileno(self) -> int: ...


@dataclass(frozen=True)
class Inspection:
    """What a document is, before a page is shown.

    `sizes` are width and height of each page: in pixels for an image, otherwise in points. A `locked` PDF asks for a
    password and has no pages here. `missing_fonts` are used but not in the file, so other shapes are drawn, or none.
    For text, they are the kinds of writing that our own fonts lack. The search for them ends after a second or two; it
    is None if it failed. `has_scripts` is a hint: nothing in a PDF is ever run here.
    """

    pages: int
    sizes: tuple[tuple[float, float], ...]
    locked: bool
    missing_fonts: tuple[str, ...] | None
    has_scripts: bool


@dataclass(frozen=True)
class Picture:
    """A page as an image, with the mark in its pixels."""

    content: bytes
    media_type: str
    width: int
    height: int


class Renderer:
    """A client of the renderer that listens at `socket_path`. It holds no connection and can be shared by threads.

    Methods raise: CannotRender, if this document or page cannot be shown; Unavailable, if nothing can be
    rendered at present or no answer came within `timeout_s` seconds.
    """

    def __init__(self, socket_path: str, *, timeout_s: float = TIMEOUT_S) -> None:
        self.socket_path = socket_path
        self.timeout_s = timeout_s

    def inspect(self, document: InMemory | int, kind: str) -> Inspection:
        """Return what can be said about the document without drawing it."""
        header, _ = self._ask(document, {"job": "inspect", "kind": kind})
        fonts = () if header.get("locked") else self._missing_fonts(document, kind)
        try:
            return Inspection(
                pages=int(header["pages"]),
                sizes=tuple((float(width), float(height)) for width, height in header["sizes"]),
                locked=bool(header["locked"]),
                missing_fonts=fonts,
                has_scripts=bool(header["has_scripts"]),
            )
        except (KeyError, TypeError, ValueError) as problem:
            raise _nonsense() from problem

    def page(
        self,
        document: InMemory | int,
        kind: str,
        number: int,
        *,
        width_px: int = WIDTH_PX,
        mark: Mark | None,
    ) -> Picture:
        """Return page `number`, counted from 1, with the mark burned in.

        The picture is `width_px` wide (at least 600), or narrower where the page would have more than 25 megapixels.
        `mark` is None only where the terms waive marking.
        """
        asked = {"job": "page", "kind": kind, "number": number, "width_px": width_px}
        header, body = self._ask(document, asked | {"mark": asdict(mark) if mark else None})
        if not body.startswith(JPEG_START):
            raise _nonsense()
        try:
            return Picture(body, MEDIA_TYPE, int(header["width"]), int(header["height"]))
        except (KeyError, TypeError, ValueError) as problem:
            raise _nonsense() from problem

    def text(self, document: InMemory | int, kind: str, number: int) -> str:
        """Return the text of page `number`, counted from 1, without a mark. An image has none."""
        _, body = self._ask(document, {"job": "text", "kind": kind, "number": number})
        return body.decode("utf-8", "replace")[:MOST_TEXT_CHARACTERS]

    def why_unavailable(self) -> str:
        """Return the reason why nothing can be rendered at present, or an empty text. For pages of operators."""
        with memfd() as document:
            document.write(b"no image")
            try:
                self.inspect(document, "png")
            except CannotRender:  # a child has read it, so all is well
                return ""
            except Unavailable as problem:
                return problem.reason
        return ""

    def _missing_fonts(self, document: InMemory | int, kind: str) -> tuple[str, ...] | None:
        """Return the fonts that are not embedded, or None if a page could not be parsed."""
        try:
            header, _ = self._ask(document, {"job": "fonts", "kind": kind})
        except CannotRender:
            return None
        names = header.get("missing")
        return tuple(str(name)[:100] for name in names) if isinstance(names, list) else None

    def _ask(self, document: InMemory | int, request: dict[str, Any]) -> tuple[dict[str, Any], bytes]:
        if request["kind"] not in KINDS:
            raise CannotRender("unknown_kind", OTHER_KIND)
        descriptor = document if isinstance(document, int) else document.fileno()
        if os.fstat(descriptor).st_size > MOST_DOCUMENT_BYTES:
            raise CannotRender("too_large", "This file is larger than 200 MB, so it cannot be shown.")
        _seal(descriptor)
        header, body = self._exchange(request_bytes(request), descriptor)
        if "error" not in header:
            return header, body
        error = header["error"] if isinstance(header["error"], dict) else {}
        code, reason = str(error.get("code", "failed"))[:40], str(error.get("reason", ""))[:400]
        raise Unavailable(reason) if code == "unavailable" else CannotRender(code, reason)

    def _exchange(self, request: bytes, descriptor: int) -> tuple[dict[str, Any], bytes]:
        if not self.socket_path:
            raise Unavailable("Rendering is off, because RENDERER_SOCKET is not set.")
        deadline = time.monotonic() + self.timeout_s
        with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as connection:

            def receive(count: int) -> bytes:
                connection.settimeout(max(0.001, deadline - time.monotonic()))
                return connection.recv(count)

            try:
                connection.settimeout(self.timeout_s)
                connection.connect(self.socket_path)
                with suppress(BrokenPipeError, ConnectionResetError):  # refused already; the answer says why
                    sent = socket.send_fds(connection, [request], [descriptor])
                    connection.sendall(request[sent:])
                return receive_answer(receive)
            except TimeoutError:
                raise Unavailable(f"The renderer did not answer within {self.timeout_s:g} seconds.") from None
            except MalformedMessage as problem:
                raise _nonsense() from problem
            except OSError as problem:
                raise Unavailable(f"The renderer cannot be reached ({problem.strerror}).") from problem


@contextmanager
def memfd() -> Iterator[Any]:
    """Yield a file in memory that can be written until a `Renderer` reads it; it is sealed then. Gone at the end."""
    with open(os.memfd_create("document", os.MFD_CLOEXEC | os.MFD_ALLOW_SEALING), "w+b", buffering=0) as file:
        yield file


def sniff(first_bytes: bytes) -> str | None:
    """Return the kind of file that begins with `first_bytes` (the first 1,024 are enough), or None if it is another."""
    if first_bytes.startswith(b"\x89PNG\r\n\x1a\n"):
        return "png"
    if first_bytes.startswith(JPEG_START):
        return "jpeg"
    return "pdf" if b"%PDF-" in first_bytes[:1024] else None


def _seal(descriptor: int) -> None:
    """Make the memory unchangeable. Raises: ValueError, if it is not memory that can be sealed."""
    try:
        if fcntl.fcntl(descriptor, fcntl.F_GET_SEALS) & SEALS != SEALS:
            fcntl.fcntl(descriptor, fcntl.F_ADD_SEALS, SEALS)
    except OSError as problem:
        raise ValueError("A document must come from memfd() and not be mapped for writing.") from problem


def _nonsense() -> CannotRender:
    return CannotRender("failed", "This file could not be drawn. It may be damaged.")
