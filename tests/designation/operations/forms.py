"""A form on a page, as a browser would send it."""

from __future__ import annotations

from html.parser import HTMLParser
from typing import Any

from django.db import close_old_connections, connection
from django.test import Client


def new_request() -> None:
    """Look at the connection as a request does when it starts, which Django's test client leaves out."""
    if not connection.in_atomic_block:
        close_old_connections()


class Form(HTMLParser):
    """The first form in the main part of a page: its fields and what stands in them."""

    def __init__(self, page: Any) -> None:
        super().__init__()
        self.address, self.sent, self._typing = "", {}, ""  # type: ignore[var-annotated]  # of three at once
        self.feed(page.content.decode().partition("<main")[2].partition("</form>")[0])

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "form":
            self.address, self.sent = given.get("action", ""), {}
        elif tag == "textarea":
            self._typing = given["name"]
            self.sent[self._typing] = ""
        elif (
            tag == "input"
            and "name" in given
            and (given["type"] not in ("radio", "checkbox") or "checked" in given)
        ):
            self.sent[given["name"]] = given.get("value", "")

    def handle_endtag(self, tag: str) -> None:
        if tag == "textarea":
            self.sent[self._typing], self._typing = self.sent[self._typing].removeprefix("\n"), ""

    def handle_data(self, data: str) -> None:
        if self._typing:
            self.sent[self._typing] += data

    def send(self, client: Client, address: str = "", **typed: str) -> Any:
        """Send it with what is typed besides, as a browser does."""
        new_request()
        return client.post(self.address or address, self.sent | typed, headers={"Accept": "text/html"})
