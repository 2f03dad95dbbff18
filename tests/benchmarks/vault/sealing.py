"""The job that seals a large file, beside `age -d`: `python -m tests.benchmarks.vault.sealing ours|peer MEBIBYTES`."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace

from tests.benchmarks.pairs import Rounds, Row, compare, serve, side, skipped
from tests.benchmarks.vault import place

BAR = 1.0
MEBIBYTES = 2048
ABSENT = "the program age is not installed (Debian and Ubuntu: the package age)"


def rows(rounds: Rounds) -> Iterator[tuple[str, Row]]:
    """Yield the one row."""
    size = rounds.of(MEBIBYTES, 4)
    words = f"sealing {size:,} MiB, against age -d"
    if shutil.which("age") is None:
        yield words, skipped(ABSENT)
        return
    sides = [side("tests.benchmarks.vault.sealing", name, size) for name in ("ours", "peer")]
    yield words, compare(*sides, rounds=replace(rounds, seconds=0), bar=BAR, unit="MiB/s")


def seal(size: int) -> None:
    """Seal a file of so many mebibytes, over and over; each time is undone."""
    place.set_up()
    from django.db import transaction

    from designation.artifacts import sealing
    from designation.artifacts.models import Artifact

    made = place.uploaded(place.site(), size, "To be sealed")

    def step() -> int:
        with transaction.atomic():
            sealing.seal(Artifact.objects.select_related("request").get(pk=made.pk))
            transaction.set_rollback(True)
        return size

    serve(step)


def decrypt(size: int) -> None:
    """Decrypt as many bytes with age, over and over."""
    key, encrypted = place.folder() / "age.key", place.folder() / "file.age"
    subprocess.run(["age-keygen", "-o", key], check=True, stderr=subprocess.DEVNULL)
    public = subprocess.run(
        ["age-keygen", "-y", key], check=True, capture_output=True, text=True
    ).stdout.strip()
    command = ["age", "-r", public, "-o", str(encrypted)]
    with subprocess.Popen(command, stdin=subprocess.PIPE) as age:
        for block in place.blocks(size):
            age.stdin.write(block)

    def step() -> int:
        subprocess.run(["age", "-d", "-i", key, encrypted], check=True, stdout=subprocess.DEVNULL)
        return size

    serve(step)


if __name__ == "__main__":
    {"ours": seal, "peer": decrypt}[sys.argv[1]](int(sys.argv[2]))
