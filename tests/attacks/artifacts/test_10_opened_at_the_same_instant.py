"""Attack 10: two parallel requests for one showing of a page, or to share one artifact: it happens once."""

import pickle
from collections.abc import Iterator

import pytest
from django.test import Client
from django.urls import reverse

from designation.artifacts import actions
from designation.artifacts.models import Artifact, Share
from designation.demo import shared as demonstration
from designation.demo.world import World
from designation.models import Window
from tests.attacks.conftest import at_once
from tests.database_templates import Kept, copy_of_database
from tests.designation.artifacts.reading import Reader, readings
from tests.designation.walking import at_present, catch_up, request_in, window_in
from tests.proved import proved

pytestmark = pytest.mark.race
Committed = tuple[World, Window, Artifact]


@pytest.fixture
def committed(people_kept: Kept, django_db_blocker: object, renderer: object) -> Iterator[Committed]:
    """An open window and a sealed report in a database of its own, where transactions end for real."""
    with copy_of_database(django_db_blocker, of=people_kept.database):
        world = at_present(pickle.loads(people_kept.made))
        window = window_in(world, request_in(world, "covered"), "open", opens_in=0.01, days=10)
        report = demonstration.uploaded(world, window.request, "larkspur-report.pdf", "Model report")
        catch_up(world)
        yield world, window, report


def signed_in(world: World, key: str, number: int = 1) -> list[Client]:
    clients = [Client() for _ in range(number)]
    for client in clients:
        proved(client, world.people[key])
    return clients


def test_one_showing_is_one_reading_however_many_ask_at_once(
    committed: Committed,
) -> None:
    world, window, report = committed
    share = actions.share(report, window, actor=world.actor("carl"), now=world.now)
    clients = signed_in(world, "eve", 4)
    image = Reader(clients[0], share).image_of(Reader(clients[0], share).opens(1))
    answers = at_once(*(lambda client=client: client.get(image).status_code for client in clients))
    assert set(answers) <= {200, 410}
    assert 200 in answers
    assert len(readings(share)) == 1


def test_one_artifact_is_shared_once_however_many_share_it_at_once(
    committed: Committed,
) -> None:
    world, window, report = committed
    address = reverse("artifact_share", args=[window.request.number, report.number])
    clients = signed_in(world, "carl", 2) + signed_in(world, "sam", 2)
    send = [
        lambda client=client: client.post(address, {"window": "1", "confirm": "1"}).status_code
        for client in clients
    ]
    answers = at_once(*send)
    assert sorted(answers)[0] == 302
    assert set(answers) <= {302, 404, 409}
    assert answers.count(302) == Share.objects.count() == 1
