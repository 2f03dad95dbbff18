"""Runs of plain entries that hold, read and checked at one stroke, and in several processes where there are many.

A run ends before the first entry that is not plain or does not hold; that one is read and checked by itself, where it
can be said what is wrong with it. What another process read counts only where it begins exactly where the reader
stands, with the number that is next there.
"""

import os
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import ExitStack, contextmanager
from itertools import pairwise
from multiprocessing import get_all_start_methods, get_context
from sys import intern
from typing import Final, NamedTuple

from workflow.ledger import plain
from workflow.ledger.holding import Untrue, held_leaf

LEAST: Final = 1 << 21
"""So many characters are worth another process."""
BEGINNING: Final = ',{"at":"'


class Run(NamedTuple):
    """Entries that follow each other, hold, and do not go back in time.

    `start` and `end` are places in the text, `end` where the next entry begins; `number` is the first one's. `shown`
    names the personal detail that each one shows, None where it shows none.
    """

    start: int
    end: int
    number: int
    leaves: list[bytes]
    first_at: str
    last_at: str
    opened: int
    shown: list[str | None]


def read_run(text: str, start: int, stop: int, number: int, name: str) -> Run | None:
    """Return the run that begins at `start` with this number, up to the first entry at `stop` or behind it.

    `name` is the log's, as canonical JSON. An entry belongs to the run only where another one follows it.
    """
    leaves: list[bytes] = []
    shown: list[str | None] = []
    position, opened, before, first_at = start, 0, "", ""
    while position < stop:
        found = plain.entry(text, position, number)
        if found is None or not text.startswith(",", found[1]) or found[0].at < before:
            break
        entry = found[0]
        try:
            leaves.append(held_leaf(entry, number, name))
        except Untrue:
            break
        opened += entry.body is not None
        shown.append(intern(entry.details[0].name) if entry.details else None)
        before = entry.at
        first_at = first_at or before
        position, number = found[1] + 1, number + 1
    if not leaves:
        return None
    return Run(start, position, number - len(leaves), leaves, first_at, before, opened, shown)


class Runs:
    """The runs of one log whose entries lie in a text. `ahead` has what other processes read, by where it begins."""

    def __init__(self, text: str, name: str, ahead: dict[int, Callable[[], Run | None]]) -> None:
        self.text = text
        self.name = name
        self.ahead = ahead

    def at(self, position: int, number: int) -> Run | None:
        """Return the run that begins here with this number; None where no plain entry that holds does."""
        if position in self.ahead:
            run = self.ahead.pop(position)()
            if run is not None and run.number == number:
                return run
        stop = min((place for place in self.ahead if place > position), default=len(self.text))
        return read_run(self.text, position, stop, number, self.name)


def processors() -> int:
    """Return how many processors this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


@contextmanager
def runs(text: str, name: str, start: int, end: int, processes: int) -> Iterator[Runs]:
    """Yield the runs of the entries that lie from `start` to `end`; other processes begin to read in the middle."""
    parts = min(processes, (end - start) // LEAST)
    found = {text.find(BEGINNING, start + (end - start) * part // parts, end) + 1 for part in range(1, parts)}
    places = sorted(found - {0})
    with ExitStack() as stack:
        yield Runs(text, name, _ahead(stack, text, name, places, end))


def _ahead(
    stack: ExitStack, text: str, name: str, places: list[int], end: int
) -> dict[int, Callable[[], Run | None]]:
    """Let others read from these places on, each up to the next, until the stack is left.

    Where the machine has no room for them, or no way to start them with what is in memory here, none do.
    """
    if not places or "fork" not in get_all_start_methods():
        return {}
    try:
        pool = ProcessPoolExecutor(len(places), get_context("fork"), _begin, (text, name))
        stack.callback(pool.shutdown, cancel_futures=True)
        read = [pool.submit(_read, *place) for place in pairwise([*places, end])]
    except OSError:
        return {}
    return {place: _awaited(future) for place, future in zip(places, read, strict=True)}


def _awaited(future: "Future[Run | None]") -> Callable[[], Run | None]:
    def result() -> Run | None:
        try:
            return future.result()
        except BrokenProcessPool:
            return None  # this process reads it then

    return result


_of_the_bundle: tuple[str, str] = ("", "")
"""In a process that reads ahead: the text, and the name of the log."""


def _begin(text: str, name: str) -> None:
    global _of_the_bundle
    _of_the_bundle = text, name


def _read(start: int, stop: int) -> Run | None:
    text, name = _of_the_bundle
    number = plain.number_at(text, start)
    with plain.collecting_nothing():
        return None if number is None else read_run(text, start, stop, number, name)
