"""Attack 29: another way in that writes no entry. Whatever gives content records that first, or gives none."""

import pickle
from collections.abc import Iterator

import pytest
from django.db import DatabaseError, connection
from django.http.response import HttpResponseBase
from django.test import Client
from django.urls import get_resolver, reverse

from designation.artifacts import actions
from designation.artifacts.models import Credential, Share
from designation.demo.world import World
from designation.models import Request, Window
from tests.attacks.conftest import Browser
from tests.database_templates import Kept, copy_of_database
from tests.designation.artifacts.reading import Reader
from tests.designation.walking import at_present, catch_up, window_in
from workflow.models import Entry

SECRET = "sk-canary-6f1f6b1e"
OF_THE_REPORT = "All results are single attempts at temperature 0.6."
READINGS = ("share.page_opened", "share.downloaded", "credential.shown")
GIVING = {"share_page": "get", "share_text": "get", "share_download": "get", "credential_show": "post"}
"""The names and methods of the addresses that give content. Add a new address here together with its entry."""


@pytest.fixture
def world(people_kept: Kept, django_db_blocker: object) -> Iterator[World]:
    """The demonstration world in a database of its own, where the watch over downloads sees it."""
    with copy_of_database(django_db_blocker, of=people_kept.database):
        yield at_present(pickle.loads(people_kept.made))


@pytest.fixture
def opened(world: World, covered: Request) -> Window:
    """An open window whose terms allow everything."""
    return window_in(world, covered, "open", opens_in=0.01, days=10, reading="download", text_view="yes")


@pytest.fixture
def credential(world: World, opened: Window) -> Credential:
    """A credential that every evaluator may have shown."""
    made = actions.add_credential(
        opened, actor=world.actor("sam"), label="Key", address="", secret=SECRET, now=world.now
    )
    catch_up(world)
    return made


def ways(share: Share, credential: Credential) -> Iterator[tuple[str, str]]:
    """Return the name and the address of everything on the site that is about the share or the credential."""
    window = share.window
    known = {
        "number": window.request.number,
        "window": window.number,
        "share": share.pk,
        "page": 2,
        "credential": credential.pk,
        "artifact": share.artifact.number,
        "artifact_id": share.artifact.pk,
        "step": "end",
    }
    for name, found in get_resolver().reverse_dict.items():
        if not isinstance(name, str):
            continue
        for _pattern, arguments in found[0]:
            if {"share", "credential", "artifact", "artifact_id"} & set(arguments) and set(
                arguments
            ) <= known.keys():
                yield name, reverse(name, kwargs={one: known[one] for one in arguments})


def body(answer: HttpResponseBase) -> bytes:
    return b"".join(answer.streaming_content) if answer.streaming else answer.content


def gives_content(answer: HttpResponseBase) -> bool:
    """Whether an answer holds a picture, text or bytes of the report, or the secret."""
    content = body(answer)
    marks = (b"%PDF-", OF_THE_REPORT.encode(), SECRET.encode())
    return content.startswith(b"\xff\xd8\xff") or any(one in content for one in marks)


def asked(client: Client, method: str, name: str, address: str, eve: Reader) -> HttpResponseBase:
    query = ""
    if name == "share_page":
        query = "?" + eve.image_of(eve.opens(2)).partition("?")[2]
    if name == "share_text":
        query = "?page=2"
    return getattr(client, method)(address + query)


def test_whatever_gives_content_has_written_an_entry_of_the_reader(
    eve: Reader, credential: Credential, browser_of: Browser
) -> None:
    for key in ("eve", "dana", "carl", "ravi", "olga"):
        client, giving = browser_of(key), {}
        for name, address in sorted(set(ways(eve.share, credential))):
            for method in ("get", "post") if "step" not in name else ("get",):
                before = entries(eve.share)
                if gives_content(asked(client, method, name, address, eve)):
                    giving[name] = method
                    assert entries(eve.share) > before, name
        assert giving == (GIVING if key == "eve" else {}), key


def entries(share: Share) -> int:
    """Return how many readings are recorded in the log of a share's window."""
    return Entry.objects.filter(log=share.log_id, event__in=READINGS).count()


def test_what_cannot_be_recorded_is_not_given(eve: Reader, credential: Credential) -> None:
    addresses = dict(ways(eve.share, credential))
    image = eve.image_of(eve.opens(2))
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE workflow_entry ADD CONSTRAINT none CHECK (false) NOT VALID")
    with pytest.raises(DatabaseError):
        eve.client.get(image)
    for name in GIVING.keys() - {"share_page"}:
        with pytest.raises(DatabaseError):
            asked(eve.client, GIVING[name], name, addresses[name], eve)
