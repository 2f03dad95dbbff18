"""A page with its mark, beside the same page without: `python -m tests.benchmarks.vault.marking marked|plain|reader`.

`marked` and `plain` draw in their own process, as the renderer's child does. `reader` asks for the image of a page as
an evaluator's browser does: may they read, the entry, the content decrypted, the renderer's child, may they read still.
"""

from __future__ import annotations

import json
import mmap
import subprocess
import sys
import time
from collections.abc import Iterator

from tests.benchmarks.pairs import Rounds, Row, against_limit, compare_times, serve, side
from tests.benchmarks.vault import place

BAR = 4.0
LIMIT_MS = 100.0
WIDTH_PX = 1000
PAGES = 3


def rows(rounds: Rounds) -> Iterator[tuple[str, Row]]:
    """Yield both rows."""
    sides = [side("tests.benchmarks.vault.marking", name) for name in ("marked", "plain")]
    yield "a marked page, against an unmarked one", compare_times(*sides, rounds=rounds, bar=BAR)
    command = side("tests.benchmarks.vault.marking", "reader", rounds.number)
    told = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    yield (
        "a marked page as its reader asks for it, against 100 ms",
        against_limit(json.loads(told), LIMIT_MS, "ms"),
    )


def draw(*, is_marked: bool) -> None:
    """Draw one page after the other."""
    from dataclasses import asdict

    from designation.demo.shared import FILES
    from designation.vault.rendering.child import do
    from designation.vault.rendering.messages import Mark

    content = (FILES / "larkspur-report.pdf").read_bytes()
    memory = mmap.mmap(-1, len(content))
    memory.write(content)
    mark = Mark(
        "Dora Whitfield, CISA", "Fri, Dec 4, 2026, 5:00 p.m. EST", "K7QM2XPD", "TRADE SECRET", "CUI//PROPIN"
    )
    asked = {"job": "page", "kind": "pdf", "width_px": WIDTH_PX, "mark": asdict(mark) if is_marked else None}

    def step() -> int:
        for number in range(1, PAGES + 1):
            do({**asked, "number": number}, memory)
        return PAGES

    step()
    serve(step)


def ask(rounds: int) -> None:
    """Print how many milliseconds the image of a page takes: the median of each round."""
    import re
    import statistics
    from html import unescape

    from django.test import Client
    from django.urls import reverse

    where = place.site()
    client = Client()
    client.cookies["sessionid"] = where.sessions[0]
    window = where.report.window
    address = reverse("share_read", args=[window.request.number, window.number, where.report.pk])
    medians = []
    for _round in range(rounds + 1):
        took = []
        for page in range(1, PAGES + 1):
            viewer = client.get(address, {"page": page}).content.decode()
            image = unescape(re.search(r'<img class="fd-reader__image[^"]*" src="([^"]+)"', viewer).group(1))
            begun = time.perf_counter()
            assert client.get(image).status_code == 200
            took.append(1000 * (time.perf_counter() - begun))
        medians.append(statistics.median(took))
    print(json.dumps(medians[1:]))  # the first round warms up


if __name__ == "__main__":
    place.set_up()
    if sys.argv[1] == "reader":
        ask(int(sys.argv[2]))
    else:
        draw(is_marked=sys.argv[1] == "marked")
