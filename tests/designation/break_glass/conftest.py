"""An open window whose terms allow emergency access, and an evaluator (eve) whom a new agreement keeps from reading."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from designation.artifacts import actions as artifacts
from designation.artifacts.models import Agreement, Artifact, Share
from designation.demo import shared as demonstration
from designation.demo.world import World
from designation.models import BreakGlass, Request, Window
from tests.designation.artifacts.agreeing import in_force
from tests.designation.artifacts.reading import Reader
from tests.designation.break_glass.emergency import asked, opened_up
from tests.designation.walking import catch_up, window_in

pytestmark = pytest.mark.usefixtures("renderer")


@pytest.fixture
def opened(present: World, covered: Request) -> Window:
    """A window that opened a moment ago, with an evaluator (eve) who accepted its terms."""
    return window_in(present, covered, "open", opens_in=0.01, days=10, break_glass="yes", reading="download")


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
def agreement(present: World, share: Share) -> Agreement:
    """An agreement that came into force, which nobody accepted yet."""
    return in_force(present, share.window.request)


@pytest.fixture
def eve(
    present: World, share: Share, agreement: Agreement, as_person: Callable[[World, str], Client]
) -> Reader:
    """The evaluator, at the viewer of the shared report."""
    return Reader(as_person(present, "eve"), share)


@pytest.fixture
def requested(present: World, opened: Window, share: Share, agreement: Agreement) -> BreakGlass:
    """The evaluator's request for emergency access."""
    return asked(present, opened)


@pytest.fixture
def access(present: World, requested: BreakGlass) -> BreakGlass:
    """The evaluator's emergency access, to which one person of each side agreed."""
    return opened_up(present, requested)
