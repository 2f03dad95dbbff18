"""The CUI marking of a window: set by a records officer, on every page of it, burned into what is read, recorded."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from designation.artifacts import marks
from designation.artifacts.models import Share
from designation.demo.world import World
from designation.models import Window
from designation.roles import Side
from tests.designation.artifacts.reading import Reader
from tests.designation.walking import catch_up, fresh, refused, request_in, window_in
from workflow import clock
from workflow.models import Entry

AsPerson = Callable[[World, str], Client]
MARKING = "CUI//SP-PROPIN//NOFORN"


def mark(world: World, window: Window, marking: str = MARKING, key: str = "cleo") -> Any:
    made = world.act(window, "mark", key, marking=marking, reason="The category is specified.")
    catch_up(world)
    return made


def step_of(window: Window) -> str:
    return reverse("window_step", args=[window.request.number, window.number, "mark"])


def test_it_is_the_banner_of_every_page_of_the_window(
    present: World, share: Share, eve: Reader, as_person: AsPerson
) -> None:
    window = fresh(share.window)
    page = reverse("window", args=[window.request.number, window.number])
    record = reverse("window_record", args=[window.request.number, window.number])
    dana = as_person(present, "dana")
    assert "CUI//PROPIN | TRADE SECRET" in dana.get(page).content.decode()
    mark(present, window)
    for client, address in (
        *((client, at) for client in (dana, eve.client) for at in (page, record)),
        (eve.client, eve.address()),
        (eve.client, eve.address("share_text")),
    ):
        shown = client.get(address)
        assert shown.status_code == 200
        assert shown.content.decode().count(f"{MARKING} | TRADE SECRET") >= 2, address


def test_it_is_burned_into_every_page_that_is_read(present: World, share: Share, eve: Reader) -> None:
    person = present.people["eve"].pk

    def burned() -> str:
        return marks.mark_of(Share.objects.get(pk=share.pk), person, "ABCDEFGH", clock.now()).banner

    before, plain = burned(), eve.sees().content
    mark(present, fresh(share.window))
    assert (before.split(" | ")[0], burned().split(" | ")[0]) == ("CUI//PROPIN", MARKING)
    answer = eve.sees()
    assert answer.status_code == 200
    assert answer.content != plain


def test_the_text_view_says_it_at_both_ends(present: World, share: Share, eve: Reader) -> None:
    mark(present, fresh(share.window))
    shown = eve.client.get(eve.address("share_text")).content.decode()
    article = shown.partition("<article")[2].partition("</article>")[0]
    assert article.count(f"<strong>{MARKING}") == 2


def test_both_sides_read_in_the_record_who_set_it_and_why(present: World, share: Share) -> None:
    window = fresh(share.window)
    mark(present, window)
    mark(present, window, "CUI//SP-PROPIN//FED ONLY/NOFORN")
    first, second = Entry.objects.filter(event="window.marked").order_by("index")
    assert set(first.sides) == set(second.sides) == {Side.DEVELOPER, Side.GOVERNMENT}
    assert first.log_id == window.log_id
    assert first.details == {"marking": MARKING, "reason": "The category is specified."}
    assert second.details["marking_before"] == MARKING
    assert fresh(window).cui_marking == "CUI//SP-PROPIN//FED ONLY/NOFORN"


@pytest.mark.parametrize("key", ["carl", "dana", "abel", "ravi", "eve", "dora"])
def test_nobody_else_sets_it(present: World, opened: Window, as_person: AsPerson, key: str) -> None:
    assert refused(lambda: mark(present, opened, key=key)) == ("not_your_role",)
    catch_up(present)
    assert as_person(present, key).get(step_of(opened)).status_code == 404


def test_a_marking_above_the_ceiling_or_of_no_form_is_refused_and_kept_in_the_form(
    present: World, opened: Window, as_person: AsPerson
) -> None:
    catch_up(present)
    cleo = as_person(present, "cleo")
    hidden = cleo.get(step_of(opened)).context["hidden"]
    for typed, said in (
        ("SECRET//NOFORN", "This system holds nothing above CUI"),
        ("CUI//NOFORN//NOFORN/PROPIN", "is not a category marking"),
    ):
        answer = cleo.post(step_of(opened), hidden | {"marking": typed, "reason": "Why."})
        assert answer.status_code == 409
        assert said in answer.content.decode()
        assert f'value="{typed}"' in answer.content.decode()
    assert fresh(opened).cui_marking == ""
    answer = cleo.post(step_of(opened), hidden | {"marking": "cui//sp-propin", "reason": "Why."})
    assert (answer.status_code, fresh(opened).cui_marking) == (302, "CUI//SP-PROPIN")


@pytest.mark.parametrize(
    ("state", "allowed"), [("draft", False), ("proposed", True), ("closed", True), ("destroyed", False)]
)
def test_it_is_set_from_the_first_terms_until_the_destruction(
    present: World, state: str, allowed: bool
) -> None:
    window = window_in(present, request_in(present, "covered"), state)
    assert (refused(lambda: mark(present, window)) == ()) is allowed


def test_it_is_not_changed_without_an_entry(present: World, opened: Window) -> None:
    from django.db import DatabaseError, transaction

    with pytest.raises(DatabaseError), transaction.atomic():
        Window.objects.filter(pk=opened.pk).update(cui_marking="CUI")
