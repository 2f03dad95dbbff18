"""What every screen has to be, whoever sees it: axe-core finds nothing on it, and nothing is wider than the screen.

axe-core needs longer for a page than the site and the browser together, and most pages of one kind differ in their
words and numbers alone. A shape of page that was found clean is therefore not given to it again: the shape is what the
browser holds, without words, numbers and the rows that repeat; every class, role, label and control is in it.
"""

import hashlib
import os
import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

WIDE, NARROW = 1280, 320
HEIGHT = 900
AXE_ADDRESS = "/static/axe.min.js"
"""Where a page finds axe-core: the browser keeps what it has compiled of a file, not of a text given to it."""

UUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
NUMBER = re.compile(r"FD-[0-9A-Z-]+|[0-9]+")
TOLD = re.compile(r'\b(value|title|alt|placeholder|content|datetime|aria-label|href|data-[a-z-]+)="[^"]+"')
TEXT = re.compile(r">[^<]*[^<\s][^<]*<")
REPEATED = re.compile(r"(<(tr|li|dt|option|p|article|section)\b(?:(?!<\2\b).)*?</\2>)(?:\s*\1)+", re.DOTALL)
SCRIPTS = re.compile(r"<(script|style)\b.*?</\1>", re.DOTALL)


def shape(html: str) -> str:
    """Return a page without its words, numbers and repeated rows."""
    html = SCRIPTS.sub("", html)
    for found, put in ((UUID, "0"), (TOLD, r'\1="x"'), (NUMBER, "0"), (TEXT, ">x<"), (REPEATED, r"\1")):
        html = found.sub(put, html)
    return html


@dataclass
class Screens:
    """Looks at screens and keeps their pictures where the variable SCREENSHOTS names a folder.

    `clean` is a folder with the shapes that were found clean, shared by all processes.
    """

    clean: Path
    pictures: str = field(default_factory=lambda: os.environ.get("SCREENSHOTS", ""))
    taken: int = 0

    def look(self, page: Any, name: str, widths: tuple[int, ...] = (WIDE, NARROW)) -> None:
        """Fail on what axe-core finds on the present screen at each width, and on anything wider than that.

        The width that the screen has comes first: to resize it costs as much as to open a page. A click does not
        wait for the page that it opens, so the test waits for a text of that page first.
        """
        page.wait_for_load_state()
        for width in sorted(widths, key=lambda width: width != page.viewport_size["width"]):
            self.fits(page, name, width)
            known = self.mark(str(width), page.content())
            if not known.exists():
                found = self.findings(page)
                assert found == [], (name, page.url, width, found)
                known.touch()

    def fits(self, page: Any, name: str, width: int = NARROW) -> None:
        """Fail where the present screen, made so wide, has to be scrolled sideways; keep its picture."""
        if page.viewport_size["width"] != width:
            page.set_viewport_size({"width": width, "height": HEIGHT})
        self._keep_picture(page, f"{name}-{width}")
        wide = page.evaluate("document.documentElement.scrollWidth")
        assert wide <= width, f"{name} ({page.url}) is {wide} px wide at {width} px"

    def mark(self, kind: str, html: str) -> Path:
        """Return the file that exists once a page of this shape was found good, in the way that `kind` names."""
        return self.clean / hashlib.sha256(f"{kind} {shape(html)}".encode()).hexdigest()

    def findings(self, page: Any) -> list[Any]:
        """Return what axe-core finds on the present screen: each rule and the elements that break it."""
        if not page.evaluate("'axe' in window"):
            page.add_script_tag(url=AXE_ADDRESS)
        return page.evaluate(  # no film or sound is here to load, and what is found is shown as it is written
            "axe.run({resultTypes: ['violations'], preload: false, selectors: false})"
            ".then(r => r.violations.map(v => [v.id, v.nodes.map(n => n.html)]))"
        )

    def _keep_picture(self, page: Any, name: str) -> None:
        if self.pictures:
            self.taken += 1
            folder = Path(self.pictures)
            folder.mkdir(parents=True, exist_ok=True)
            page.screenshot(path=folder / f"{self.taken:03}-{name[:60]}.png", full_page=True)
