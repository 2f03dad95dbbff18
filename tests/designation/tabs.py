"""One tab in which somebody has opened a form of answers: what the page carries, and what is typed into it."""

from __future__ import annotations

import re
from datetime import datetime
from html import unescape
from typing import Any

from django.test import Client

AUTOSAVE = {"X-Autosave": "1"}


class Tab:
    """A page with a form that saves itself, as a browser holds it."""

    def __init__(self, client: Client, address: str) -> None:
        self.client, self.address = client, address
        self.typed: dict[str, Any] = {}
        self._show(client.get(address))

    def type(self, **answers: Any) -> Tab:
        """Type into fields, without sending anything."""
        self.typed |= answers
        return self

    def autosave(self) -> Any:
        """Let the script save in passing; the page takes over what the answer tells it."""
        answer = self.client.post(self.address, self.typed, headers=AUTOSAVE)
        if answer.status_code in (200, 409):
            self.typed |= answer.json()["hidden"]
        return answer

    def send(self, **button: str) -> Any:
        """Press a button; a page that comes back is the one that is typed into next."""
        answer = self.client.post(self.address, self.typed | button)
        if answer.status_code in (200, 409):
            self._show(answer)
        return answer

    def sign(self) -> Any:
        """Send what was typed, and sign it on the page that then shows it. Return the last answer."""
        answer = self.send()
        return self.send(sign="1") if is_signing_page(answer) else answer

    def _show(self, page: Any) -> None:
        self.page, form = page, page.context["form"]
        self.typed = {name: _as_sent(form[name].value()) for name in form.fields}
        carried = re.findall(r'name="(seen_entry|key|step|content)" value="([^"]*)"', page.content.decode())
        self.typed |= dict(carried)


def _as_sent(value: Any) -> Any:
    return value.isoformat() if isinstance(value, datetime) else "" if value in (None, False) else value


def is_signing_page(answer: Any) -> bool:
    """Whether a page is the one with the button that signs."""
    return 'name="sign"' in answer.content.decode()


def field(answer: Any, name: str) -> str:
    """Return the part of a page that holds one field, its label, hint and error."""
    page = unescape(answer.content.decode())
    return page.split(f'id="field-{name}"')[1].split('class="usa-form-group')[0]


def summary(answer: Any) -> str:
    """Return the summary of errors at the top of a page, or nothing."""
    page = unescape(answer.content.decode())
    return page.split('id="errors"')[1].split("</ul>")[0] if 'id="errors"' in page else ""
