"""Closures on their pages: who enters and signs them, what is said, and what bad input gets."""

from collections.abc import Callable
from datetime import date

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from designation.demo.world import World
from designation.models import Closure
from designation.people.actions import appointments
from designation.policies import actions as policies
from designation.roles import Role
from tests.designation.policies.test_two_editors_sign_a_version import colleague

from .closing import ahead, clock_of, closed, due_on, worked_off
from .conftest import hidden

AsPerson = Callable[[World, str], Client]
MOST_QUERIES = 12


def entered(client: Client, day: date, source: str = "Executive Order 14999") -> str:
    answer = client.post("/policies/closures/new/", {"day": day.isoformat(), "source": source}, follow=True)
    return str(answer.content.decode())


def signed(client: Client, closure: Closure) -> str:
    address = f"/policies/closures/{closure.pk}/activate/"
    form = hidden(client.get(address).content.decode())
    return str(client.post(address, form, follow=True).content.decode())


def test_an_editor_enters_a_closure_and_two_sign_it(present: World, as_person: AsPerson) -> None:
    paul, petra = as_person(present, "paul"), as_person(present, "petra")
    row = clock_of(present, 3)
    expected = ahead(present, 4)
    assert 'href="/policies/closures/"' in paul.get("/policies/").content.decode()
    said = entered(paul, ahead(present, 3))
    assert "You proposed the closure." in said
    assert "Executive Order 14999" in said
    closure = Closure.objects.get()
    page = petra.get(f"/policies/closures/{closure.pk}/activate/").content.decode()
    assert "Executive Order 14999" in page
    assert "business day later" in page
    assert "A second person, of another office" in signed(paul, closure)
    assert "Take my signature back" in paul.get(f"/policies/closures/{closure.pk}/").content.decode()
    after = signed(petra, closure)
    assert "Signed by Paul Renner (Policy)" in after
    assert "Signed by Petra Voss (Directorate)" in after
    assert "In force" in paul.get("/policies/closures/").content.decode()
    worked_off()
    assert due_on(row) == expected


def test_two_editors_of_one_office_do_not_suffice(present: World, as_person: AsPerson) -> None:
    colleague(present)
    entered(as_person(present, "paul"), ahead(present, 3))
    closure = Closure.objects.get()
    signed(as_person(present, "paul"), closure)
    assert "Somebody of another office has to sign" in signed(as_person(present, "pia"), closure)
    assert Closure.objects.get().state == "proposed"


def test_bad_input_is_refused_and_kept(present: World, as_person: AsPerson) -> None:
    paul = as_person(present, "paul")
    said = entered(paul, date(2020, 7, 1), "Snow in Washington")
    assert "Enter a day after today (Eastern Time)." in said
    assert "Snow in Washington" in said
    assert "SECRET//NOFORN" in entered(paul, ahead(present, 3), "SECRET//NOFORN")
    assert not Closure.objects.exists()
    answer = paul.post("/policies/closures/new/", {"day": "soon", "source": "Snow in Washington"})
    assert "Enter a day, for example 12/18/2026." in answer.content.decode()
    assert "Snow in Washington" in answer.content.decode()


def test_a_discarded_closure_frees_its_day(present: World, as_person: AsPerson) -> None:
    paul = as_person(present, "paul")
    entered(paul, ahead(present, 3))
    first = Closure.objects.get()
    assert "proposed already" in entered(paul, ahead(present, 3))
    address = f"/policies/closures/{first.pk}/discard/"
    paul.post(address, hidden(paul.get(address).content.decode()))
    entered(paul, ahead(present, 3))
    assert list(Closure.objects.order_by("state").values_list("state", flat=True)) == [
        "discarded",
        "proposed",
    ]


def test_officials_read_closures_and_developers_do_not(present: World, as_person: AsPerson) -> None:
    closure = closed(present, ahead(present, 3))
    for address in ("/policies/closures/", f"/policies/closures/{closure.pk}/"):
        assert "An order" in as_person(present, "rosa").get(address).content.decode()
        assert as_person(present, "dana").get(address).status_code == 404
    assert as_person(present, "rosa").get("/policies/closures/new/").status_code == 404


def test_a_proposed_closure_is_a_task_of_the_editors(present: World, as_person: AsPerson) -> None:
    appointments.propose(
        present.people["petra"], actor=present.actor("nora"), role=Role.REVIEWER, now=present.now
    )
    policies.enter_closure(
        day=ahead(present, 3), source="An order", actor=present.actor("paul"), now=present.now
    )
    assert "Sign or discard a closure of offices" in as_person(present, "petra").get("/").content.decode()


def test_the_pages_ask_the_database_little(present: World, as_person: AsPerson) -> None:
    paul = as_person(present, "paul")
    for day in range(3, 9):
        closed(present, ahead(present, day))
    closure = policies.enter_closure(
        day=ahead(present, 12), source="An order", actor=present.actor("paul"), now=present.now
    )
    present.act(closure, "activate", "petra")
    for address in (
        "/policies/closures/",
        "/policies/closures/new/",
        f"/policies/closures/{closure.pk}/",
        f"/policies/closures/{closure.pk}/activate/",
    ):
        paul.get(address)
        with CaptureQueriesContext(connection) as asked:
            assert paul.get(address).status_code == 200
        assert len(asked) <= MOST_QUERIES, (address, [one["sql"] for one in asked])
