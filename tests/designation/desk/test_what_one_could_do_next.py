"""Whoever has nothing to do reads of the one thing that they might want to do."""

from datetime import timedelta

from designation.demo.world import World
from designation.models import FrontierModel
from tests.designation.desk.visiting import Browser
from tests.designation.walking import catch_up, request_in, window_in
from tests.overwriting import overwrite

MAY = "you may propose an access window"


def desk(world: World, as_person: Browser, key: str) -> str:
    return as_person(world, key).get("/").content.decode()


def test_a_covered_model_may_have_a_window(present: World, as_person: Browser) -> None:
    request = request_in(present, "covered")
    page = desk(present, as_person, "dana")
    assert f"{request.number} is covered: {MAY}." in page
    assert f'href="/requests/{request.number}/windows/"' in page
    assert MAY not in desk(present, as_person, "hope"), "another developer"


def test_nobody_is_told_who_has_one_or_can_have_none(present: World, as_person: Browser) -> None:
    request = request_in(present, "covered")
    window_in(present, request, "scheduled")
    assert MAY not in desk(present, as_person, "dana")


def test_nor_where_the_release_has_passed(present: World, as_person: Browser) -> None:
    request = request_in(present, "covered")
    overwrite(
        FrontierModel.objects.filter(pk=request.model_id),
        planned_partner_release_at=present.now - timedelta(days=1),
    )
    catch_up(present)
    assert MAY not in desk(present, as_person, "dana")
