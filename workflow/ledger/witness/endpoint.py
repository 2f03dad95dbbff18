"""Answers `add-checkpoint` of C2SP `tlog-witness`: who shows that a checkpoint continues the last gets a cosignature.

A C2SP request holds the register's Ed25519 signature alone, so that one alone is checked here. The server listens on
loopback: what makes it known to others is for whoever runs it to decide.
"""

import re
from collections.abc import Callable, Sequence
from datetime import datetime
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Final

from workflow.ledger import note
from workflow.ledger.checkpoint import Head, OriginDiffers, open_note
from workflow.ledger.errors import LedgerError
from workflow.ledger.witness.cosigning import Inconsistent, RegisterDiffers, RolledBack, cosign
from workflow.ledger.witness.memory import Memory

LARGEST_REQUEST_BYTES: Final = 64_000
MOST_PROOF_LINES: Final = 63
TIMEOUT_S: Final = 20
SIZE_TYPE: Final = "text/x.tlog.size"

_OLD = re.compile(r"old (0|[1-9][0-9]{0,18})").fullmatch
Now = Callable[[], datetime]
Answer = tuple[HTTPStatus, str, str]


class OtherSize(LedgerError):
    """A request about another last checkpoint than the one that was cosigned last."""

    code = "other_size"


def answer(memory: Memory, body: str, now: datetime) -> Answer:
    """Return status, content type and body of the answer to a request."""
    try:
        return HTTPStatus.OK, "text/plain; charset=utf-8", _cosigned(memory, body, now)
    except (OtherSize, RolledBack):
        return HTTPStatus.CONFLICT, SIZE_TYPE, f"{memory.last().size}\n"
    except note.NoteMalformed as error:
        return _refusal(HTTPStatus.BAD_REQUEST, error)
    except OriginDiffers as error:
        return _refusal(HTTPStatus.NOT_FOUND, error)
    except (note.NotSigned, note.SignatureInvalid) as error:
        return _refusal(HTTPStatus.FORBIDDEN, error)
    except RegisterDiffers as error:
        return _refusal(HTTPStatus.CONFLICT, error)
    except Inconsistent as error:
        return _refusal(HTTPStatus.UNPROCESSABLE_ENTITY, error)
    except LedgerError as error:
        return _refusal(HTTPStatus.INTERNAL_SERVER_ERROR, error)


def _refusal(status: HTTPStatus, error: LedgerError) -> Answer:
    return status, "text/plain; charset=utf-8", f"{error.code}: {error}\n"


def _cosigned(memory: Memory, body: str, now: datetime) -> str:
    old, proof, signed = _parsed(body)
    head = _opened(memory, signed)
    if old > head.size:
        raise note.NoteMalformed("The old size is larger than the checkpoint's.")

    def prove(last: int) -> Sequence[bytes]:
        if last != old:
            raise OtherSize(f"The last checkpoint that was cosigned is of size {last}.")
        return proof

    return cosign(memory, signed, head, prove=prove, now=now)


def _parsed(body: str) -> tuple[int, list[bytes], str]:
    """Return the old size, the proof and the checkpoint of a request. Raises: NoteMalformed."""
    preamble, _, signed = body.partition("\n\n")
    first, *steps = preamble.split("\n")
    old = _OLD(first)
    if old is None or len(steps) > MOST_PROOF_LINES:
        raise note.NoteMalformed(
            "A request is an old size, up to 63 lines of proof, an empty line and a checkpoint."
        )
    return int(old[1]), [note.decode64(step) for step in steps], signed


def _opened(memory: Memory, signed: str) -> Head:
    """Return what the checkpoint says, if the register signed it. Raises: OriginDiffers for another's; LedgerError."""
    text, _ = note.split(signed)
    origin = Head.parse(text).origin
    if origin != memory.register.ed25519.name:
        raise OriginDiffers(f"This witness knows no register {origin}.")
    return open_note(signed, memory.register)


def serve(memory: Memory, port: int, now: Now) -> ThreadingHTTPServer:
    """Return a server on loopback; `serve_forever` lets it answer. Port 0 takes a free one."""

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        timeout = TIMEOUT_S

        def do_POST(self) -> None:
            """Answer a request, or say why not."""
            if self.path != "/add-checkpoint":
                self._send(HTTPStatus.NOT_FOUND, "text/plain", "There is add-checkpoint alone.\n")
                return
            length = self.headers.get("Content-Length", "")
            if not (length.isascii() and length.isdecimal()) or int(length) > LARGEST_REQUEST_BYTES:
                self.close_connection = True
                self._send(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, "text/plain", "The request is too large.\n")
                return
            try:
                body = self.rfile.read(int(length)).decode()
            except UnicodeDecodeError:
                self._send(HTTPStatus.BAD_REQUEST, "text/plain", "The request is not UTF-8.\n")
                return
            self._send(*answer(memory, body, now()))

        def _send(self, status: HTTPStatus, content_type: str, content: str) -> None:
            data = content.encode()
            self.send_response(status)
            self.send_header("Content-Type", content_type)
            self.send_header("Content-Length", str(len(data)))
            self.end_headers()
            self.wfile.write(data)

        def log_message(self, format: str, *args: object) -> None:
            """Say nothing: a refusal is told to whoever asked."""

    return ThreadingHTTPServer(("127.0.0.1", port), Handler)
