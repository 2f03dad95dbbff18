"""One step with all its duties, beside django-fsm-2 with django-fsm-log: the same step locked, saved and logged."""

from collections.abc import Iterator
from subprocess import run
from sys import executable

from tests.benchmarks.pairs import Rounds, Row, compare, side

BAR = 2.0
"""With all its duties, a step is to cost half of the peer's without them. Not met yet; the ratio is shown as it is."""


def rows(rounds: Rounds) -> Iterator[tuple[str, Row]]:
    """Yield the rows of this comparison: one client, and eight at once."""
    for module in ("ours", "peer"):
        run([executable, "-m", f"tests.benchmarks.{module}.prepare"], check=True)
    for clients in (1, 8):
        ours, peer = side("tests.benchmarks.ours.client"), side("tests.benchmarks.peer.client")
        many = f"{clients} client{'s' if clients > 1 else ''}"
        yield (
            f"a step, {many}, against django-fsm-2 with django-fsm-log",
            compare(ours, peer, clients=clients, rounds=rounds, bar=BAR, unit="steps/s"),
        )
