"""Windows whose terms are drafted or proposed, and tabs in which people have them open."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from designation.demo.world import World
from designation.models import Request, Window
from tests.designation.tabs import Tab
from tests.designation.walking import catch_up, window_in
from workflow import clock

Open = Callable[..., Tab]


@pytest.fixture
def draft(present: World, covered: Request) -> Window:
    """A window whose terms the developer drafts."""
    return window_in(present, covered, "draft")


@pytest.fixture
def opened(present: World, as_person: Callable[[World, str], Client]) -> Open:
    """Return a function that opens the form of a window's terms for somebody."""

    def open_for(key: str, window: Window) -> Tab:
        catch_up(present)
        address = reverse("window_terms", args=[window.request.number, window.number])
        return Tab(as_person(present, key), address)

    return open_for


@pytest.fixture
def complete(present: World) -> dict[str, Any]:
    """What is still to be filled in of prefilled terms, as one types it."""
    opens = (clock.now() + timedelta(days=3)).replace(second=0, microsecond=0)
    return {
        "opens_at": opens.isoformat(),
        "ends_at": (opens + timedelta(days=9)).isoformat(),
        "logs": "Both sides see every reading.",
        "retention": "Destroyed within 10 days.",
        "nondisclosure": "Need to know.",
    }


@pytest.fixture
def proposed(present: World, covered: Request) -> Window:
    """A window that the developer proposed to NSA and CISA."""
    return window_in(present, covered, "proposed")
