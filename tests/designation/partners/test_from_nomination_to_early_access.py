"""The whole way of a partner: nominated, vetted, active, chosen by both sides, invited, agreed, open, over."""

from datetime import timedelta

import pytest

from designation.demo import roster
from designation.demo.world import World, determined, filed
from designation.models import Request, Selection
from designation.windows.window_access import window_access
from tests.designation.walking import catch_up, fresh
from workflow.ledger import canonical


@pytest.fixture
def soon(present: World) -> Request:
    """A covered request whose planned release to partners is an hour away."""
    release = canonical.instant(present.now + timedelta(hours=1))
    request = filed(present, "Alder", partner_release=release, public_release="")
    determined(present, request)
    return request


def test_a_partner_is_chosen_by_both_sides_and_reads_until_the_end(present: World, soon: Request) -> None:
    partner = roster.activated(present)
    assert partner.state == "active"
    selection = roster.proposed(present, soon, partner, key="carl")
    assert selection.state == "proposed"
    present.act(selection, "concur", "abel")
    selection = Selection.objects.get(pk=selection.pk)
    assert selection.state == "invited"
    window = roster.agreed(present, selection, "tess")
    assert fresh(window).state == "scheduled"
    present.wait(hours=1)
    present.strike(window)
    window = fresh(window)
    assert window.state == "open"
    catch_up(present)
    assert window_access(present.people["tess"].pk, window, present.now) == ()
    present.act(partner, "suspend", "ira", reason="An unknown device.")
    codes = [one.code for one in window_access(present.people["tess"].pk, window, present.now)]
    assert codes == ["partner_not_active"]
