"""People who use pages alone: they join by the link in their mail, sign in, and sign what their desk shows them."""

from __future__ import annotations

import re
import time
from typing import Any

from allauth.mfa import app_settings
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.core import mail
from django.test import Client

from workflow import outbox

WAYS = "/accounts/ways-in/"
PASSWORD = "every person has their own 7"
ROLE = re.compile(r'href="(/people/[0-9a-f-]{36}/roles/[0-9a-f-]{36}/)"')
HIDDEN = re.compile(r'<input type="hidden" name="(\w+)" value="([^"]*)"')


class Person:
    """One person with a browser of their own."""

    def __init__(self, address: str) -> None:
        self.address = address
        self.browser = Client()

    def read(self, path: str) -> str:
        """Return a page, which has to open."""
        return str(self.opens(path).content.decode())

    def opens(self, path: str) -> Any:
        """Open a page, which has to open. If the site asks for an authenticator app first, set one up."""
        answer = self.browser.get(path)
        if answer.headers.get("Location") == WAYS:
            self.sets_up_an_app()
            answer = self.browser.get(path)
        assert answer.status_code == 200, (self.address, path, answer.status_code)
        return answer

    def sets_up_an_app(self) -> None:
        """Set up an authenticator app, with the password once more if that is asked for."""
        path = f"{WAYS}app/"
        form = self.browser.get(path)
        if form.status_code == 302:
            self.browser.post(form["Location"], {"password": PASSWORD, "next": path})
            form = self.browser.get(path)
        secret = re.search(r'<code class="fd-digest">([A-Z2-7]+)</code>', form.content.decode())
        assert secret, form.content.decode()
        counter = int(time.time()) // app_settings.TOTP_PERIOD
        code = format_hotp_value(hotp_value(secret[1], counter))
        assert self.browser.post(path, {"code": code}).status_code == 302

    def send(self, path: str, **typed: Any) -> str:
        """Open the form of a page, type, and send it. Return the page that follows; the form may not be refused."""
        shown = self.opens(path)
        form = shown.context.get("form")
        sent = dict(HIDDEN.findall(shown.content.decode()))
        if form is not None:
            values = {name: form[name].value() for name in form.fields}
            sent = {name: value for name, value in values.items() if value not in (None, False)} | sent
        answer = self.browser.post(path, {**sent, **typed}, follow=True)
        assert answer.redirect_chain, (
            self.address,
            path,
            re.sub(r"\s+", " ", answer.content.decode())[:6000],
        )
        return str(answer.content.decode())

    def joins(self) -> Person:
        """Make the account that the newest mail to this address offers, and sign in."""
        opened = self.browser.get(link_to(self.address), follow=True)
        form = {"name": opened.context["form"]["name"].value(), "password1": PASSWORD, "password2": PASSWORD}
        answer = self.browser.post("/invitation/", form, follow=True)
        assert "Your account is made" in answer.content.decode(), answer.content.decode()
        return self.signs_in()

    def sets_password(self, link: str) -> Person:
        """Set the password through a link, and sign in."""
        form = self.browser.get(link, follow=True)
        sent = {"password1": PASSWORD, "password2": PASSWORD}
        self.browser.post(form.request["PATH_INFO"], sent, follow=True)
        return self.signs_in()

    def signs_in(self) -> Person:
        answer = self.browser.post("/accounts/login/", {"login": self.address, "password": PASSWORD})
        assert answer.status_code == 302, answer.content.decode()
        return self

    def signs_for_roles(self) -> int:
        """Sign for every role that the desk asks this person to sign for, and return how many there were."""
        waiting = sorted(set(ROLE.findall(self.read("/"))))
        for path in waiting:
            self.send(f"{path}activate/")
        return len(waiting)


def link_to(address: str) -> str:
    """Return the path of the link in the newest mail to an address."""
    outbox.deliver()
    newest = next(one for one in reversed(mail.outbox) if one.to == [address])
    found = re.search(r"https?://[^/]+(/\S+)", newest.body)
    assert found, newest.body
    return found[1]


def next_steps(person: Person) -> list[str]:
    """Return what this person's desk says is missing and they can mend."""
    answer = person.opens("/")
    return [task.what for task in answer.context["missing"]]
