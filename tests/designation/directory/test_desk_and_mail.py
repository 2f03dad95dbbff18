"""Imports that wait, or are under way, are on the desks of roster administrators; the importer is told of results."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from designation.demo.world import World
from designation.directory import actions
from designation.directory.importing.upload import proposed_mapping
from designation.models import DirectoryImport
from designation.notifications.directory import audience
from tests.designation.directory.importing import checked, done, file_of, uploaded
from tests.designation.walking import fire, fresh
from workflow.mail import Message
from workflow.models import Job

FILE = file_of("City of Weir,Weir,MS,city")


@pytest.fixture
def rolf(present: World, as_person: Callable[[World, str], Client]) -> Client:
    """Another roster administrator."""
    return as_person(present, "rolf")


def tasks(client: Client) -> list[str]:
    return [task.what for task in client.get(reverse("desk")).context["tasks"]]


def test_an_import_is_on_every_roster_administrators_desk(present: World, rhea: Client, rolf: Client) -> None:
    of = uploaded(present, FILE)
    assert tasks(rhea) == tasks(rolf) == ["Finish an import"]
    actions.check(of, proposed_mapping(of.header), actor=present.actor("rhea"), now=present.now)
    assert tasks(rhea) == tasks(rolf) == []
    (watched,) = rolf.get(reverse("desk")).context["under_way"]
    assert (watched.what, watched.progress) == ("An import is under way", (of.read_bytes, of.size_bytes))
    of = done(of)
    assert tasks(rhea) == ["Finish an import"]
    present.act(of, "confirm", "rolf")
    done(of)
    assert tasks(rhea) == []


def test_nobody_else_has_imports_on_their_desk(
    present: World, as_person: Callable[[World, str], Client]
) -> None:
    uploaded(present, FILE)
    for key in ("paul", "ines", "dana", "olga"):
        assert tasks(as_person(present, key)) == []


def told(of: DirectoryImport) -> list[str]:
    """Return who is told of the events of an import."""
    found = []
    for job in Job.objects.filter(subject_id=of.pk, kind="mail"):
        found += [person.name for person in audience(Message.of(job))]
    return found


def test_the_importer_is_told_that_a_check_has_ended(present: World) -> None:
    assert told(checked(present, FILE)) == ["Rhea Brooks"]


def test_an_import_that_nobody_finishes_is_discarded(present: World) -> None:
    of = checked(present, FILE)
    fire(present, of, "import_kept")
    assert fresh(of).state == "discarded"
    assert not of.chunks.exists()
