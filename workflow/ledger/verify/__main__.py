"""The command line of the verifier: reads files, prints sentences, and ends with 0, 1, 2 or 3.

0: the bundle holds. 1: it does not; the code, the log and the entry are said. 2: it could not be tried. 3: it holds,
but the register was restored from a backup, and what was kept is no part of it any more.
"""

import argparse
import json
import sys
from collections.abc import Sequence
from dataclasses import asdict
from io import TextIOWrapper
from pathlib import Path

from workflow.ledger.checkpoint import PublicKeys, read_keys
from workflow.ledger.cosignature import WitnessKey
from workflow.ledger.errors import LedgerError
from workflow.ledger.runs import processors
from workflow.ledger.verify import BundleRefused, Report, verify

HOLDS, REFUSED, NOT_TRIED, RESTORED = 0, 1, 2, 3


class NotTried(Exception):
    """A file that cannot be used, in words."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Check the bundle that the arguments name, print what was found and return the exit status."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")
    options = _parser().parse_args(arguments)
    try:
        report = verify(
            _read(options.bundle),
            pinned=_keys(options.keys) if options.keys else None,
            older=_read(options.older) if options.older else None,
            earlier=_read(options.earlier) if options.earlier else None,
            witnesses=_witnesses(options),
            quorum=options.quorum,
            processes=processors(),
        )
    except BundleRefused as refusal:
        _print_refusal(refusal, as_json=options.json)
        return REFUSED
    except NotTried as error:
        print(error, file=sys.stderr)
        return NOT_TRIED
    except MemoryError:
        print("The bundle is too large for this machine's memory.", file=sys.stderr)
        return NOT_TRIED
    print(json.dumps({"holds": True, **asdict(report)}, indent=2) if options.json else _words(report))
    return RESTORED if report.restored else HOLDS


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m workflow.ledger.verify",
        description="Check an evidence bundle without trusting whoever made it.",
        epilog="Ends with 0 when the bundle holds, 1 when it does not, 2 when it could not be tried, 3 when it holds "
        "but the register was restored from a backup after the checkpoint that you kept.",
    )
    parser.add_argument("bundle", type=Path, help="the bundle's file")
    parser.add_argument(
        "--keys", type=Path, help="keys that you have from elsewhere: the register's keys file"
    )
    parser.add_argument("--older", type=Path, help="a checkpoint of the register that you kept")
    parser.add_argument("--earlier", type=Path, help="a bundle that you kept")
    parser.add_argument(
        "--witness",
        action="append",
        default=[],
        metavar="KEY",
        help="a witness that must have cosigned; repeatable",
    )
    parser.add_argument(
        "--quorum",
        type=int,
        metavar="N",
        help="how many of the witnesses must have cosigned; all where not given",
    )
    parser.add_argument("--json", action="store_true", help="print the report as JSON")
    return parser


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise NotTried(f"{path} cannot be read: {error.strerror}.") from error


def _keys(path: Path) -> PublicKeys:
    try:
        return read_keys(_read(path).rstrip(b"\n"))
    except LedgerError as error:
        raise NotTried(f"{path} is not a keys file: {error}") from error


def _witnesses(options: argparse.Namespace) -> list[WitnessKey]:
    try:
        named = [WitnessKey.parse(text) for text in options.witness]
    except LedgerError as error:
        raise NotTried(f"That is no key of a witness: {error}") from error
    if len({key.public for key in named}) < len(named):
        raise NotTried("One witness is named twice.")
    if options.quorum is not None and not 1 <= options.quorum <= len(named):
        raise NotTried("A quorum is at least 1 and at most the number of witnesses that are named.")
    return named


def _words(report: Report) -> str:
    lines = ["The bundle holds.", "", "Checked:"]
    if report.restored:
        after = "The bundle holds, but the register was restored from a backup after the checkpoint that you kept."
        lines = [after, *(f"  - {sentence}" for sentence in report.restored), "", "Checked:"]
    lines += [f"  - {sentence}" for sentence in report.checked]
    if report.cautions:
        lines += ["", "Mind:"]
        lines += [f"  - {sentence}" for sentence in report.cautions]
    lines += ["", f"Keys of {report.origin} (SHA-256 of the public key):"]
    for name, fingerprint in report.fingerprints.items():
        groups = " ".join(fingerprint[start : start + 8] for start in range(0, 64, 8))
        lines.append(f"  {name}  {groups}")
    return "\n".join(printable(line) for line in lines)


def _print_refusal(refusal: BundleRefused, *, as_json: bool) -> None:
    if as_json:
        found = {
            "holds": False,
            "code": refusal.code,
            "reason": refusal.reason,
            "log": refusal.log,
            "entry": refusal.entry,
        }
        print(json.dumps(found, indent=2))
    else:
        print(f"The bundle does not hold. {printable(refusal.sentence())} [{refusal.code}]")


def printable(text: str) -> str:
    """Return `text` so that nothing in a hostile file can drive a terminal."""
    return "".join(char if char.isprintable() else "\N{REPLACEMENT CHARACTER}" for char in text)


if __name__ == "__main__":
    raise SystemExit(main())
