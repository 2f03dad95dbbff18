"""A mail server that really receives, with TLS and a password, on loopback."""

from __future__ import annotations

import logging
import re
import ssl
import threading
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult, LoginPassword

USER, PASSWORD = "site", "password of the mail server"


class Mailbox:
    """What arrived for everybody, in order."""

    def __init__(self, port: int, certificate: Path, key: Path) -> None:
        self.arrived: list[EmailMessage] = []
        self._news = threading.Condition()
        self._read: dict[str, int] = {}
        context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
        context.load_cert_chain(certificate, key)
        self._controller = Controller(
            self,
            hostname="127.0.0.1",
            port=port,
            ssl_context=context,
            auth_require_tls=False,  # it means STARTTLS; here TLS is there from the start
            authenticator=_knows_the_password,
        )
        logging.getLogger("mail.log").setLevel(logging.ERROR)
        self._controller.start()

    async def handle_DATA(self, _server: Any, session: Any, envelope: Any) -> str:
        """Take a message from a sender that gave the password."""
        if not session.authenticated:
            return "530 Authentication required"
        message = message_from_bytes(envelope.content, policy=policy.default)
        with self._news:
            self.arrived.append(message)  # type: ignore[arg-type]
            self._news.notify_all()
        return "250 Taken"

    def link_to(self, address: str) -> str:
        """Return the link in the next mail to this address that has one, and wait until it arrives."""
        with self._news:
            found = self._news.wait_for(lambda: self._next_link(address), timeout=40)
        assert found, f"No mail with a link came to {address}."
        return str(found)

    def _next_link(self, address: str) -> str:
        for message in self.arrived[self._read.get(address, 0) :]:
            if message["To"] == address:
                link = re.search(r"https://\S+", message.get_content())
                if link:
                    self._read[address] = self.arrived.index(message) + 1
                    return link[0]
        return ""

    def stop(self) -> None:
        self._controller.stop()


def _knows_the_password(_server: Any, _session: Any, _envelope: Any, _way: str, sent: Any) -> AuthResult:
    right = isinstance(sent, LoginPassword) and (sent.login, sent.password) == (
        USER.encode(),
        PASSWORD.encode(),
    )
    return AuthResult(success=right)
