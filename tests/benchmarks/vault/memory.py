"""How far the resident memory of a process rises above idle: `… memory ROUNDS MEBIBYTES`.

A process that has done the same with a small file before is idle; then the highest that the system saw is read
(VmHWM). Uploads and downloads are of the one worker of a server, sealing is of a process of its own. What the
renderer's child takes is not counted: it has a limit of its own.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

from tests.benchmarks.pairs import Rounds, Row, against_limit, side
from tests.benchmarks.vault import place
from tests.benchmarks.vault.server import a_server, address_of, download, upload

LIMIT_MIB = 24.0
MEBIBYTES = 256
SMALL_MIB = 8


def rows(rounds: Rounds) -> Iterator[tuple[str, Row]]:
    """Yield a row for each operation."""
    size = rounds.of(MEBIBYTES, SMALL_MIB)
    command = side("tests.benchmarks.vault.memory", rounds.number, size)
    told = json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)
    for what, values in told.items():
        yield f"memory of {what} of {size:,} MiB, against 24 MiB", against_limit(values, LIMIT_MIB, "MiB")


def growth(process: int | str, work: Callable[[], object]) -> float:
    """Return by how many MiB the resident memory of a process rose at most while something was done."""
    before = _status(process, "VmRSS")
    Path(f"/proc/{process}/clear_refs").write_text("5")
    work()
    return round((_status(process, "VmHWM") - before) / 1024, 1)


def _status(process: int | str, name: str) -> int:
    lines = Path(f"/proc/{process}/status").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith(f"{name}:"))


def measured(rounds: int, size: int) -> dict[str, list[float]]:
    """Return the growth in each round of each operation."""
    from django.db import transaction

    from designation.artifacts import sealing
    from designation.artifacts.models import Artifact

    where = place.site()
    large, small = (place.uploaded(where, mebibytes, "To be sealed") for mebibytes in (size, SMALL_MIB))

    def seal(made: Artifact) -> None:
        with transaction.atomic():
            sealing.seal(Artifact.objects.select_related("request").get(pk=made.pk))
            transaction.set_rollback(True)

    seal(small)
    found = {"sealing": [growth("self", lambda: seal(large)) for _ in range(rounds)]}
    with a_server(workers=1) as server:
        (worker,) = server.workers()
        path, session = address_of(where), where.sessions[0]
        upload(server.port, where, SMALL_MIB)
        found["an upload"] = [growth(worker, lambda: upload(server.port, where, size)) for _ in range(rounds)]
    with a_server(workers=1) as server:
        (worker,) = server.workers()
        download(server.port, path, session)
        reads = [growth(worker, lambda: download(server.port, path, session)) for _ in range(rounds)]
    return found | {"a download": reads}


if __name__ == "__main__":
    place.set_up()
    print(json.dumps(measured(int(sys.argv[1]), int(sys.argv[2]))))
