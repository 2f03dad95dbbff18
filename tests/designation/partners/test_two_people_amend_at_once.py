"""Two people amend the conditions of one selection: nobody proposes over a change that they have not read."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from designation.demo import roster
from designation.demo.world import World
from designation.models import Partner, Request, Selection
from tests.designation.tabs import Tab, is_signing_page
from tests.designation.walking import fresh

As = Callable[[World, str], Client]
CHANGED = "Somebody changed this while your page was open."


@pytest.fixture
def selection(present: World, soon: Request, hospital: Partner) -> Selection:
    return roster.proposed(present, soon, hospital)


def amending(world: World, selection: Selection, client: Client) -> Tab:
    tab = Tab(client, reverse("selection_amend", args=[selection.number]))
    return tab.type(people=7)


@pytest.mark.parametrize("reached", ["writing", "signing"])
def test_a_change_of_the_other_side_is_read_first(
    present: World, selection: Selection, as_person: As, reached: str
) -> None:
    abel = amending(present, selection, as_person(present, "abel"))
    if reached == "signing":
        assert is_signing_page(abel.send())
    present.act(selection, "amend", "carl", conditions=selection.conditions | {"people": 3})
    answer = abel.send(sign="1") if reached == "signing" else abel.send()
    assert answer.status_code == 409
    assert CHANGED in answer.content.decode()
    assert 'value="7"' in answer.content.decode()
    assert fresh(selection).conditions["people"] == 3
