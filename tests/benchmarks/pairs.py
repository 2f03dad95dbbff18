"""Paired rounds of two sides, each with so many client processes that wait until they are told to go."""

import statistics
import subprocess
import sys
from collections.abc import Callable
from contextlib import ExitStack
from typing import Any


class Clients:
    """So many processes of one side. Each takes steps for as long as it is told and answers how many."""

    def __init__(self, stack: ExitStack, module: str, number: int) -> None:
        self.processes = [
            stack.enter_context(
                subprocess.Popen(
                    [sys.executable, "-m", module],
                    stdin=subprocess.PIPE,
                    stdout=subprocess.PIPE,
                    text=True,
                    bufsize=1,
                )
            )
            for _ in range(number)
        ]
        for process in self.processes:
            self._line(process)  # ready
        stack.callback(self.close)

    def rate(self, seconds: float) -> float:
        """Let all clients work at once for a while and return their steps per second together."""
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
        return line


def compare(ours: str, peer: str, *, clients: int, rounds: int, seconds: float, bar: float) -> dict[str, Any]:
    """Return one row: medians and quartiles over paired rounds, after one round each that does not count."""
    with ExitStack() as stack:
        sides = [Clients(stack, module, clients) for module in (ours, peer)]
        for side in sides:
            side.rate(seconds)
        pairs = []
        for number in range(rounds):
            order = sides if number % 2 == 0 else sides[::-1]
            measured = {id(side): side.rate(seconds) for side in order}
            pairs.append([measured[id(side)] for side in sides])
    ratios = [our / their for our, their in pairs]
    return {
        "ratio": round(statistics.median(ratios), 2),
        "ratio_quartiles": _quartiles(ratios, 2),
        "bar": bar,
        "ours": round(statistics.median(our for our, _their in pairs)),
        "ours_quartiles": _quartiles([our for our, _their in pairs], 0),
        "peer": round(statistics.median(their for _our, their in pairs)),
        "peer_quartiles": _quartiles([their for _our, their in pairs], 0),
        "rounds": rounds,
        "unit": "steps/s",
    }


def _quartiles(values: list[float], digits: int) -> list[float]:
    low, _middle, high = statistics.quantiles(values, n=4) if len(values) > 1 else values * 3
    return [round(low, digits), round(high, digits)]


def serve(step: Callable[[], None]) -> None:
    """Be one client: take steps for as long as each line of the input says, and answer steps per second."""
    import time

    print("ready", flush=True)
    for line in sys.stdin:
        number, begun = 0, time.perf_counter()
        while (took := time.perf_counter() - begun) < float(line):
            step()
            number += 1
        print(number / took, flush=True)
