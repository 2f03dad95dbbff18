"""What is verified about a person decides at each access, in the same SQL for pages, downloads and the watch."""

from __future__ import annotations

from datetime import timedelta

import pytest

from designation.artifacts.may_read import may_download_now, may_read
from designation.artifacts.models import Share
from designation.demo.world import World
from designation.models import Variant
from tests.designation.artifacts.reading import Reader
from tests.designation.eligibility.conftest import asks, entered, verified
from tests.designation.walking import catch_up, fresh
from workflow import clock
from workflow.models import Entry


def codes(world: World, share: Share) -> list[str]:
    """Return the reasons against reading, which Python and the watch over streams give alike."""
    eve = world.people["eve"].pk
    found = [one.code for one in may_read(eve, share.pk, fresh(share.window), clock.now())]
    watched = may_download_now([(eve, share.pk)])[eve, share.pk].reasons
    assert set(found) == set(watched) - {"viewing_only"}
    return found


@pytest.mark.parametrize("kind", ["identity", "training", "clearance"])
def test_what_policy_asks_of_readers(present: World, share: Share, kind: str) -> None:
    assert codes(present, share) == []
    asks(present, readers_need=[kind])
    assert codes(present, share) == [f"{kind}_lacking"]
    value = {"value": "secret"} if kind == "clearance" else {}
    record = entered(present, "eve", kind, **value)
    assert codes(present, share) == [f"{kind}_lacking"]
    present.act(record, "verify", "neil")
    assert codes(present, share) == []
    present.act(record, "end", "neil", reason="It was withdrawn.")
    assert codes(present, share) == [f"{kind}_lacking"]


def test_an_expired_training_stops_the_next_page(present: World, share: Share, eve: Reader) -> None:
    asks(present, readers_need=["training"])
    record = verified(present, "eve", "training", expires_at=clock.now() + timedelta(days=1))
    assert eve.sees().status_code == 200
    picture = eve.image_of(eve.opens(2))
    present.now = record.expires_at
    catch_up(present)
    stopped = eve.client.get(picture)
    assert stopped.status_code == 403
    assert "training" in stopped.content.decode()
    assert fresh(record).state in ("verified", "expired")


def test_the_record_says_that_access_stopped(present: World, share: Share) -> None:
    record = verified(present, "eve", "training")
    before = Entry.objects.filter(log=share.log_id, event="access.stopped").count()
    present.act(record, "end", "neil", reason="It was withdrawn.")
    assert Entry.objects.filter(log=share.log_id, event="access.stopped").count() == before + 1


@pytest.mark.parametrize(
    ("rule", "status", "may"),
    [
        ("us_persons", "", False),
        ("us_persons", "us_person", True),
        ("us_persons", "us_citizen", True),
        ("us_citizens", "us_person", False),
        ("us_citizens", "us_citizen", True),
    ],
)
def test_the_rule_of_a_variant(present: World, share: Share, rule: str, status: str, may: bool) -> None:
    model = share.window.request.model
    production = Variant.objects.get(model=model, name__iexact="production")
    present.act(model, "restrict_variant", "carl", variant_to_restrict=str(production.pk), readers=rule)
    if status:
        verified(present, "eve", "citizenship", value=status)
    assert codes(present, share) == ([] if may else ["variant_restricted"])


def test_the_record_says_whom_the_rule_of_a_variant_stopped(present: World, share: Share) -> None:
    model = share.window.request.model
    production = Variant.objects.get(model=model, name__iexact="production")

    def stops_under(rule: str) -> int:
        present.act(model, "restrict_variant", "carl", variant_to_restrict=str(production.pk), readers=rule)
        return Entry.objects.filter(log=share.log_id, event="access.stopped").count()

    verified(present, "eve", "citizenship", value="us_person")
    assert [stops_under(rule) for rule in ("us_persons", "us_citizens", "us_citizens", "named")] == [
        0,
        1,
        1,
        1,
    ]


def test_the_rule_of_another_variant_does_not_count(present: World, share: Share) -> None:
    model = share.window.request.model
    present.act(model, "add_variant", "dana", name="Other", kind="checkpoint", readers="us_citizens")
    assert codes(present, share) == []


def test_a_conflict_with_the_developer(present: World, share: Share) -> None:
    verified(present, "eve", "conflict", value="holdings", with_whom="Halcyon Research")
    assert codes(present, share) == []
    conflict = verified(present, "eve", "conflict", value="employment", with_whom="MERIDIAN  labs")
    assert codes(present, share) == ["conflict_recorded"]
    present.act(conflict, "end", "neil", reason="The interest was sold.")
    assert codes(present, share) == []
