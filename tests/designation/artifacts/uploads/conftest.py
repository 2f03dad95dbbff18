"""Somebody who uploads."""

from collections.abc import Callable

import pytest
from django.test import Client

from designation.demo.world import World
from designation.models import Request
from tests.designation.artifacts.uploads.tus import Tus

pytestmark = pytest.mark.usefixtures("renderer")


@pytest.fixture
def dana(present: World, covered: Request, as_person: Callable[[World, str], Client]) -> Tus:
    """The drafter, who uploads to a covered request."""
    return Tus(as_person(present, "dana"), covered)
