"""Everything that stands against reading a shared artifact, each reason by itself, and nothing else."""

from datetime import timedelta
from typing import Any

import pytest

from designation.artifacts.may_read import OF_SHARES, may_read
from designation.artifacts.models import Artifact, Share
from designation.demo.world import World
from designation.people.actions import appointments
from tests.designation.walking import fresh, refused
from tests.overwriting import overwrite
from workflow import clock
from workflow.guards import CLOCK
from workflow.perform import perform


def codes(world: World, share: Share, key: str = "eve", **later: float) -> list[str]:
    found = may_read(world.people[key].pk, share.pk, fresh(share.window), clock.now() + timedelta(**later))
    return [one.code for one in found]


def test_an_evaluator_who_accepted_the_terms_may_read(present: World, share: Share) -> None:
    assert codes(present, share) == []


def test_somebody_who_is_not_named_may_not(present: World, share: Share) -> None:
    for key in ("eli", "abel", "carl", "dana", "olga"):
        assert codes(present, share, key) == ["not_named"]


def test_a_page_is_recorded_for_nobody_who_may_not_read(present: World, share: Share) -> None:
    page = {"page": 1, "code": "ABCDEFGH"}
    for key in ("eli", "abel", "carl"):
        found = refused(lambda key=key: perform(share, "open_page", actor=present.actor(key), inputs=page))
        assert set(found) & {"not_named", "not_your_role"}, key
    perform(share.window, "suspend", actor=present.actor("sam"), inputs={"reason": "An unknown address."})
    assert refused(lambda: perform(share, "open_page", actor=present.actor("eve"), inputs=page)) == (
        "window_suspended",
    )


@pytest.mark.parametrize("page", [0, 4, -1, "1", None, 1.5])
def test_a_page_that_does_not_exist_is_not_recorded(present: World, share: Share, page: object) -> None:
    asked = {"page": page, "code": "ABCDEFGH"}
    assert refused(lambda: perform(share, "open_page", actor=present.actor("eve"), inputs=asked)) == (
        "no_such_page",
    )


def test_a_share_that_there_is_not_gives_no_access(present: World, share: Share) -> None:
    found = may_read(present.people["eve"].pk, share.window_id, fresh(share.window), clock.now())
    assert [one.code for one in found] == ["not_shared"]


def test_a_share_of_another_window_gives_no_access_in_this_one(present: World, share: Share) -> None:
    from tests.designation.walking import window_in

    other = window_in(present, share.window.request, "proposed", opens_in=15, days=2)
    found = may_read(present.people["eve"].pk, share.pk, other, clock.now())
    assert [one.code for one in found] == ["not_named"]


def test_an_ended_share(present: World, share: Share) -> None:
    perform(share, "end", actor=CLOCK)
    assert codes(present, share) == ["share_ended"]


def test_a_withdrawn_artifact(present: World, share: Share) -> None:
    perform(share.artifact, "withdraw", actor=present.actor("dana"))
    assert codes(present, share) == ["share_ended", "artifact_not_sealed"]


def test_an_artifact_that_is_not_sealed_though_its_share_goes_on(present: World, share: Share) -> None:
    overwrite(Artifact.objects.filter(pk=share.artifact_id), state="withdrawn")
    assert codes(present, share) == ["artifact_not_sealed"]


def test_a_suspended_window(present: World, share: Share) -> None:
    perform(share.window, "suspend", actor=present.actor("sam"), inputs={"reason": "An unknown address."})
    assert codes(present, share) == ["window_suspended"]


def test_a_suspended_person(present: World, share: Share) -> None:
    grant = share.window.grants.get()
    perform(grant, "suspend", actor=present.actor("sam"), inputs={"reason": "An unknown address."})
    assert codes(present, share) == ["grant_suspended"]


def test_a_role_that_ended(present: World, share: Share) -> None:
    role = present.people["eve"].appointments.get(role="evaluator")
    appointments.end(role, actor=present.actor("nora"))
    assert "not_eligible" in codes(present, share) or codes(present, share) == ["not_named"]


def test_the_end_of_the_window_though_nobody_swept(present: World, share: Share) -> None:
    assert codes(present, share, days=30) == ["outside_its_time"]


def test_a_closed_window(present: World, share: Share) -> None:
    perform(share.window, "close", actor=present.actor("carl"))
    assert codes(present, share) == ["not_named"]
    assert fresh(share).state == "ended"


@pytest.mark.parametrize("condition", OF_SHARES, ids=lambda one: one.code)
def test_every_reason_is_a_sentence(condition: Any) -> None:
    assert str(condition.sentence).endswith(".")
