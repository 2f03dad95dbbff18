"""A large file and a small one, shared in an open window whose terms allow downloading, with real commits."""

from __future__ import annotations

import os
import pickle
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as django_settings
from django.db import connections
from django.db.models import QuerySet
from django.test import Client

from designation.artifacts import actions, receiving, sealing
from designation.artifacts.models import Share
from designation.demo.world import World
from designation.people.models import Person
from designation.roles import Role
from designation.windows.models import Grant, Window
from tests.database_templates import Kept, Shelf, copy_of_database, drop
from tests.designation.artifacts.downloads.serving import Reading, Server, address_of, session_of
from tests.designation.walking import appoint, at_present, catch_up, ready, request_in, window_in
from tests.proved import proved
from workflow.models import Entry

LARGE = 24 << 20
OTHERS = 6
"""How many evaluators there are besides eve."""
SMALL = bytes(range(256)) * 700
"""Bytes of which every range tells where it is from; with more than two blocks."""


@dataclass
class Site:
    """The world, its window, what is shared there, and the browser of the evaluator (eve)."""

    world: World
    window: Window
    large: Share
    small: Share
    eve: Client
    server: Server | None = None
    since: int = 0

    def entries(self, event: str, share: Share | None = None) -> QuerySet[Entry]:
        """Return the entries of this test about a share, in order."""
        about = Entry.objects.filter(subject_id=(share or self.small).pk, event=event)
        return about.filter(pk__gt=self.since).order_by("index")

    def grant(self) -> Grant:
        """Return the evaluator's grant."""
        found: Grant = self.window.grants.get(person=self.world.people["eve"])
        return found

    def reads(self, share: Share | None = None, **how: Any) -> Reading:
        """Have the evaluator begin a download from the web server."""
        assert self.server is not None
        path = address_of(share or self.large)
        return Reading(self.server.port, path, cookie=session_of(self.eve), **how)


def made(people: Kept) -> tuple[World, Window, Share, Share]:
    """Share two files, of which neither can be shown as pages."""
    world: World = at_present(pickle.loads(people.made))
    request = request_in(world, "covered")
    window = window_in(world, request, "open", opens_in=0.01, days=10, reading="download", break_glass="yes")
    shares = []
    for name, blocks in (("weights.bin", [os.urandom(1 << 20)] * (LARGE >> 20)), ("répertoire.bin", [SMALL])):
        received = receiving.receive(blocks, name)
        artifact = actions.upload(request, received, actor=world.actor("dana"), title=name, now=world.now)
        sealing.seal(artifact, now=world.now)
        world.act(artifact, "waive_marks", "carl", reason="Weights are evaluated outside this site.")
        shares.append(actions.share(artifact, window, actor=world.actor("carl"), now=world.now))
    for number in range(OTHERS):
        _further_evaluator(world, window, f"evaluator-{number}")
    catch_up(world)
    return world, window, *shares


def _further_evaluator(world: World, window: Window, key: str) -> None:
    office = world.people["eve"].office
    world.people[key] = Person.objects.create_user(f"{key}@nsa.example", name=f"Person {key}", office=office)
    appoint(world, key, Role.EVALUATOR)
    ready(world, window, key)


@pytest.fixture(scope="session")
def downloads_kept(people_kept: Kept, shelf: Shelf) -> Kept:
    """A database with the shared files. The content lies in the vault of the run."""
    return shelf.kept("downloads", lambda: made(people_kept), of=people_kept)


@pytest.fixture(scope="session")
def server(downloads_kept: Kept, shelf: Shelf, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A web server over this process's own copy of that database, which each test finds as it was made."""
    name = f"{downloads_kept.database}_{os.getpid()}_served"
    shelf.copy(downloads_kept.database, name)
    running = Server(name, tmp_path_factory.mktemp("web") / "log")
    yield running
    running.stop()
    drop(name)


@pytest.fixture(scope="module")
def _database_of_the_file(
    downloads_kept: Kept, django_db_setup: None, django_db_blocker: Any
) -> Iterator[None]:
    """A database in which the tests of one file work, one after the other."""
    with copy_of_database(django_db_blocker, of=downloads_kept.database):
        yield


@pytest.fixture
def downloads(_database_of_the_file: None, downloads_kept: Kept, _own_vault: None, settings: Any) -> Site:
    """The shared files, for requests inside this process."""
    return _site(downloads_kept, settings)


@pytest.fixture
def served(
    server: Server,
    downloads_kept: Kept,
    shelf: Shelf,
    _own_vault: None,
    settings: Any,
    django_db_blocker: Any,
) -> Iterator[Site]:
    """The shared files, in a database that a web server serves."""
    name = f"{downloads_kept.database}_{os.getpid()}_served"
    with django_db_blocker.unblock():
        drop(name)
        shelf.copy(downloads_kept.database, name)
        with _working_in(name):
            site = _site(downloads_kept, settings)
            site.server = server
            yield site


class _working_in:  # noqa: N801 - used like a function
    """Let Django work in a database, with real commits."""

    def __init__(self, name: str) -> None:
        self.name = name

    def __enter__(self) -> None:
        self.connection = connections["default"]
        self.before = self.connection.settings_dict["NAME"]
        self.connection.close()
        self.connection.settings_dict["NAME"] = self.name

    def __exit__(self, *_: Any) -> None:
        connections.close_all()
        self.connection.settings_dict["NAME"] = self.before


def _site(kept: Kept, settings: Any) -> Site:
    settings.VAULT_DIR = Path(django_settings.DATA_DIR) / "vault"
    world, window, large, small = pickle.loads(kept.made)
    eve = Client()
    proved(eve, world.people["eve"])
    newest = Entry.objects.order_by("-pk").values_list("pk", flat=True)[0]
    return Site(world, window, large, small, eve, since=newest)
