"""The pages of windows offer what can be done, lead back to what was begun, and say why nothing more can be."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client

from designation.content.instants import written
from designation.demo.world import World
from designation.models import FrontierModel, Request, Window
from designation.windows import actions as windows
from tests.designation.tabs import Tab
from tests.designation.walking import catch_up, fresh, strike, window_in
from tests.overwriting import overwrite
from workflow import clock
from workflow.models import Deadline

Browser = Callable[[World, str], Client]


@pytest.fixture
def read(present: World, as_person: Browser) -> Callable[..., str]:
    """Return the page of a window, or of a request's windows, as somebody reads it."""

    def page(key: str, request: Request, window: Window | None = None) -> str:
        catch_up(present)
        address = f"/requests/{request.number}/windows/" + (f"{window.number}/" if window else "")
        return str(as_person(present, key).get(address).content.decode())

    return page


Read = Callable[..., str]


@pytest.mark.parametrize("key", ["dana", "carl"])
def test_whoever_may_write_a_draft_finds_the_way_back_to_it(
    covered: Request, read: Read, present: World, key: str
) -> None:
    draft = window_in(present, covered, "draft")
    page = read(key, covered, draft)
    assert f'href="/requests/{covered.number}/windows/{draft.number}/terms/">Go on with the draft<' in page


def test_a_draft_in_which_nothing_was_written_is_taken_up_again(
    present: World, covered: Request, as_person: Browser
) -> None:
    dana = as_person(present, "dana")
    begin = f"/requests/{covered.number}/windows/begin/"
    addresses = [dana.post(begin)["Location"] for _ in range(2)]
    assert addresses[0] == addresses[1]
    dana.post(addresses[0], {"logs": "Both sides see every reading.", "save": "1"})
    assert dana.post(begin)["Location"] != addresses[0]


@pytest.mark.parametrize(("state", "key"), [("proposed", "ravi"), ("countered", "carl")])
def test_nobody_reads_that_nothing_is_asked_of_them_while_something_is(
    present: World, covered: Request, read: Read, state: str, key: str
) -> None:
    page = read(key, covered, window_in(present, covered, state))
    assert "You have nothing to do here now." not in page


def test_who_only_reads_is_asked_nothing(present: World, covered: Request, read: Read) -> None:
    assert "You have nothing to do here now." in read(
        "ada", covered, window_in(present, covered, "open", opens_in=0.1)
    )


def test_an_evaluator_reads_where_access_is_given(present: World, covered: Request, read: Read) -> None:
    window = window_in(present, covered, "open", opens_in=0.1)
    words = "Your access is open. You read artifacts here"
    assert words in read("eve", covered, window)
    assert words not in read("ravi", covered, window)


def test_who_is_suspended_or_not_admitted_yet_does_not_read_that_access_is_open(
    present: World, covered: Request, read: Read
) -> None:
    window = window_in(present, covered, "open", opens_in=0.1)
    present.act(window.grants.get(), "suspend", "sam", reason="An unknown address.")
    assert "Your access is suspended." in read("eve", covered, window)
    eli = windows.nominate(window, actor=present.actor("ravi"), person=present.people["eli"], now=present.now)
    assert "The developer has not concurred yet." in read("eli", covered, window)
    present.act(eli, "concur", "carl")
    assert "You have not accepted the conditions of use." in read("eli", covered, window)
    for key in ("eve", "eli"):
        assert "Your access is open" not in read(key, covered, window)


def test_after_the_thirty_days_no_window_is_offered(present: World, covered: Request, read: Read) -> None:
    window = window_in(present, covered, "open", opens_in=0.1, days=3)
    assert "Draft an access window" in read("dana", covered)
    overwrite(FrontierModel.objects.filter(pk=covered.model_id), planned_partner_release_at=None)
    present.now += timedelta(days=31)
    strike(present, window)
    page = read("dana", covered)
    assert "The 30 days of this model ended" in page
    assert "Draft an access window" not in page


def test_after_the_partner_release_the_way_out_is_named(
    present: World, covered: Request, read: Read, as_person: Browser
) -> None:
    release = fresh(covered.model).planned_partner_release_at
    clock.advance(release - clock.now() + timedelta(minutes=1))
    page = read("carl", covered)
    assert "has passed, and a window ends before it. The developer can move the release later" in page
    assert ">Move the partner release later<" in page
    assert "Draft an access window" not in page
    overview = as_person(present, "dana").get(f"/requests/{covered.number}/").content.decode()
    assert "You may propose an access window" not in overview


@pytest.mark.parametrize(
    ("state", "kind", "says"),
    [
        ("proposed", "expiry", "The terms of an access window can be signed until"),
        ("scheduled", "opening", "An access window opens"),
        ("open", "closing", "The access window closes"),
    ],
)
def test_the_request_says_what_happens_next_to_its_window(
    present: World, covered: Request, as_person: Browser, state: str, kind: str, says: str
) -> None:
    window = window_in(present, covered, state)
    catch_up(present)
    due = Deadline.objects.get(subject_id=window.pk, kind=kind, state="running").due_at
    page = as_person(present, "dana").get(f"/requests/{covered.number}/").content.decode()
    assert f"{says} {written(due)}." in page


def test_terms_that_are_sent_twice_are_proposed_once(
    present: World, covered: Request, as_person: Browser
) -> None:
    window = window_in(present, covered, "draft")
    catch_up(present)
    tab = Tab(as_person(present, "carl"), f"/requests/{covered.number}/windows/{window.number}/terms/")
    opens = (clock.now() + timedelta(days=3)).replace(second=0, microsecond=0)
    typed = {
        "opens_at": opens.isoformat(),
        "ends_at": (opens + timedelta(days=9)).isoformat(),
        "logs": "Both sides see every reading.",
        "retention": "Destroyed within 10 days.",
        "nondisclosure": "Need to know.",
    }
    tab.type(**typed).send()
    answers = [tab.send(sign="1") for _ in range(2)]
    assert [answer.status_code for answer in answers] == [302, 302]
    assert fresh(window).state == "proposed"
    assert window.versions.count() == 1
