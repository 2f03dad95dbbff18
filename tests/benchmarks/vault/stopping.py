"""How long many streams are handed on after one click: `python -m tests.benchmarks.vault.stopping ROUNDS STREAMS`.

So many downloads of one file run through a server with as many workers as their limit asks for, for clients that each
take half a MiB a second. Then one step ends the share. Each figure is of one stream: from the instant when the step is
asked for until the server sends nothing more of it (`served.Noted`). The row has the 99th of a hundred of each round.
"""

from __future__ import annotations

import json
import math
import socket
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator
from threading import Event, Thread

from tests.benchmarks.pairs import Rounds, Row, against_limit, side
from tests.benchmarks.vault import place
from tests.benchmarks.vault.server import Server, a_server, address_of

LIMIT_MS = 500.0
STREAMS = 200
TAKEN_BYTES, TAKEN_EVERY_S = 32 * 1024, 1 / 16
RUN_S = 2.0
DEADLINE_S = 60.0


def rows(rounds: Rounds) -> Iterator[tuple[str, Row]]:
    """Yield the one row."""
    number = rounds.of(STREAMS, 6)
    command = side("tests.benchmarks.vault.stopping", rounds.number, number)
    told = json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)
    words = f"stopping {number} streams by one click, the 99th of a hundred, against 500 ms"
    yield words, against_limit(told["p99"], LIMIT_MS, "ms", median_ms=told["median"], workers=told["workers"])


class Readers:
    """Clients that take their downloads steadily, all in one thread."""

    def __init__(self) -> None:
        self.sockets: list[socket.socket] = []
        self.over = Event()
        self.thread = Thread(target=self._take)

    def open(self, port: int, path: str, session: str) -> bool:
        """Begin a download; False if the worker that answers has as many as it takes."""
        one = socket.create_connection(("127.0.0.1", port), timeout=30)
        one.sendall(f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nCookie: sessionid={session}\r\n\r\n".encode())
        if one.recv(12, socket.MSG_WAITALL) != b"HTTP/1.1 200":
            one.close()
            return False
        self.sockets.append(one)
        return True

    def _take(self) -> None:
        for one in self.sockets:
            one.setblocking(False)
        left, turn = set(self.sockets), time.monotonic()
        while left and not self.over.is_set():
            for one in list(left):
                try:
                    if not one.recv(TAKEN_BYTES):
                        left.discard(one)
                except BlockingIOError:
                    continue
                except OSError:
                    left.discard(one)
            turn += TAKEN_EVERY_S
            self.over.wait(max(0.0, turn - time.monotonic()))

    def close(self) -> None:
        """End all."""
        self.over.set()
        self.thread.join()
        for one in self.sockets:
            one.close()


def latencies(server: Server, where: place.Site, number: int) -> list[float]:
    """Return for each stream how many milliseconds it went on after the click."""
    from designation.artifacts.models import Share
    from workflow.perform import perform

    ends, readers, path = place.folder() / "ends", Readers(), address_of(where)
    ends.unlink(missing_ok=True)
    deadline = time.monotonic() + DEADLINE_S
    sessions = 0
    while len(readers.sockets) < number:
        readers.open(server.port, path, where.sessions[sessions % len(where.sessions)])
        sessions += 1
        if time.monotonic() > deadline:
            raise RuntimeError(f"Only {len(readers.sockets)} downloads began.")
    readers.thread.start()
    time.sleep(RUN_S)
    share = Share.objects.select_related("window__request").get(pk=where.file.pk)
    clicked = time.monotonic()
    perform(share, "end", actor=where.world.actor("dana"))
    while ends.exists() is False or ends.read_bytes().count(b"\n") < number:
        if time.monotonic() > deadline:
            raise RuntimeError("Not every download ended.")
        time.sleep(0.02)
    readers.close()
    stopped = [float(line.split()[1]) for line in ends.read_text().splitlines()]
    return [1000 * (instant - clicked) for instant in stopped]


def main(rounds: int, number: int) -> None:
    """Print the 99th of a hundred of each round, and the median."""
    from designation.artifacts import actions
    from designation.artifacts.downloads.streams import MOST_STREAMS

    where, p99, medians = place.site(), [], []
    workers = max(1, math.ceil(number / MOST_STREAMS * 1.1))
    with a_server(workers) as server:
        for _round in range(rounds):
            found = sorted(latencies(server, where, number))
            p99.append(round(found[math.ceil(0.99 * len(found)) - 1], 1))
            medians.append(statistics.median(found))
            window = where.file.window
            again = actions.share(where.file.artifact, window, actor=where.world.actor("carl"))
            where = where._replace(file=again)
    print(json.dumps({"p99": p99, "median": round(statistics.median(medians), 1), "workers": workers}))


if __name__ == "__main__":
    place.set_up()
    main(int(sys.argv[1]), int(sys.argv[2]))
