"""How long many streams are handed on after one click: `python -m tests.benchmarks.vault.stopping CLICK ROUNDS N`.

N downloads of one file run through a server with as many workers as their limit asks for, for clients that each take
half a MiB a second. Then one step ends the share, or suspends the readers' whole organization. Each figure is of one
stream: from the instant when the step is asked for until the server sends nothing more of it (`served.Noted`). The row
has the 99th of a hundred of each round.
"""

from __future__ import annotations

import json
import math
import socket
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from threading import Event, Thread

from tests.benchmarks.pairs import Rounds, Row, against_limit, side
from tests.benchmarks.vault import place
from tests.benchmarks.vault.server import Server, a_server, address_of

LIMITS_MS = {"share": 500.0, "suspension": 1000.0}
STREAMS = 200
TAKEN_BYTES, TAKEN_EVERY_S = 32 * 1024, 1 / 16
RUN_S = 2.0
DEADLINE_S = 60.0


def rows(rounds: Rounds) -> Iterator[tuple[str, Row]]:
    """Yield a row for each kind of click."""
    number = rounds.of(STREAMS, 6)
    for click, limit in LIMITS_MS.items():
        command = side("tests.benchmarks.vault.stopping", click, rounds.number, number)
        told = json.loads(subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True).stdout)
        words = f"stopping {number} streams by one {click}, the 99th of a hundred, against {limit:.0f} ms"
        yield (
            words,
            against_limit(told["p99"], limit, "ms", median_ms=told["median"], workers=told["workers"]),
        )


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


def latencies(
    server: Server, where: place.Site, number: int, click: Callable[[place.Site], object]
) -> list[float]:
    """Return for each stream how many milliseconds it went on after the click."""
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
    clicked = time.monotonic()
    click(where)
    while ends.exists() is False or ends.read_bytes().count(b"\n") < number:
        if time.monotonic() > deadline:
            raise RuntimeError("Not every download ended.")
        time.sleep(0.02)
    readers.close()
    stopped = [float(line.split()[1]) for line in ends.read_text().splitlines()]
    return [1000 * (instant - clicked) for instant in stopped]


def end_the_share(where: place.Site) -> None:
    """End the share, as its developer does."""
    from designation.artifacts.models import Share
    from workflow.perform import perform

    share = Share.objects.select_related("window__request").get(pk=where.file.pk)
    perform(share, "end", actor=where.world.actor("dana"))


def shared_again(where: place.Site) -> place.Site:
    """Share the file anew, if its share has ended."""
    from designation.artifacts import actions
    from designation.artifacts.models import Share

    if Share.objects.filter(pk=where.file.pk, state="active").exists():
        return where
    again = actions.share(where.file.artifact, where.file.window, actor=where.world.actor("carl"))
    return where._replace(file=again)


def suspend_the_readers(where: place.Site) -> None:
    """Suspend the organization of all readers, as an insider-risk officer does."""
    from designation.insider_risk import actions

    organization = where.world.people["eve"].organization
    actions.suspend_organization(organization, actor=where.world.actor("ira"), reason="An odd hour.")


def lifted(where: place.Site) -> place.Site:
    """Let two people lift the suspension."""
    from designation.models import Suspension
    from workflow.perform import perform

    for key in ("nora", "neil"):
        perform(Suspension.objects.get(state="active"), "lift", actor=where.world.actor(key))
    return where


CLICKS = {"share": end_the_share, "suspension": suspend_the_readers}
AGAIN = {"share": shared_again, "suspension": lifted}


def main(click: str, rounds: int, number: int) -> None:
    """Print the 99th of a hundred of each round, and the median."""
    from designation.artifacts.downloads.streams import MOST_STREAMS

    where, p99, medians = place.site(), [], []
    if click == "share":
        where = shared_again(where)
    workers = max(1, math.ceil(number / MOST_STREAMS * 1.1))
    with a_server(workers) as server:
        for _round in range(rounds):
            found = sorted(latencies(server, where, number, CLICKS[click]))
            p99.append(round(found[math.ceil(0.99 * len(found)) - 1], 1))
            medians.append(statistics.median(found))
            where = AGAIN[click](where)
    print(json.dumps({"p99": p99, "median": round(statistics.median(medians), 1), "workers": workers}))


if __name__ == "__main__":
    place.set_up()
    main(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]))
