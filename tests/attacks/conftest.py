"""Attackers and their targets: the demonstration world at this instant, browsers, a matter full of children."""

import threading
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest
from django.db import connection
from django.test import Client

from designation.demo.world import World
from designation.models import Grant, Question, Request, Window
from tests.designation.artifacts.conftest import eve, opened, report, share  # noqa: F401 - fixtures
from tests.designation.conftest import (  # noqa: F401 - fixtures among them
    as_person,
    covered,
    demo_world,
    people_kept,
)
from tests.designation.walking import QUESTION, at_present, catch_up, request_in, window_in
from tests.fixture_cache import walked
from workflow.models import Entry

Browser = Callable[[str], Client]


@pytest.fixture
def world(demo_world: World) -> World:  # noqa: F811 - the fixture
    """The demonstration world at present."""
    return at_present(demo_world)


@pytest.fixture
def present(world: World) -> World:
    """The same, for fixtures of artifacts."""
    return world


@pytest.fixture
def browser_of(world: World, as_person: Callable[[World, str], Client]) -> Browser:  # noqa: F811 - the fixture
    """Return a browser in which somebody is signed in, once the installation's clock has caught up with the world."""

    def signed_in(key: str) -> Client:
        catch_up(world)
        return as_person(world, key)

    return signed_in


@dataclass
class Family:
    """A request with a child of every kind."""

    request: Request
    window: Window
    grant: Grant
    question: Question
    draft: Window

    def addresses(self) -> list[str]:
        """Every address that names the request or a child of it by number or id."""
        base = f"/requests/{self.request.number}/"
        window, draft = f"{base}windows/{self.window.number}/", f"{base}windows/{self.draft.number}/"
        entry = Entry.objects.filter(log=self.request.log_id).order_by("-index").first()
        consultation = self.request.consultations.first()
        return [
            base, f"{base}application/", f"{base}application/entity/", f"{base}questions/", f"{base}questions/ask/",
            f"{base}questions/{self.question.pk}/", f"{base}windows/", window, f"{window}terms/", f"{window}terms/1/",
            f"{window}evaluators/", f"{window}evaluators/{self.grant.pk}/suspend/", f"{window}steps/close/", draft,
            f"{draft}terms/", f"{base}review/", f"{base}record/", f"{base}record/{entry.log_id}/{entry.index}/",
            f"{base}record/{self.request.model_id}/0/", f"{base}record/bundle/", f"{base}record/check/",
            f"{base}again/",
            f"{base}steps/withdraw/", f"{base}steps/determine_covered/", f"{base}release/move_release_earlier/",
            f"{base}consultations/{consultation.pk}/concur/", f"{base}steps/withdraw/take-back/",
            f"{base}windows/begin/",
            f"{window}steps/approve/take-back/", f"{window}evaluators/{self.grant.pk}/resume/take-back/",
        ]  # fmt: skip


@pytest.fixture
def family(world: World) -> Family:
    """A matter full of children in the test's world."""
    family: Family = walked(world, "family", _family_in)
    return family


def _family_in(world: World) -> Family:
    """A covered request that is being reconsidered, with an open window, a draft of another, and an open question."""
    request = request_in(world, "covered")
    window = window_in(world, request, "open", opens_in=0.1, days=20)
    draft = window_in(world, request, "draft")
    world.act(request, "seek_reconsideration", "dana", new_information="A smaller variant.")
    world.act(request, "accept", "ines", lead=str(world.people["rosa"].pk))
    world.act(request, "request_information", "rosa", questions=QUESTION)
    catch_up(world)
    return Family(request, window, window.grants.get(), request.questions.get(), draft)


def statuses(client: Client, addresses: list[str], method: str = "get", **data: Any) -> dict[str, int]:
    """Return what each address answers."""
    return {address: getattr(client, method)(address, data).status_code for address in addresses}


def at_once(*calls: Any) -> list[Any]:
    """Run calls in threads that start together; what each returned or raised."""
    barrier, results = threading.Barrier(len(calls)), [None] * len(calls)

    def run(place: int) -> None:
        barrier.wait()
        try:
            results[place] = calls[place]()
        except Exception as error:
            results[place] = error
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=[place]) for place in range(len(calls))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return results
