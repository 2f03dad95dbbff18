"""A window whose terms are proposed."""

import pytest

from designation.demo.world import World
from designation.models import Request, Window
from tests.designation.walking import window_in


@pytest.fixture
def proposed(present: World, covered: Request) -> Window:
    """A window that the developer proposed to NSA and CISA."""
    return window_in(present, covered, "proposed")
