"""A site of one page in a browser, whose answers to a form are as the test says."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page, Route

SCRIPT = Path("designation/static/designation/app.js")
SENT: dict[str, Any] = {"body": "<!doctype html><title>y</title><h1>Sent</h1>", "content_type": "text/html"}
SITE = "http://pages.example/"
FORM = """<form method="post" action="/save" data-autosave novalidate>
  <input type="hidden" name="csrfmiddlewaretoken" value="TOKEN">
  <input type="hidden" name="seen_entry" value="3"><textarea name="stage"></textarea>
  <div class="usa-form-group"><label for="id_day" class="usa-label">Day</label>
    <input id="id_day" type="date" name="day"></div>
  <p data-autosave-status><span role="status" data-autosave-state></span> <span data-autosave-age></span></p>
  <button name="finish" value="1">Save and read</button>
</form>"""


class Site:
    """A site of one page. `saved` holds what was saved in passing, `sent` what was sent with a button.

    What is sent with a button is answered at once, or where `awaiting` is a list, by `go_on`.
    The page's token is the number of times that it was loaded.
    """

    def __init__(self, browser: "Browser", body: str) -> None:
        self.page: Page = browser.new_page()
        self.page.set_default_timeout(10_000)
        self.saved: list[str] = []
        self.sent: list[str] = []
        self.awaiting: list[Route] | None = None
        self.loaded = 0
        self.answer: dict[str, Any] = {"status": 200, "json": {"hidden": {"seen_entry": 4}}}
        self.body = body
        self.page.route("**/*", self.serve)
        self.page.goto(SITE)

    def serve(self, route: "Route") -> None:
        """Answer a request of the browser's."""
        request = route.request
        if request.url.endswith("/app.js"):
            route.fulfill(body=SCRIPT.read_text(), content_type="text/javascript")
        elif request.method == "POST" and "x-autosave" in request.headers:
            self.saved.append(request.post_data or "")
            route.fulfill(**self.answer)
        elif request.method == "POST":
            self.sent.append(request.post_data or "")
            if self.awaiting is None:
                route.fulfill(**SENT)
            else:
                self.awaiting.append(route)
        else:
            self.loaded += 1
            body = self.body.replace("TOKEN", str(self.loaded))
            html = f'<!doctype html><title>x</title>{body}<script src="/app.js" defer></script>'
            route.fulfill(body=html, content_type="text/html")

    def go_on(self) -> None:
        """Answer what was sent with a button, so far and from now on, and wait until the page says so."""
        self.awaiting, waited = None, self.awaiting
        for route in waited or []:
            route.fulfill(**SENT)
        self.says("Sent")

    def says(self, text: str) -> None:
        """Wait until the page says so."""
        self.page.get_by_text(text).first.wait_for()
