"""Promise 11: an agency is party to a matter for as long as terms name it, and no longer than that."""

from collections.abc import Callable

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse

from designation.demo.world import World
from designation.models import Request, Window
from tests.designation.walking import catch_up, window_in
from tests.designation.windows.dropping import STEPS, deliver, drop, naming
from workflow.models import Job

AsPerson = Callable[[World, str], Client]


@pytest.mark.parametrize("step", STEPS)
def test_the_officials_of_a_dropped_agency_find_nothing_any_more(
    present: World, proposed: Window, as_person: AsPerson, step: str
) -> None:
    number = proposed.request.number
    catch_up(present)
    arno = as_person(present, "arno")
    lists = ["/", "/requests/", f"/requests/?q={proposed.request.model.codename}", "/review/"]
    pages = [
        reverse("request", args=[number]),
        reverse("window", args=[number, 1]),
        reverse("record", args=[number]),
    ]
    assert [arno.get(page).status_code for page in pages] == [200, 200, 200]
    assert number in arno.get("/").content.decode()
    drop(present, proposed, step)
    catch_up(present)
    assert [arno.get(page).status_code for page in pages] == [410, 410, 410]
    assert [page for page in lists if number in arno.get(page).content.decode()] == []


def test_a_dropped_agency_gets_no_mail_not_even_what_was_queued_before(
    present: World, proposed: Window
) -> None:
    assert Job.objects.filter(log=proposed.log_id, event="window.proposed", state="queued").exists()
    drop(present, proposed, "revise")
    deliver()
    told = {address for one in mail.outbox for address in one.to if proposed.request.number in one.body}
    assert "abel@nsa.example" in told
    assert "arno@cisa.example" not in told


@pytest.mark.parametrize("step", ["revise", "counter"])
def test_an_agency_that_is_named_again_comes_back(
    present: World, proposed: Window, as_person: AsPerson, step: str
) -> None:
    drop(present, proposed, step)
    present.act(proposed, "revise", "carl", terms=naming(present, proposed, "nsa", "cisa"))
    catch_up(present)
    assert (
        as_person(present, "arno").get(reverse("window", args=[proposed.request.number, 1])).status_code
        == 200
    )


def test_a_dropped_office_that_is_consulted_stays_as_what_it_is(
    present: World, proposed: Window, as_person: AsPerson
) -> None:
    drop(present, proposed, "revise")
    catch_up(present)
    address = reverse("request", args=[proposed.request.number])
    assert as_person(present, "cora").get(address).status_code == 200
    assert as_person(present, "ravi").get(address).status_code == 200


def test_an_agency_stays_while_another_window_names_it(
    present: World, covered: Request, proposed: Window, as_person: AsPerson
) -> None:
    other = window_in(present, covered, "proposed", opens_in=25, days=2)
    drop(present, proposed, "revise")
    catch_up(present)
    address = reverse("request", args=[covered.number])
    assert as_person(present, "arno").get(address).status_code == 200
    present.act(other, "cancel", "carl")
    assert as_person(present, "arno").get(address).status_code == 410


@pytest.mark.parametrize("state", ["scheduled", "open", "suspended", "closed", "destroyed"])
def test_an_agency_that_signed_stays_while_the_window_is_not_canceled(
    present: World, covered: Request, as_person: AsPerson, state: str
) -> None:
    window_in(present, covered, state, opens_in=0.1)
    other = window_in(present, covered, "proposed", opens_in=25, days=2)
    drop(present, other, "revise")
    catch_up(present)
    assert as_person(present, "arno").get(reverse("window", args=[covered.number, 1])).status_code == 200


def test_what_was_signed_and_then_canceled_involves_nobody(
    present: World, covered: Request, as_person: AsPerson
) -> None:
    window = window_in(present, covered, "scheduled")
    present.act(window, "cancel", "dana")
    catch_up(present)
    assert as_person(present, "arno").get(reverse("request", args=[covered.number])).status_code == 410


def test_who_signed_and_then_declined_can_read_what_they_declined(
    present: World, covered: Request, as_person: AsPerson
) -> None:
    window = window_in(present, covered, "scheduled")
    present.act(window, "decline", "abel", reason="Plans changed.")
    catch_up(present)
    assert as_person(present, "arno").get(reverse("window", args=[covered.number, 1])).status_code == 200
