"""An open window of a covered request, with an artifact that is shared there and an evaluator who may read it."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from designation.artifacts import actions
from designation.artifacts.models import Artifact, Share
from designation.demo import shared as demonstration
from designation.demo.world import World
from designation.models import Request, Window
from tests.designation.artifacts.reading import Reader
from tests.designation.walking import catch_up, window_in

pytestmark = pytest.mark.usefixtures("renderer")
REPORT = "larkspur-report.pdf"


@pytest.fixture
def opened(present: World, covered: Request) -> Window:
    """A window that opened a moment ago, with an evaluator (eve) who accepted its terms."""
    return window_in(present, covered, "open", opens_in=0.01, days=10)


@pytest.fixture
def report(present: World, opened: Window, renderer: Any) -> Artifact:
    """A sealed PDF of three pages."""
    return demonstration.uploaded(present, opened.request, REPORT, "Model report", legend="TRADE SECRET")


@pytest.fixture
def share(present: World, opened: Window, report: Artifact) -> Share:
    """The report, shared in the open window."""
    made = actions.share(report, opened, actor=present.actor("carl"), now=present.now)
    catch_up(present)
    return made


@pytest.fixture
def eve(present: World, share: Share, as_person: Callable[[World, str], Client]) -> Reader:
    """The evaluator, at the viewer of the shared report."""
    return Reader(as_person(present, "eve"), share)
