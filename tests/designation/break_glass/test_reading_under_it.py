"""Under emergency access a person reads although they have not accepted the agreement, until the instant it ends."""

from datetime import timedelta

import pytest

from designation.artifacts.models import Share
from designation.demo.world import World
from designation.insider_risk import actions as suspensions
from designation.models import BreakGlass
from designation.windows import window_access
from tests.designation.artifacts.reading import Reader, readings
from tests.designation.break_glass.emergency import asked, codes, ended, later, opened_up
from tests.designation.eligibility.conftest import asks, verified
from tests.designation.walking import fresh, refused
from workflow import clock
from workflow.models import Entry

NOT_ACCEPTED = ["agreement_not_accepted"]


def test_a_request_opens_nothing(present: World, share: Share, requested: BreakGlass) -> None:
    assert codes(present, share) == NOT_ACCEPTED


def test_one_signature_opens_nothing(present: World, share: Share, requested: BreakGlass) -> None:
    present.act(requested, "approve", "abel")
    assert codes(present, share) == NOT_ACCEPTED


def test_two_signatures_open_the_window(present: World, share: Share, access: BreakGlass) -> None:
    assert access.state == "active"
    assert codes(present, share) == []


def test_it_opens_it_to_nobody_else(present: World, share: Share, access: BreakGlass) -> None:
    assert codes(present, share, "eli") == ["not_named"]


def test_it_ends_at_its_instant_though_no_worker_runs(
    present: World, share: Share, access: BreakGlass
) -> None:
    assert access.ends_at is not None
    later(present, access.ends_at - present.now - timedelta(seconds=30))
    assert codes(present, share) == []
    later(present, timedelta(seconds=30))
    assert fresh(access).state == "active"
    assert codes(present, share) == NOT_ACCEPTED


def test_it_ends_when_somebody_ends_it(present: World, share: Share, access: BreakGlass) -> None:
    ended(present, access)
    assert codes(present, share) == NOT_ACCEPTED


def test_the_entry_of_a_reading_says_that_it_was_made_under_it(
    present: World, eve: Reader, share: Share, access: BreakGlass
) -> None:
    assert eve.sees(2).status_code == 200
    assert [page for _who, page in readings(share)] == [2]
    entry = Entry.objects.get(subject_id=share.pk, event="share.page_opened")
    assert entry.details["emergency_access"] == str(access.pk)


def test_the_next_page_is_not_shown_after_it(present: World, eve: Reader, access: BreakGlass) -> None:
    image = eve.image_of(eve.opens(1))
    assert eve.client.get(eve.address("share_standing")).status_code == 204
    ended(present, access)
    assert eve.client.get(eve.address("share_standing")).status_code == 403
    assert eve.client.get(image).status_code == 403
    assert eve.opens(2).status_code == 403


@pytest.mark.parametrize(
    ("subject", "step", "who", "code"),
    [
        ("grant", "suspend", "sam", "grant_suspended"),
        ("window", "suspend", "sam", "window_suspended"),
        ("share", "end", "carl", "share_ended"),
    ],
)
def test_it_bridges_no_suspension(
    present: World, share: Share, access: BreakGlass, subject: str, step: str, who: str, code: str
) -> None:
    subjects = {"grant": access.grant, "window": share.window, "share": share}
    present.act(fresh(subjects[subject]), step, who, reason="An odd hour.")
    assert code in codes(present, share)


def test_it_bridges_no_suspension_of_the_person(present: World, share: Share, access: BreakGlass) -> None:
    suspensions.suspend_person(present.people["eve"], actor=present.actor("ira"), reason="An odd hour.")
    assert codes(present, share) == ["not_eligible", "person_suspended"]


def test_only_declared_conditions_are_bridged(present: World) -> None:
    bridged = window_access.bridged_codes(clock.now())
    assert bridged == {"agreement_not_accepted", "training_expired"}


def test_it_bridges_a_training_that_has_expired_and_none_that_never_was(present: World, share: Share) -> None:
    asks(present, readers_need=["training"])
    assert codes(present, share) == ["training_lacking"]
    assert refused(lambda: asked(present, share.window)) == ("would_not_help",)
    training = verified(present, "eve", "training", expires_at=clock.now() + timedelta(hours=1))
    later(present, training.expires_at - present.now)
    assert codes(present, share) == ["training_expired"]
    access = opened_up(present, asked(present, share.window))
    assert codes(present, share) == []
    ended(present, access)
    assert codes(present, share) == ["training_expired"]


def test_without_the_bridge_nothing_opens(
    present: World, share: Share, access: BreakGlass, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(window_access, "_bridges", [])
    now = clock.now()
    found = window_access.window_access(present.people["eve"].pk, fresh(share.window), now)
    assert [one.code for one in found] == NOT_ACCEPTED
