"""The directory in the demonstration's world, with a roster administrator (rhea) at their browser."""

from collections.abc import Callable

import pytest
from django.test import Client

from designation.demo.world import World


@pytest.fixture
def rhea(present: World, as_person: Callable[[World, str], Client]) -> Client:
    """A roster administrator who is signed in."""
    return as_person(present, "rhea")
