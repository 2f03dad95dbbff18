"""Moving the partner release on its page: what stands in the way is told at the date that would mend it."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client

from designation.demo.world import World
from designation.models import Request
from tests.designation.tabs import field, summary
from tests.designation.walking import fresh
from workflow.calendars import ZONE

PARTNER, PUBLIC = "partner_release", "public_release"


@pytest.mark.parametrize(("step", "partner", "public", "name", "says"), [
    ("move_release_earlier", 1, 30, PARTNER, "This date is not earlier than the present one."),
    ("move_release_earlier", -5, -6, PUBLIC, "The planned public release cannot come before"),
    ("move_release_later", -1, 30, PARTNER, "This date is not later than the present one."),
])  # fmt: skip
@pytest.mark.parametrize("button", [{}, {"confirm": "1"}], ids=["shown", "confirmed"])
def test_the_reason_stands_at_its_date(
    present: World, covered: Request, as_person: Callable[[World, str], Client],
    step: str, partner: int, public: int, name: str, says: str, button: dict[str, str],
) -> None:  # fmt: skip
    planned = fresh(covered.model).planned_partner_release_at
    dates = {PARTNER: planned + timedelta(days=partner), PUBLIC: planned + timedelta(days=public)}
    sent = {key: f"{at.astimezone(ZONE):%Y-%m-%dT%H:%M}" for key, at in dates.items()}
    answer = as_person(present, "carl").post(f"/requests/{covered.number}/release/{step}/", sent | button)
    assert answer.status_code == 409
    assert says in field(answer, name)
    assert f'href="#id_{name}"' in summary(answer)
    assert fresh(covered.model).planned_partner_release_at == planned


def test_breadcrumbs_lead_back_to_the_request_and_its_windows(
    present: World, covered: Request, as_person: Callable[[World, str], Client]
) -> None:
    answer = as_person(present, "carl").get(f"/requests/{covered.number}/release/move_release_later/")
    crumbs = answer.content.decode().partition("usa-breadcrumb__list")[2].partition("</nav>")[0]
    assert f'href="/requests/{covered.number}/"' in crumbs
    assert f'href="/requests/{covered.number}/windows/"' in crumbs
