"""Paired rounds of two sides, each with so many client processes that wait until they are told to go."""

import json
import statistics
import subprocess
import sys
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass
from typing import Any

Row = dict[str, Any]


@dataclass(frozen=True)
class Rounds:
    """How much is measured: so many paired rounds, so many seconds for one side's; `scale` shrinks what is loaded."""

    number: int = 9
    seconds: float = 1.0
    scale: float = 1.0

    def of(self, size: int, least: int = 1) -> int:
        """Return a size as it is measured at this scale."""
        return max(round(size * self.scale), least)


def side(module: str, *arguments: object, python: str = sys.executable) -> list[str]:
    """Return the command of one side's client."""
    return [python, "-m", module, *(str(argument) for argument in arguments)]


class Clients:
    """So many processes of one side. Each works for as long as it is told and answers how much it did in a second."""

    def __init__(self, stack: ExitStack, command: list[str], number: int) -> None:
        self.processes = [
            stack.enter_context(
                subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, bufsize=1)
            )
            for _ in range(number)
        ]
        stack.callback(self.close)
        told = [json.loads(self._line(process)) for process in self.processes]
        self.facts: dict[str, Any] = told[0]

    def rate(self, seconds: float) -> float:
        """Let all clients work at once for a while and return their rates together."""
        for process in self.processes:
            process.stdin.write(f"{seconds}\n")
        return sum(float(self._line(process)) for process in self.processes)

    def close(self) -> None:
        """Tell the clients that there are no more rounds."""
        for process in self.processes:
            process.stdin.close()

    @staticmethod
    def _line(process: Any) -> str:
        line = process.stdout.readline().strip()
        if not line:
            raise RuntimeError("A client of the benchmark ended early; what it said is above.")
        return str(line)


def compare(
    ours: list[str], peer: list[str], *, rounds: Rounds, bar: float | None, unit: str, clients: int = 1
) -> Row:
    """Return one row of rates: ours / peer is to be at least `bar`."""
    pairs, facts = _measure(ours, peer, rounds, clients)
    return _row(pairs, [our / their for our, their in pairs], bar, unit, facts) | {"at_most": False}


def compare_times(ours: list[str], peer: list[str], *, rounds: Rounds, bar: float, clients: int = 1) -> Row:
    """Return one row of milliseconds: ours / peer is to be at most `bar`."""
    pairs, facts = _measure(ours, peer, rounds, clients)
    times = [(1000 / our, 1000 / their) for our, their in pairs]
    return _row(times, [our / their for our, their in times], bar, "ms", facts) | {"at_most": True}


def against_limit(
    values: list[float], limit: float, unit: str, *, bar: float | None = 1.0, **facts: object
) -> Row:
    """Return one row of figures beside a limit: the ratio is figure / limit, and is to be at most `bar`."""
    pairs = [(value, limit) for value in values]
    return _row(pairs, [value / limit for value in values], bar, unit, facts) | {"at_most": True}


def skipped(why: str) -> Row:
    """Return a row that cannot be measured on this machine."""
    return {"skipped": why}


def compare_values(ours: float, peer: float, *, bar: float, unit: str) -> Row:
    """Return one row of two figures that were measured once: ours / peer is to be at most `bar`."""
    return _row([(ours, peer)], [ours / peer], bar, unit, {}) | {"at_most": True}


def _measure(
    ours: list[str], peer: list[str], rounds: Rounds, clients: int
) -> tuple[list[tuple[float, float]], Row]:
    """Return the rates of each paired round, after one round each that does not count, and what the sides told."""
    with ExitStack() as stack:
        sides = [Clients(stack, command, clients) for command in (ours, peer)]
        for one in sides:
            one.rate(rounds.seconds)
        pairs = []
        for number in range(rounds.number):
            order = sides if number % 2 == 0 else sides[::-1]
            measured = {id(one): one.rate(rounds.seconds) for one in order}
            pairs.append((measured[id(sides[0])], measured[id(sides[1])]))
        told = [one.facts for one in sides]
    facts = {name: told[0][name] for name in told[0]}
    facts |= {f"{name}_of_peer": told[1][name] for name in told[1]}
    return pairs, facts


def _row(
    pairs: list[tuple[float, float]], ratios: list[float], bar: float | None, unit: str, facts: Row
) -> Row:
    ours, peer = [our for our, _their in pairs], [their for _our, their in pairs]
    return {
        "ratio": _short(statistics.median(ratios)),
        "ratio_quartiles": _quartiles(ratios),
        "bar": bar,
        "ours": _short(statistics.median(ours)),
        "ours_quartiles": _quartiles(ours),
        "peer": _short(statistics.median(peer)),
        "peer_quartiles": _quartiles(peer),
        "rounds": len(pairs),
        "unit": unit,
        **facts,
    }


def _quartiles(values: list[float]) -> list[float]:
    low, _middle, high = statistics.quantiles(values, n=4) if len(values) > 1 else values * 3
    return [_short(low), _short(high)]


def _short(value: float) -> float:
    """Return a figure without digits that mean nothing."""
    return round(value) if value >= 100 else round(value, 1 if value >= 10 else 2 if value >= 0.1 else 3)


def serve(step: Callable[[], int | None], **facts: object) -> None:
    """Be one client: tell `facts`, work for as long as each line of the input says, and answer with the rate.

    It works once at least. A step answers how much it did, or nothing where that is one.
    """
    import time

    print(json.dumps(facts), flush=True)
    for line in sys.stdin:
        number, took, begun = 0, 0.0, time.perf_counter()
        while not number or took < float(line):
            number += step() or 1
            took = time.perf_counter() - begun
        print(number / took, flush=True)
