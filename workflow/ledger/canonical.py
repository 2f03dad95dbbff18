"""One byte form for every value that is hashed or signed, and the commitments made of it.

Two readers who decode the same bytes must see the same value, and the same value must always give the same
bytes; so this is RFC 8785, narrowed to what needs no judgment (LEDGER.md §1). What cannot be encoded is
refused, never mended.
"""

import hashlib
import json
from datetime import UTC, datetime
from typing import Final

from workflow.ledger.errors import LedgerError

LARGEST_INTEGER: Final = 2**53 - 1
DEEPEST_NESTING: Final = 64
DEEPEST_VALUE: Final = 32
SALT_BYTES: Final = 32

Path = tuple[str] | tuple["Path", str]

_write = json.JSONEncoder(
    ensure_ascii=False, allow_nan=False, check_circular=False, separators=(",", ":")
).encode


class NotCanonical(LedgerError):
    """A value that has no canonical form, or text that is not in it."""

    code = "not_canonical"


def encode(value: object) -> bytes:
    """Return the canonical JSON of `value` as UTF-8.

    Takes None, bool, int, str, list, tuple and dict with str keys, and subclasses of these (`TextChoices`
    too).
    Raises: NotCanonical, naming the path to what cannot be encoded (RFC 8785; LEDGER.md §1).
    """
    return _encode(value, DEEPEST_NESTING)


def encode_value(value: object) -> bytes:
    """Return the canonical JSON of a value that is committed to: nested at most 32 levels deep.

    The bundle that will hold it has levels of its own. Raises: NotCanonical, as `encode`.
    """
    return _encode(value, DEEPEST_VALUE)


def decode(data: bytes) -> object:
    """Return the value whose canonical JSON `data` is. Raises: NotCanonical for every other text."""
    try:
        value = json.loads(data.decode())
    except (ValueError, RecursionError) as error:
        raise NotCanonical("This is not JSON.") from error
    if encode(value) != data:
        raise NotCanonical("This is JSON, but not in its canonical form.")
    return value


def instant(at: datetime) -> str:
    """Return `at` in UTC as `2026-11-23T14:49:37.000000Z`.

    Raises: NotCanonical for a datetime without time zone.
    """
    if at.utcoffset() is None:
        raise NotCanonical(f"The instant {at.isoformat()} has no time zone.")
    return at.astimezone(UTC).replace(tzinfo=None).isoformat(timespec="microseconds") + "Z"


def commit(label: bytes, salt: bytes, value: object) -> bytes:
    """Return the 32-byte salted commitment to `value` (LEDGER.md §2). `salt` is 32 new random bytes."""
    return commit_encoded(label, salt, encode_value(value))


def commit_encoded(label: bytes, salt: bytes, encoded: bytes) -> bytes:
    """Return the commitment to a value that is already in canonical form."""
    if len(salt) != SALT_BYTES:
        raise NotCanonical(f"A salt has {SALT_BYTES} bytes, not {len(salt)}.")
    return hashlib.sha256(b"workflow/" + label + b"/v1\0" + salt + encoded).digest()


def leaf(*, log: str, index: int, at: str, commit: bytes) -> bytes:
    """Return the leaf data of an entry: what `merkle.leaf_hash` takes (LEDGER.md §3).

    `at` comes from `instant`, `commit` from `commit(b"entry", salt, body)`; `index` counts from 0.
    """
    if not 0 <= index <= LARGEST_INTEGER:
        raise NotCanonical(f"The index {index} lies outside what a log can hold.")
    members = f'"at":{_write(at)},"commit":"{commit.hex()}","index":{index},"log":{_write(log)},"v":1'
    return _bytes("{" + members + "}")


def _encode(value: object, levels: int) -> bytes:
    return _bytes(_write(_ordered(value, ("value",), levels)))


def _bytes(text: str) -> bytes:
    try:
        return text.encode()
    except UnicodeEncodeError as error:
        raise NotCanonical("A text holds half of a surrogate pair, which has no UTF-8 form.") from error


def _ordered(value: object, path: Path, levels: int) -> object:
    """Return `value` with every object's members in UTF-16 order, or refuse it."""
    if value is None or isinstance(value, (str, bool)):
        return value
    if isinstance(value, int):
        if not -LARGEST_INTEGER <= value <= LARGEST_INTEGER:
            raise NotCanonical(f"{_words(path)} is an integer beyond 2^53-1; write it as text.")
        return value
    if levels == 0:
        raise NotCanonical(f"{_words(path)[:80]} is nested too deep.")
    if isinstance(value, dict):
        return {
            key: _ordered(value[key], (path, f".{key}"), levels - 1) for key in _keys_in_order(value, path)
        }
    if isinstance(value, (list, tuple)):
        return [_ordered(item, (path, f"[{number}]"), levels - 1) for number, item in enumerate(value)]
    if isinstance(value, float):
        raise NotCanonical(f"{_words(path)} is a floating point number; write it as an integer or as text.")
    raise NotCanonical(f"{_words(path)} is of type {type(value).__name__}, which JSON does not have.")


def _keys_in_order(value: dict[str, object], path: Path) -> list[str]:
    """Return the keys in the order of their UTF-16 code units, which for ASCII is their own."""
    for key in value:
        if not isinstance(key, str):
            raise NotCanonical(f"{_words(path)} has the key {key!r}, which is not text.")
    return sorted(value) if "".join(value).isascii() else sorted(value, key=_utf16)


def _words(path: Path) -> str:
    """Return where a value stands, as `value.details.codes[2]`; put together only for a refusal."""
    return path[0] if len(path) == 1 else _words(path[0]) + path[1]


def _utf16(key: str) -> bytes:
    return key.encode("utf-16-be", "surrogatepass")  # half a pair is refused when the whole is encoded
