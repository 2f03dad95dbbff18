"""What stands in an evidence bundle, as read, and the refusal of one that does not hold."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain

from workflow.ledger.errors import LedgerError
from workflow.ledger.plain import ReadEntry
from workflow.ledger.restored import Signed
from workflow.ledger.runs import Run


class BundleRefused(LedgerError):
    """A bundle that does not hold. `log` and `entry` say where, as far as that can be known."""

    def __init__(self, code: str, reason: str, log: str | None = None, entry: int | None = None) -> None:
        self.code = code
        self.reason = reason
        self.log = log
        self.entry = entry
        super().__init__(self.sentence())

    def sentence(self) -> str:
        """Return where and what in one line."""
        places = []
        if self.log is not None:
            places.append(f"Log {self.log}")
        if self.entry is not None:
            places.append(f"entry {self.entry}")
        return f"{', '.join(places)}: {self.reason}" if places else self.reason


Part = ReadEntry | Run


def length(part: Part) -> int:
    """Return how many entries a part of a log has."""
    return 1 if isinstance(part, ReadEntry) else len(part.leaves)


@dataclass(frozen=True, slots=True)
class ReadLog:
    """One log as read: runs of entries that hold, and the entries that are still to be checked, in their order."""

    log: str
    parts: list[Part]
    size: int
    index: int
    proof: list[bytes]
    salt: bytes

    def unchecked(self) -> Iterator[tuple[int, ReadEntry]]:
        """Yield the entries that are no part of a run, each with its number."""
        number = 0
        for part in self.parts:
            if isinstance(part, ReadEntry):
                yield number, part
            number += length(part)

    def leaves(self) -> list[bytes]:
        """Return the leaf hash of each entry, as far as they are checked, and as it is written otherwise."""
        parts = ([bytes.fromhex(p.leaf)] if isinstance(p, ReadEntry) else p.leaves for p in self.parts)
        return list(chain.from_iterable(parts))

    def shown(self) -> Iterator[tuple[int, str]]:
        """Yield the personal details that are shown, each as its entry's number and its name."""
        number = 0
        for part in self.parts:
            if isinstance(part, ReadEntry):
                yield from ((number, detail.name) for detail in part.details)
            else:
                yield from ((at, name) for at, name in enumerate(part.shown, number) if name is not None)
            number += length(part)


@dataclass(frozen=True, slots=True)
class ReadBundle:
    """A bundle as read; keys and notes are still to be judged."""

    note: str
    mldsa87: bytes
    keys: object
    logs: list[ReadLog]
    older: tuple[str, bytes, list[bytes]] | None
    declarations: list[tuple[Signed, int, list[bytes]]]
