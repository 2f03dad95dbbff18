"""Short ways to write an agreement, to put it into force, and to accept it on its page."""

from __future__ import annotations

import re
from typing import Any

from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from designation.artifacts import actions
from designation.artifacts.models import Agreement
from designation.demo.world import World
from designation.models import Request, Window
from tests.designation.walking import catch_up

TITLE = "Nondisclosure and use agreement"
TEXT = "1. Keep what you read confidential.\n\n2. Do not train models with it.\nNever."
SHOWN = re.compile(r'name="shown" value="([^"]+)"')


def written(world: World, request: Request, text: str = TEXT, key: str = "dana") -> Agreement:
    """Write a version of the agreement."""
    return actions.write_agreement(request, actor=world.actor(key), title=TITLE, text=text, now=world.now)


def in_force(world: World, request: Request, text: str = TEXT) -> Agreement:
    """Write a version of the agreement and put it into force."""
    made = written(world, request, text)
    world.act(made, "put_in_force", "carl")
    catch_up(world)
    return made


def page_of(window: Window, agreement: Agreement, name: str = "window_agreement") -> str:
    """Return the address of the page on which an evaluator reads and accepts a version."""
    return reverse(name, args=[window.request.number, window.number, agreement.number])


def token_in(page: HttpResponse) -> str:
    """Return the token of a page that showed an agreement, or an empty text."""
    found = SHOWN.search(page.content.decode())
    return found.group(1) if found else ""


def accepts(client: Client, window: Window, agreement: Agreement, **other: Any) -> HttpResponse:
    """Open the page of an agreement and accept it there."""
    address = page_of(window, agreement)
    sent = {"shown": token_in(client.get(address)), "accepted": "on"} | other
    return client.post(address, sent)
