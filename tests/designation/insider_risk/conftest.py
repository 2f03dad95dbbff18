"""An open window with a shared report, its evaluator (eve), and the people who place and lift suspensions."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from designation.artifacts import actions as artifacts
from designation.artifacts.models import Artifact, Share
from designation.demo import shared as demonstration
from designation.demo.world import World, appoint
from designation.insider_risk import actions
from designation.models import Person, Request, Suspension, Window
from tests.designation.artifacts.reading import Reader
from tests.designation.walking import catch_up, window_in

pytestmark = pytest.mark.usefixtures("renderer")


@pytest.fixture
def present(present: World) -> World:
    """The demonstration world with two more insider-risk officers: Iris at CISA and Ivo at NSA."""
    for key, name, organization, office in (
        ("iris", "Iris Webb", "cisa", "Directorate"),
        ("ivo", "Ivo Pace", "nsa", "Audit"),
    ):
        world_office = present.office(organization, office)
        present.people[key] = Person.objects.create_user(
            f"{key}@risk.example", name=name, office=world_office
        )
        signers = ("gwen", "glen") if organization == "cisa" else ("nora", "neil")
        appoint(present, key, "insider_risk_officer", signers)
    return present


@pytest.fixture
def opened(present: World, covered: Request) -> Window:
    """A window that opened a moment ago, with an evaluator (eve) who accepted its terms."""
    return window_in(present, covered, "open", opens_in=0.01, days=10)


@pytest.fixture
def report(present: World, opened: Window, renderer: Any) -> Artifact:
    """A sealed PDF of three pages."""
    return demonstration.uploaded(present, opened.request, "larkspur-report.pdf", "Model report")


@pytest.fixture
def share(present: World, opened: Window, report: Artifact) -> Share:
    """The report, shared in the open window."""
    made = artifacts.share(report, opened, actor=present.actor("carl"), now=present.now)
    catch_up(present)
    return made


@pytest.fixture
def eve(present: World, share: Share, as_person: Callable[[World, str], Client]) -> Reader:
    """The evaluator, at the viewer of the shared report."""
    return Reader(as_person(present, "eve"), share)


@pytest.fixture
def of_eve(present: World, share: Share) -> Suspension:
    """A suspension of the evaluator, placed by an insider-risk officer."""
    return actions.suspend_person(present.people["eve"], actor=present.actor("ira"), reason="An odd pattern.")
