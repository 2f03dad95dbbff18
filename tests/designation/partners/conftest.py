"""A partner on the roster, and a covered request whose planned release to partners is an hour away."""

from datetime import timedelta

import pytest

from designation.demo import roster
from designation.demo.world import World, determined, filed
from designation.models import Partner, Request, Selection, Window
from tests.designation.walking import catch_up, fresh
from workflow.ledger import canonical


@pytest.fixture
def hospital(present: World) -> Partner:
    """A rural hospital with one person, Tess, who is its administrator and its evaluator."""
    return roster.activated(present)


@pytest.fixture
def soon(present: World) -> Request:
    """A covered request whose planned release to partners is an hour away."""
    release = canonical.instant(present.now + timedelta(hours=1))
    request = filed(present, "Alder", partner_release=release, public_release="")
    determined(present, request)
    return request


@pytest.fixture
def invited(present: World, soon: Request, hospital: Partner) -> Selection:
    """A selection to which the hospital is invited."""
    selection = roster.proposed(present, soon, hospital)
    present.act(selection, "concur", "abel")
    found: Selection = fresh(selection)
    return found


@pytest.fixture
def scheduled(present: World, invited: Selection) -> Window:
    """The early access, agreed and scheduled, with Tess ready to read."""
    return roster.agreed(present, invited, "tess")


@pytest.fixture
def early(present: World, scheduled: Window) -> Window:
    """The early access, open."""
    present.wait(hours=1)
    present.strike(scheduled)
    catch_up(present)
    window: Window = fresh(scheduled)
    return window
