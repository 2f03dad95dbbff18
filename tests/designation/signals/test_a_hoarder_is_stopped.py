"""Whoever opens pages far faster than anybody reads is stopped before the thirtieth page."""

import importlib
from collections.abc import Callable

from django.test import Client

from designation.artifacts.models import Share
from designation.demo.world import World
from designation.models import Case, Grant, Signal
from designation.signals import counting, patterns
from tests.designation.artifacts.reading import Reader, readings
from tests.designation.signals.reading import opens
from tests.designation.walking import refused
from workflow.models import Entry

As = Callable[[World, str], Client]


def grant_of(share: Share) -> Grant:
    return Grant.objects.get(window=share.window)


def test_through_the_real_pages(present: World, eve: Reader) -> None:
    answers = [eve.sees(1 + number % 3).status_code for number in range(26)]
    assert answers == [200] * 25 + [403]  # the last one is recorded, and stopped before it is shown
    viewer = eve.opens(1)
    assert viewer.status_code == 403
    assert "Your access is suspended." in viewer.content.decode()
    assert len(readings(eve.share)) == 26 < 30


def test_an_image_that_was_offered_before_is_refused(present: World, share: Share, eve: Reader) -> None:
    image = eve.image_of(eve.opens(2))
    opens(present, share, 26)
    assert eve.client.get(image).status_code == 403


def test_the_record_says_that_the_clock_stopped_it_and_why(present: World, share: Share) -> None:
    opens(present, share, 26)
    entry = Entry.objects.get(log=share.log_id, event="grant.suspended")
    assert (entry.actor, entry.personal) == ("clock", {})
    assert "A rule stopped access" in entry.details["reason"]
    assert grant_of(share).state == "suspended"


def test_the_reading_that_was_too_much_is_recorded_before_the_stop(present: World, share: Share) -> None:
    opens(present, share, 26)
    newest = Entry.objects.filter(log=share.log_id).order_by("-index").values_list("event", flat=True)[:2]
    assert list(newest) == ["grant.suspended", "share.page_opened"]


def test_the_next_page_is_refused(present: World, share: Share) -> None:
    opens(present, share, 26)
    assert refused(lambda: opens(present, share)) == ("grant_suspended",)


def test_the_limit_itself_is_no_hoarding(present: World, share: Share) -> None:
    opens(present, share, 25)
    assert grant_of(share).state == "active"
    assert not Signal.objects.filter(pattern="bulk").exists()


def test_reading_slowly_is_no_hoarding(present: World, share: Share) -> None:
    opens(present, share, 40, every_s=6)
    assert grant_of(share).state == "active"


def test_it_is_one_signal_and_alone_no_case(present: World, share: Share) -> None:
    opens(present, share, 26)
    signal = Signal.objects.get(pattern="bulk")
    assert (signal.stopped, signal.severity, signal.numbers["pages"]) == (True, "high", 26)
    assert not Case.objects.exists()


def test_whoever_goes_on_after_the_stop_was_lifted_is_stopped_again(present: World, share: Share) -> None:
    opens(present, share, 26)
    for key in ("sam", "abel"):
        present.act(grant_of(share), "resume", key)
    opens(present, share)
    assert grant_of(share).state == "suspended"
    assert Signal.objects.filter(pattern="bulk").count() == 1


def test_the_counters_survive_a_restart(present: World, share: Share) -> None:
    opens(present, share, 25)
    for module in (counting, patterns):
        importlib.reload(module)
    opens(present, share)
    assert grant_of(share).state == "suspended"
