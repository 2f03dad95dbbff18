"""Readings and a suspension at one instant: no reading comes after the stop. Of two suspensions, one is placed."""

import pickle
from collections.abc import Iterator

import pytest
from django.test import Client
from django.urls import reverse

from designation.artifacts import actions as artifacts
from designation.artifacts.models import Share
from designation.demo import shared as demonstration
from designation.demo.world import World
from designation.models import Suspension
from designation.web.actor import PROVED_AT, PROVED_BY
from tests.attacks.conftest import at_once
from tests.database_templates import Kept, copy_of_database
from tests.designation.artifacts.reading import Reader
from tests.designation.walking import at_present, catch_up, request_in, window_in
from workflow import clock
from workflow.models import Entry

pytestmark = pytest.mark.race
Committed = tuple[World, Share]
WHY = {"reason": "An odd pattern."}


@pytest.fixture
def committed(people_kept: Kept, django_db_blocker: object, renderer: object) -> Iterator[Committed]:
    """A report that is shared in an open window, in a database of its own, where transactions end for real."""
    with copy_of_database(django_db_blocker, of=people_kept.database):
        world = at_present(pickle.loads(people_kept.made))
        window = window_in(world, request_in(world, "covered"), "open", opens_in=0.01, days=10)
        report = demonstration.uploaded(world, window.request, "larkspur-report.pdf", "Model report")
        share = artifacts.share(report, window, actor=world.actor("carl"), now=world.now)
        catch_up(world)
        yield world, share


def signed_in(world: World, key: str) -> Client:
    client = Client()
    client.force_login(world.people[key])
    session = client.session
    session[PROVED_AT], session[PROVED_BY] = clock.now().isoformat(), "password"
    session.save()
    return client


def test_no_reading_is_recorded_after_the_stop(committed: Committed) -> None:
    world, share = committed
    readers = [Reader(signed_in(world, "eve"), share) for _ in range(4)]
    images = [reader.image_of(reader.opens(page)) for reader, page in zip(readers, (1, 2, 3, 1), strict=True)]
    place = reverse("suspend_person_place", args=[world.people["eve"].pk])
    nora = signed_in(world, "nora")
    at_once(
        *(
            lambda at=at, reader=reader: reader.client.get(at)
            for reader, at in zip(readers, images, strict=True)
        ),
        lambda: nora.post(place, WHY),
    )
    rows = Entry.objects.filter(log=share.log_id, event__in=["share.page_opened", "access.stopped"])
    events = list(rows.order_by("index").values_list("event", flat=True))
    assert events.count("access.stopped") == 1
    assert events[-1] == "access.stopped"
    assert readers[0].client.get(images[0]).status_code == 404


def test_two_people_of_one_side_place_one_suspension(committed: Committed) -> None:
    world, _share = committed
    place = reverse("suspend_person_place", args=[world.people["eve"].pk])
    clients = [signed_in(world, key) for key in ("nora", "neil")]
    answers = at_once(*(lambda client=client: client.post(place, WHY).status_code for client in clients))
    assert sorted(answers) == [302, 409]
    assert Suspension.objects.count() == 1
