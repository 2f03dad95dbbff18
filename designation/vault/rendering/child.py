"""The life of a child: lock, test the lock, wait for one job, do it, exit.

The server reads single bytes from the control socket: READY once the lock holds, and ANSWERING before the answer
begins. Where a child cannot be locked it sends the reason instead and ends; it never reads a document.
"""

import fcntl
import io
import mmap
import os
import signal
import socket
from contextlib import suppress
from typing import Any

from PIL import Image

from designation.vault.rendering import marks, sandbox
from designation.vault.rendering.canvas import on_canvas
from designation.vault.rendering.images import ImageFile
from designation.vault.rendering.messages import (
    KINDS,
    MOST_DOCUMENT_BYTES,
    OTHER_KIND,
    TEXT_KINDS,
    CannotRender,
    MalformedMessage,
    Mark,
    answer_bytes,
    receive_request,
    refusal,
)
from designation.vault.rendering.pdf import Locked, Pdf
from designation.vault.rendering.text_file import TextFile

CONTROL = 3  # the descriptor of the control socket
READY, ANSWERING = b"R", b"A"
JPEG_QUALITY = 88
"""JPEG is six times as fast as PNG or WebP, and letters stay sharp because color is not reduced."""


def live(control: socket.socket, *, limit_s: int) -> int:
    """Do one job and return the exit status of this process: 0 once a job has been answered."""
    try:
        _let_go_of_everything_but(control)
        sandbox.lock(cpu_s=limit_s)
        sandbox.check_lock()
    except sandbox.NoSandbox as problem:
        os.write(CONTROL, str(problem).encode())
        return 1
    os.write(CONTROL, READY)
    connection = _wait_for_job()
    if connection is None:
        return 1
    answer = _answer(connection)
    os.write(CONTROL, ANSWERING)
    with suppress(BrokenPipeError, ConnectionResetError):  # the client has gone
        _write(connection.fileno(), answer)
    return 0


def _let_go_of_everything_but(control: socket.socket) -> None:
    """Keep no descriptor of the server, nor of another child or client."""
    for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
        signal.signal(number, signal.SIG_DFL)
    nothing = os.open(os.devnull, os.O_RDWR)
    kept = os.dup(control.fileno())
    for descriptor in range(3):
        os.dup2(nothing, descriptor)
    os.dup2(kept, CONTROL)
    os.closerange(CONTROL + 1, os.sysconf("SC_OPEN_MAX"))


def _wait_for_job() -> socket.socket | None:
    """Return the client's connection, which the server hands over, or None if the server has gone."""
    control = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM, 0, fileno=CONTROL)
    _, descriptors, _, _ = socket.recv_fds(control, 1, 1)
    control.detach()
    if not descriptors:
        return None
    return socket.socket(socket.AF_UNIX, socket.SOCK_STREAM, 0, fileno=descriptors[0])


def _answer(connection: socket.socket) -> bytes:
    try:
        request, descriptors = receive_request(connection)
        if len(descriptors) != 1:
            raise MalformedMessage("A request comes with one document.")
        return do(request, _content(descriptors[0]))
    except CannotRender as refused:
        return refusal(refused.code, refused.reason)
    except MemoryError:
        return refusal("too_large", "This page needs too much memory, so it cannot be shown.")
    except Exception:  # a damaged file can raise anything; details would tell nobody anything
        return refusal("failed", "This file could not be drawn. It may be damaged.")


def do(request: dict[str, Any], content: mmap.mmap) -> bytes:
    """Return the answer to one request. Raises: CannotRender."""
    job, kind = request["job"], request["kind"]
    if kind not in KINDS:
        raise CannotRender("unknown_kind", OTHER_KIND)
    try:
        document = _opened(content, kind)
    except Locked:
        if job != "inspect":
            raise
        return answer_bytes({"pages": 0, "sizes": [], "locked": True, "has_scripts": False})
    if job == "inspect":
        return answer_bytes(document.inspect())
    if job == "fonts":
        return answer_bytes({"missing": document.missing_fonts()})
    number = int(request["number"])
    if job == "text":
        return answer_bytes({}, document.text(number).encode("utf-8", "replace"))
    picture = on_canvas(document.picture(number, width_px=int(request["width_px"])))
    if request["mark"] is not None:
        picture = marks.burn_in(picture, Mark(**request["mark"]))
    return answer_bytes({"width": picture.width, "height": picture.height}, _encoded(picture))


def _opened(content: mmap.mmap, kind: str) -> Pdf | ImageFile | TextFile:
    if kind == "pdf":
        return Pdf(content)
    return TextFile(content, kind) if kind in TEXT_KINDS else ImageFile(content, kind)


def _encoded(picture: Image.Image) -> bytes:
    buffer = io.BytesIO()
    picture.save(buffer, "JPEG", quality=JPEG_QUALITY, subsampling=0)
    return buffer.getvalue()


def _content(descriptor: int) -> mmap.mmap:
    """Return the document's bytes. Raises: CannotRender, if they could still change, or are too many or none."""
    if not fcntl.fcntl(descriptor, fcntl.F_GET_SEALS) & fcntl.F_SEAL_WRITE:
        raise CannotRender("not_sealed", "The document is not sealed, so it was not read.")
    size = os.lseek(descriptor, 0, os.SEEK_END)
    if size > MOST_DOCUMENT_BYTES:
        raise CannotRender("too_large", "This file is larger than 200 MB, so it cannot be shown.")
    if size == 0:
        raise CannotRender("damaged", "This file is empty, so it cannot be shown.")
    return mmap.mmap(descriptor, size, flags=mmap.MAP_PRIVATE, prot=mmap.PROT_READ | mmap.PROT_WRITE)


def _write(descriptor: int, content: bytes) -> None:
    rest = memoryview(content)
    while rest:
        rest = rest[os.write(descriptor, rest) :]
