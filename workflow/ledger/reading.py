"""Reads an evidence bundle that anybody may have written, piece by piece, so that what is wrong can be named.

What comes out is of the right shape and was in canonical form to the last byte; whether it is true is for `verify`. The
canonical form of a body is checked by writing it again, once, and the bytes of a body are taken from the file.
"""

import json
import re
from collections.abc import Callable
from typing import Any, Final, Never

from workflow.ledger import canonical, plain
from workflow.ledger.bundle import ERASED, FORMAT, OPENS_LOG, WITH_DECLARATIONS
from workflow.ledger.contents import BundleRefused, Part, ReadBundle, ReadLog, length
from workflow.ledger.note import NoteMalformed, decode64
from workflow.ledger.plain import ReadDetail, ReadEntry
from workflow.ledger.restored import DeclarationMalformed, Signed
from workflow.ledger.runs import Runs, runs
from workflow.ledger.sides import are_well_formed

LONGEST_PROOF: Final = 64
DECLARATIONS: Final = ',"declarations":'
BODY_MEMBERS: Final = frozenset(
    (
        "actor",
        "details",
        "event",
        "machine",
        "personal",
        "sides",
        "source",
        "step",
        "subject",
        "target",
    )
)
CLOSED_MEMBERS: Final = frozenset(("at", "commit", "index", "leaf"))
OPEN_MEMBERS: Final = CLOSED_MEMBERS | {"body", "personal", "salt"}

_HASH = re.compile(r"[0-9a-f]{64}").fullmatch
_INSTANT = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}\.[0-9]{6}Z").fullmatch
_HEAD: Final = '],"head":{"index":'
_LOG_NAME = re.compile(
    r'\],"head":\{"index":[0-9]+,"proof":\[[0-9a-f",]*\],"salt":"[0-9a-f]{64}"\},"log":("(?:[^"\\]|\\.)*"),"size":'
)
_write_sorted = json.JSONEncoder(
    ensure_ascii=False, check_circular=False, separators=(",", ":"), sort_keys=True
).encode


class _NotExact(ValueError):
    """A number that has no canonical form."""


class _Malformed(Exception):
    """What is there is JSON, but not what the format has in this place."""


def _whole(digits: str) -> int:
    if len(digits) > 17 or abs(number := int(digits)) > canonical.LARGEST_INTEGER:
        raise _NotExact
    return number


def _no_number(_digits: str) -> Never:
    raise _NotExact


_scan: Callable[[str, int], tuple[Any, int]] = json.JSONDecoder(
    parse_float=_no_number, parse_constant=_no_number, parse_int=_whole
).raw_decode


def read(data: bytes, processes: int = 1) -> ReadBundle:
    """Return the bundle in `data`, read by at most so many processes.

    Raises: BundleRefused, and nothing else, whatever `data` is.
    """
    try:
        text = data.decode()
    except UnicodeDecodeError as error:
        bad = len(data[: error.start].decode())
        return _Reader(data.decode(errors="replace"), bad).read()
    with plain.collecting_nothing():
        return _Reader(text, processes=processes).read()


class _Reader:
    """A place in the text; what it stands in is kept for the sake of a refusal that says where.

    `bad` is the place of the first byte that is not UTF-8, or -1. The text is then read only to say where that is.
    """

    def __init__(self, text: str, bad: int = -1, processes: int = 1) -> None:
        self.text = text
        self.processes = processes
        self.bad = bad
        self.position = 0
        self.entry: int | None = None
        self.in_logs = False
        in_one_order = plain.in_one_order(text)
        self.write_body = _write_sorted if in_one_order else _slow_text
        self.may_be_plain = in_one_order and bad < 0

    def read(self) -> ReadBundle:
        """Return the whole bundle."""
        try:
            bundle = self._bundle()
        except _Malformed as error:
            raise self._refusal(str(error)) from None
        except (ValueError, StopIteration, RecursionError, canonical.NotCanonical):
            raise self._refusal("This cannot be read as the bundle's format has it.") from None
        if self.bad >= 0:
            raise self._refusal("")
        return bundle

    def _bundle(self) -> ReadBundle:
        self._expect('{"checkpoint":')
        signed = self._value()
        _need(
            isinstance(signed, dict) and signed.keys() == {"mldsa87", "note"}, "The checkpoint is malformed."
        )
        declarations = []
        if self.text.startswith(DECLARATIONS, self.position):
            self._expect(DECLARATIONS)
            declarations = _declarations(self._value())
        written = WITH_DECLARATIONS if declarations else FORMAT
        self._expect(',"format":')
        _need(self._value() == written, f"This is not a bundle of the format {written}.")
        self._expect(',"keys":')
        keys = self._value()
        self._expect(',"logs":[')
        self.in_logs = True
        logs = [self._log()]
        while not self._ends("]"):
            self._expect(",")
            logs.append(self._log())
        self.in_logs = False
        names = [log.log for log in logs]
        _need(
            names == sorted(set(names)),
            "The logs are not in the order of their names, or one is there twice.",
        )
        self._expect(',"newest":null,"older":')
        older = self._value()
        self._expect("}")
        _need(self.position == len(self.text), "Something follows the bundle.")
        return ReadBundle(*_signatures(signed), keys, logs, _older(older), declarations)

    def _log(self) -> ReadLog:
        self._expect('{"entries":[')
        start, guess = self.position, self._log_name()
        parts = self._entries(guess)
        self._expect(',"head":')
        head = self._value()
        self._expect(',"log":')
        log = self._value()
        self._expect(',"size":')
        size = self._value()
        self._expect("}")
        _need(isinstance(log, str) and log != "", "A log has a name.")
        _need(isinstance(head, dict) and head.keys() == {"index", "proof", "salt"}, "A head is malformed.")
        _need(type(head["index"]) is int and head["index"] >= 0, "A head's number is malformed.")
        _need(_is_hash(head["salt"]), "A head's salt is malformed.")
        _need(type(size) is int and size > 0, "A log's size is malformed.")
        if guess != log:
            end, self.position = self.position, start
            parts, self.position = self._entries(log), end
        number = sum(map(length, parts))
        if number < size:
            reason = f"The log has {size} entries, but only {number} are here."
            raise BundleRefused("entries_missing", reason, log, number)
        if number > size:
            raise BundleRefused("entry_out_of_place", f"The log has only {size} entries.", log, size)
        return ReadLog(log, parts, size, head["index"], _proof(head["proof"]), bytes.fromhex(head["salt"]))

    def _entries(self, log: str | None) -> list[Part]:
        """Return the entries that begin here: runs of plain ones that hold in the log of this name, and single ones.

        The name follows the entries, so that it may be a guess; what was read by a wrong one is read again.
        """
        if self._ends("]"):
            return []
        if log is None or not self.may_be_plain:
            return self._one_by_one(None)
        name, end = canonical.encode(log).decode(), self.text.find(_HEAD, self.position)
        with runs(self.text, name, self.position, end, self.processes) as found:
            return self._one_by_one(found)

    def _one_by_one(self, found: Runs | None) -> list[Part]:
        parts: list[Part] = []
        number = 0
        while True:
            while found and (run := found.at(self.position, number)):
                parts.append(run)
                self.position, number = run.end, number + len(run.leaves)
            self.entry = number
            parts.append(self._entry(number))
            self.entry, number = None, number + 1
            if self._ends("]"):
                return parts
            self._expect(",")

    def _ends(self, closing: str) -> bool:
        """Whether an array ends here; then stand behind it."""
        if not self.text.startswith(closing, self.position):
            return False
        self.position += 1
        return True

    def _entry(self, number: int) -> ReadEntry:
        start = self.position
        entry, end = _scan(self.text, start)
        _need(not start <= self.bad < end, "It is not UTF-8.")
        _need(isinstance(entry, dict), "An entry is an object.")
        members = entry.keys()
        _need(members in (OPEN_MEMBERS, CLOSED_MEMBERS), "An entry has other members than it should.")
        at, commit, index, leaf = entry["at"], entry["commit"], entry["index"], entry["leaf"]
        if not (
            isinstance(at, str)
            and _INSTANT(at)
            and _is_hash(commit)
            and _is_hash(leaf)
            and type(index) is int
        ):
            raise _Malformed("The instant, the number or a hash is malformed.")
        tail = f'"commit":"{commit}","index":{index},"leaf":"{leaf}"'
        if members == CLOSED_MEMBERS:
            read = ReadEntry(at, commit, leaf, None, "", ())
            again = f'{{"at":"{at}",{tail}}}'
        else:
            body, personal, salt = entry["body"], entry["personal"], entry["salt"]
            if not (
                isinstance(body, dict) and body.keys() == BODY_MEMBERS and isinstance(body["personal"], dict)
            ):
                raise _Malformed("The body is malformed.")
            if not (_is_hash(salt) and isinstance(personal, dict)):
                raise _Malformed("The salt or the personal details are malformed.")
            text = self.write_body(body)
            if text.count("{") + text.count("[") > canonical.DEEPEST_VALUE:
                canonical.encode_value(body)
            details = _details(personal, body["personal"]) if personal else ()
            absent = tuple(name for name in body["personal"] if name not in personal)
            erased = _erased(body["details"]) if body["event"] == ERASED else ()
            read = ReadEntry(at, commit, leaf, text, salt, details, absent, erased, _child(body["details"]))
            shown = _slow_text(personal) if personal else "{}"
            again = f'{{"at":"{at}","body":{text},{tail},"personal":{shown},"salt":"{salt}"}}'
        if end - start != len(again) or not self.text.startswith(again, start):
            raise _Malformed("It is not in canonical form.")
        if index != number:
            reason = f"The entry numbered {index} stands here."
            raise BundleRefused("entry_out_of_place", reason, self._log_name(), number)
        if read.body is not None and not are_well_formed(entry["body"]["sides"]):
            reason = (
                "The sides that may open it are not names in ascending order, at least one and none twice."
            )
            raise BundleRefused("sides_malformed", reason, self._log_name(), number)
        self.position = end
        return read

    def _expect(self, literal: str) -> None:
        if not self.text.startswith(literal, self.position):
            raise _Malformed(f"Here {literal} should stand.")
        self.position += len(literal)

    def _value(self) -> Any:
        """Return the next value, which is in canonical form."""
        value, end = _scan(self.text, self.position)
        if canonical.encode(value).decode() != self.text[self.position : end]:
            raise _Malformed("It is not in canonical form.")
        self.position = end
        return value

    def _log_name(self) -> str | None:
        """Return the name of the log in which the reader stands, as it seems: it follows the entries."""
        begins = self.text.find(_HEAD, self.position)  # quicker than the pattern finds it
        found = _LOG_NAME.search(self.text, begins) if self.in_logs and begins >= 0 else None
        if found is None:
            return None
        try:
            return str(json.loads(found[1]))
        except ValueError:
            return None

    def _refusal(self, reason: str) -> BundleRefused:
        if self.bad >= 0:
            code, why = "not_utf8", f"The file is not UTF-8 (character {self.bad})."
        else:
            code, why = _diagnosis(self.text, reason)
        return BundleRefused(code, why, self._log_name(), self.entry)


def _diagnosis(text: str, reason: str) -> tuple[str, str]:
    """Return the code and the words for a text that cannot be read as a bundle."""
    try:
        value = json.loads(text, parse_float=_no_number, parse_constant=_no_number, parse_int=_whole)
        canonical_text = canonical.encode(value).decode()
    except json.JSONDecodeError as error:
        return "not_json", f"This is not JSON: {error.msg} at character {error.pos}."
    except _NotExact:
        return "not_canonical", "There is a number that is not an integer of at most 53 bits."
    except RecursionError:
        return "not_canonical", f"Something is nested deeper than {canonical.DEEPEST_NESTING} levels."
    except canonical.NotCanonical as error:
        return "not_canonical", str(error)
    if canonical_text != text:
        return "not_canonical", "This is JSON, but not in its canonical form."
    if not isinstance(value, dict) or value.get("format") not in (FORMAT, WITH_DECLARATIONS):
        return "unknown_format", f"This is not a bundle of the format {FORMAT}."
    return "malformed", reason


def _signatures(signed: dict[str, Any]) -> tuple[str, bytes]:
    """Return the note and the ML-DSA-87 signature of a checkpoint in the bundle."""
    note, mldsa87 = signed["note"], signed["mldsa87"]
    if not isinstance(note, str) or not isinstance(mldsa87, str):
        raise _Malformed("A checkpoint is malformed.")
    try:
        return note, decode64(mldsa87)
    except NoteMalformed as error:
        raise _Malformed("A checkpoint's ML-DSA-87 signature is not base64.") from error


def _older(value: Any) -> tuple[str, bytes, list[bytes]] | None:
    if value is None:
        return None
    _need(
        isinstance(value, dict) and value.keys() == {"mldsa87", "note", "proof"},
        "The older checkpoint is malformed.",
    )
    return *_signatures(value), _proof(value["proof"])


def _declarations(value: object) -> list[tuple[Signed, int, list[bytes]]]:
    """Return the declarations in the bundle, of which there is at least one; nothing is verified."""
    if not isinstance(value, list) or not value or not all(isinstance(one, dict) for one in value):
        raise _Malformed("The declarations are a list that is not empty.")
    found = []
    for one in value:
        index, proof = one.pop("index", None), one.pop("proof", None)
        _need(type(index) is int and index >= 0, "The number of a declaration's leaf is malformed.")
        try:
            found.append((Signed.from_dict(one), index, _proof(proof)))
        except DeclarationMalformed as error:
            raise _Malformed(str(error)) from error
    return found


def _proof(value: object) -> list[bytes]:
    if not isinstance(value, list) or not all(_is_hash(step) for step in value):
        raise _Malformed("A proof is a list of hashes.")
    _need(len(value) <= LONGEST_PROOF, "A proof is longer than any tree is high.")
    return [bytes.fromhex(step) for step in value]


def _details(personal: dict[str, Any], recorded: dict[str, Any]) -> tuple[ReadDetail, ...]:
    """Return the personal details that are shown, each beside the commitment in the body."""
    details = []
    for name, opening in personal.items():
        if not (
            isinstance(opening, dict) and opening.keys() == {"salt", "value"} and _is_hash(opening["salt"])
        ):
            raise _Malformed("A personal detail is malformed.")
        value = canonical.encode_value(opening["value"])
        details.append(ReadDetail(name, opening["salt"], value, recorded.get(name)))
    return tuple(details)


def _erased(details: Any) -> tuple[tuple[int, str], ...]:
    """Return what an entry's details say was erased (LEDGER.md §9), as far as they can be read."""
    named = details.get("erased") if isinstance(details, dict) else None
    listed = named if isinstance(named, list) else []
    places = [(one.get("index"), one.get("name")) for one in listed if isinstance(one, dict)]
    return tuple((index, name) for index, name in places if type(index) is int and isinstance(name, str))


def _child(details: Any) -> str | None:
    """Return the child log that an entry's details name (LEDGER.md §3)."""
    named = details.get(OPENS_LOG) if isinstance(details, dict) else None
    return named if isinstance(named, str) else None


def _is_hash(value: object) -> bool:
    return isinstance(value, str) and _HASH(value) is not None


def _need(holds: bool, otherwise: str) -> None:
    if not holds:
        raise _Malformed(otherwise)


def _slow_text(value: object) -> str:
    return canonical.encode(value).decode()
