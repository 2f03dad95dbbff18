"""A page with its mark, beside the same page without: `python -m tests.benchmarks.vault.marking marked|plain|reader`.

`marked` and `plain` draw in their own process, as the renderer's child does. `reader` asks for the image of a page as
an evaluator's browser does: may they read, the entry, the content decrypted, the renderer's child, may they read still.
"""

from __future__ import annotations

import json
import mmap
import re
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from html import unescape

from tests.benchmarks.pairs import Rounds, Row, against_limit, compare_times, serve, side
from tests.benchmarks.vault import place

BAR = 4.0
LIMIT_MS = 100.0
WIDTH_PX = 1000
PAGES = 3
IMAGE = re.compile(r'<img class="fd-reader__image[^"]*" src="([^"]+)"')


def rows(rounds: Rounds) -> Iterator[tuple[str, Row]]:
    """Yield both rows."""
    sides = [side("tests.benchmarks.vault.marking", name) for name in ("marked", "plain")]
    yield "a marked page, against an unmarked one", compare_times(*sides, rounds=rounds, bar=BAR)
    command = side("tests.benchmarks.vault.marking", "reader", rounds.number)
    told = json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)
    yield "a marked page from the renderer, against 100 ms", against_limit(told["drawn"], LIMIT_MS, "ms")
    asked = against_limit(told["asked"], LIMIT_MS, "ms", bar=None)
    yield "the whole request for a marked page, beside 100 ms", asked


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
    """Print how many milliseconds a page takes, alone and as its reader asks for it: the median of each round."""
    found: dict[str, list[float]] = {"drawn": [], "asked": []}
    drawn, asked = ways()
    for way, taken in ((drawn, "drawn"), (asked, "asked")):
        for number in range(rounds + 1):
            took = [way(page) for page in range(1, PAGES + 1)]
            if number:  # the first round warms up
                found[taken].append(statistics.median(took))
    print(json.dumps(found))


def ways() -> tuple[Callable[[int], float], Callable[[int], float]]:
    """Return what draws a page with the renderer, and what asks for it as an evaluator. Each returns milliseconds."""
    from dataclasses import replace

    from django.urls import reverse

    from designation.artifacts import storage
    from designation.artifacts.marks import mark_of, new_code
    from designation.signals.patterns import Limits
    from designation.vault.rendering.client import memfd
    from tests.benchmarks.asking import signed_in
    from workflow import clock

    at = Limits.at
    Limits.at = lambda now: replace(at(now), pages=1 << 30)  # else the reader is stopped after 25 pages
    where = place.site()
    share, window = where.report, where.report.window
    reader, client = where.world.people["eve"].pk, signed_in(where.world.people["eve"])
    address = reverse("share_read", args=[window.request.number, window.number, share.pk])

    def drawn(page: int) -> float:
        with memfd() as document:
            storage.open_share(share).copy_to(document.fileno())
            mark = mark_of(share, reader, new_code(), clock.now())
            begun = time.perf_counter()
            storage.renderer().page(document, "pdf", page, width_px=WIDTH_PX, mark=mark)
            return 1000 * (time.perf_counter() - begun)

    def asked(page: int) -> float:
        viewer = client.get(address, {"page": page}).content.decode()
        image = unescape(IMAGE.search(viewer).group(1))
        begun = time.perf_counter()
        assert client.get(image).status_code == 200
        return 1000 * (time.perf_counter() - begun)

    return drawn, asked


if __name__ == "__main__":
    place.set_up()
    if sys.argv[1] == "reader":
        ask(int(sys.argv[2]))
    else:
        draw(is_marked=sys.argv[1] == "marked")
