"""People with browsers of their own at a site that really runs: they read pages, fill in forms and read their mail."""

from __future__ import annotations

import http.client
import re
import ssl
import time
from dataclasses import dataclass
from functools import partial
from http.cookiejar import CookieJar
from typing import Any
from urllib.error import HTTPError
from urllib.parse import urlencode, urljoin, urlsplit
from urllib.request import HTTPCookieProcessor, HTTPSHandler, OpenerDirector, Request, build_opener

from allauth.mfa import app_settings
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value

from .forms import forms_of
from .mailbox import Mailbox

WAYS = "/accounts/ways-in/"
PASSWORD = "every person has their own 7"
ROLE = re.compile(r'href="(/people/[0-9a-f-]{36}/roles/[0-9a-f-]{36}/)"')


@dataclass(frozen=True)
class Answer:
    """A page: the path at which it was found, its text, and whether a redirect led there."""

    path: str
    text: str
    followed: bool


class Person:
    """One person, at a machine with an address of its own."""

    machines = 0

    def __init__(self, address: str, site_url: str, trust: ssl.SSLContext, mailbox: Mailbox) -> None:
        Person.machines += 1
        self.address, self.site_url, self.mailbox = address, site_url, mailbox
        self._browser = _browser(trust, f"127.0.1.{Person.machines}")

    def read(self, path: str) -> str:
        """Return a page, which has to open."""
        return self._opens(path).text

    def send(self, path: str, **typed: Any) -> Answer:
        """Open a page, fill in its form and send it. The site may not refuse it. Return the page that follows."""
        return self._fills_in(self._opens(path), typed)

    def _fills_in(self, page: Answer, typed: dict[str, Any]) -> Answer:
        """Fill in the form of a page that was opened, and send it."""
        fitting = [form for form in forms_of(page.text) if set(typed) <= {one.name for one in form.fields}]
        own = [form for form in fitting if urlsplit(urljoin(page.path, form.action)).path == page.path]
        assert own, (self.address, page.path, sorted(typed), _words(page.text))
        form = own[-1]
        proof = {"password": PASSWORD} if "password" in {one.name for one in form.fields} else {}
        answer = self._ask(urljoin(page.path, form.action), form.filled(proof | typed))
        if not answer.followed and not form.signs and any(one.signs for one in forms_of(answer.text)):
            return self._fills_in(answer, {})  # what will be signed is shown first
        assert answer.followed, (self.address, page.path, _words(answer.text))
        return answer

    def joins(self) -> Person:
        """Make the account that a mail to this address offers, and sign in."""
        link = self.mailbox.link_to(self.address)
        answer = self.send(link, password1=PASSWORD, password2=PASSWORD)
        assert "Your account is made" in answer.text, (self.address, _words(answer.text))
        return self._signs_in()

    def sets_password(self, link: str) -> Person:
        """Set the first password through a link, and sign in."""
        self.send(link, password1=PASSWORD, password2=PASSWORD)
        return self._signs_in()

    def signs_for_roles(self) -> int:
        """Sign for every role that the desk asks this person to sign for, and return how many there were."""
        waiting = sorted(set(ROLE.findall(self.read("/"))))
        for path in waiting:
            self.send(f"{path}activate/")
        return len(waiting)

    def _opens(self, path: str) -> Answer:
        """Open a page. If the site asks for an authenticator app first, set one up."""
        answer = self._ask(path)
        if answer.path == WAYS and not path.endswith(WAYS):
            self._sets_up_an_app()
            answer = self._ask(path)
        return answer

    def _signs_in(self) -> Person:
        if self._ask("/accounts/login/").path == "/accounts/login/":
            self.send("/accounts/login/", login=self.address, password=PASSWORD)
        return self

    def _sets_up_an_app(self) -> None:
        path = f"{WAYS}app/"
        answer = self._ask(path)
        if answer.path != path:
            self.send(answer.path + f"?next={path}", password=PASSWORD)
            answer = self._ask(path)
        secret = re.search(r'<code class="fd-digest">([A-Z2-7]+)</code>', answer.text)
        assert secret, _words(answer.text)
        counter = int(time.time()) // app_settings.TOTP_PERIOD
        self._fills_in(answer, {"code": format_hotp_value(hotp_value(secret[1], counter))})

    def _ask(self, path: str, sent: list[tuple[str, str]] | None = None) -> Answer:
        address = urljoin(self.site_url, path)
        body = None if sent is None else urlencode(sent).encode()
        request = Request(address, body, {"Referer": address})  # noqa: S310 - an https address of this site
        try:
            answer = self._browser.open(request, timeout=30)
        except HTTPError as error:
            raise AssertionError((self.address, path, error.code, _words(error.read().decode()))) from None
        with answer:
            followed = hasattr(request, "redirect_dict")
            return Answer(urlsplit(answer.url).path, answer.read().decode(), followed)


def _browser(trust: ssl.SSLContext, own_address: str) -> OpenerDirector:
    class Handler(HTTPSHandler):
        def https_open(self, request: Any) -> Any:
            own = partial(http.client.HTTPSConnection, source_address=(own_address, 0), context=trust)
            return self.do_open(own, request)  # type: ignore[arg-type]

    return build_opener(Handler(), HTTPCookieProcessor(CookieJar()))


def _words(page: str) -> str:
    main = (page.partition("<main")[2] or page).partition("</main")[0]
    words = re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", main))
    return words if len(words) < 3000 else f"{words[:500]} … {words[-2500:]}"
