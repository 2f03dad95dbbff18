"""The witness's command line: reads and prints, and ends with 0 (well), 1 (something does not hold) or 2 (not tried).

python -m workflow.ledger.witness make FOLDER NAME --keys FILE
python -m workflow.ledger.witness watch FOLDER ADDRESS [--every SECONDS | --once]
python -m workflow.ledger.witness serve FOLDER [--port PORT]
python -m workflow.ledger.witness compare A B --keys FILE [--register ADDRESS]
"""

import argparse
import sys
import time
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

from workflow.ledger.checkpoint import PublicKeys, read_keys
from workflow.ledger.errors import LedgerError
from workflow.ledger.verify.__main__ import printable
from workflow.ledger.witness import endpoint, memory, watching
from workflow.ledger.witness.comparing import NothingInCommon, compare
from workflow.ledger.witness.memory import FolderUnusable, cosigned_in
from workflow.ledger.witness.web import Unreachable, Web, checked

WELL, REFUSED, NOT_TRIED = 0, 1, 2
NOT_TRIED_BECAUSE = (FolderUnusable, Unreachable, NothingInCommon)


def main(arguments: Sequence[str] | None = None) -> int:
    """Do what the arguments ask and return the exit status."""
    options = _parser().parse_args(arguments)
    try:
        return int(options.act(options))
    except LedgerError as error:
        _say(f"{error} [{error.code}]")
        return NOT_TRIED if isinstance(error, NOT_TRIED_BECAUSE) else REFUSED
    except OSError as error:
        _say(f"The folder cannot be written: {error}")
        return NOT_TRIED
    except KeyboardInterrupt:
        return WELL


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m workflow.ledger.witness",
        description="Witness a register: cosign only what continues what was cosigned before.",
        epilog="Ends with 0 when all is well, 1 when something does not hold, 2 when it could not be tried.",
    )
    commands = parser.add_subparsers(required=True)

    make = commands.add_parser("make", help="make a witness's key and folder, and print its verifier key")
    make.add_argument("folder", type=Path)
    make.add_argument("name", help="such as witness.example/w1")
    make.add_argument("--keys", type=Path, required=True, help="the register's keys file, from elsewhere")
    make.set_defaults(act=_make)

    watch = commands.add_parser("watch", help="cosign the register's newest checkpoint again and again")
    watch.add_argument("folder", type=Path)
    watch.add_argument(
        "address", type=_web, help="where the register is, such as https://site.example/register"
    )
    watch.add_argument("--every", type=float, default=10, metavar="SECONDS")
    watch.add_argument("--once", action="store_true", help="look once, and end with what was found")
    watch.set_defaults(act=_watch)

    serve = commands.add_parser("serve", help="answer add-checkpoint (C2SP tlog-witness) on loopback")
    serve.add_argument("folder", type=Path)
    serve.add_argument("--port", type=int, default=7380)
    serve.set_defaults(act=_serve)

    both = commands.add_parser("compare", help="compare what two witnesses cosigned")
    both.add_argument("ours", type=Path, help="a witness's folder, or its file `cosigned`")
    both.add_argument("theirs", type=Path, help="another witness's")
    both.add_argument("--keys", type=Path, required=True, help="the register's keys file, from elsewhere")
    both.add_argument("--register", type=_web, help="where the register is, to compare sizes not in common")
    both.set_defaults(act=_compare)
    return parser


def _make(options: argparse.Namespace) -> int:
    print(memory.make(options.folder, options.name, _keys(options.keys)).key)
    return WELL


def _watch(options: argparse.Namespace) -> int:
    """Look once, or for ever; then a refusal is said, and the next look may find what is right again."""
    mine = memory.load(options.folder)
    while not options.once:
        try:
            _say(watching.look(mine, options.address, _now()))
        except FolderUnusable:
            raise
        except LedgerError as error:
            _say(f"Not cosigned: {error} [{error.code}]")
        time.sleep(options.every)
    _say(watching.look(mine, options.address, _now()))
    return WELL


def _serve(options: argparse.Namespace) -> int:
    server = endpoint.serve(memory.load(options.folder), options.port, _now)
    _say(f"Answering at http://127.0.0.1:{server.server_port}/add-checkpoint")
    with server:
        server.serve_forever()
    return WELL


def _compare(options: argparse.Namespace) -> int:
    ours, theirs = cosigned_in(options.ours), cosigned_in(options.theirs)
    _say(compare(ours, theirs, _keys(options.keys), options.register))
    return WELL


def _keys(path: Path) -> PublicKeys:
    try:
        return read_keys(path.read_bytes().rstrip(b"\n"))
    except (OSError, LedgerError) as error:
        raise FolderUnusable(f"{path} is no keys file that can be read: {error}") from error


def _web(address: str) -> Web:
    try:
        return checked(address)
    except Unreachable as error:
        raise argparse.ArgumentTypeError(str(error)) from error


def _now() -> datetime:
    return datetime.now(UTC)


def _say(sentence: str) -> None:
    """Print lines at once, without what could drive a terminal."""
    for line in sentence.split("\n"):
        print(printable(line), flush=True)


if __name__ == "__main__":
    sys.exit(main())
