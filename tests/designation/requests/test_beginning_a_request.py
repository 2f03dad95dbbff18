"""Beginning a request: what is wrong with a codename stands at its field, and a double click begins one draft."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client

from designation.demo.world import World
from designation.models import FrontierModel, Request
from tests.designation.tabs import field, summary
from tests.designation.walking import request_in
from workflow import clock

AsPerson = Callable[[World, str], Client]
BEGIN = "/requests/begin/"
NEW = {"model": "new", "codename": "Juniper"}


@pytest.mark.parametrize(("codename", "says"), [
    (" ", "Give the new model a codename."),
    ("larkspur", "Your organization has a model of this codename already."),
    ("SECRET//NOFORN", "above CUI"),
    ("Juni\u043fer", "Type it in one alphabet."),
])  # fmt: skip
def test_what_is_wrong_with_a_codename_stands_at_its_field(
    present: World, as_person: AsPerson, codename: str, says: str
) -> None:
    request_in(present, "withdrawn")
    answer = as_person(present, "sam").post(BEGIN, {"model": "new", "codename": codename})
    assert says in field(answer, "codename")
    assert 'href="#id_codename"' in summary(answer)
    assert FrontierModel.objects.count() == 1


def test_the_codename_of_a_new_model_is_not_called_optional(present: World, as_person: AsPerson) -> None:
    page = as_person(present, "dana").get(BEGIN)
    assert "(optional)" not in field(page, "codename")
    assert "Only for a new model." in field(page, "codename")


def test_the_same_form_sent_twice_begins_one_draft(present: World, as_person: AsPerson) -> None:
    dana = as_person(present, "dana")
    first, second = dana.post(BEGIN, NEW), dana.post(BEGIN, NEW)
    assert first.status_code == 302
    assert second["Location"] == first["Location"]
    about = {"model": str(FrontierModel.objects.get().pk)}
    assert dana.post(BEGIN, about)["Location"] == first["Location"]
    assert Request.objects.count() == 1


def test_somebody_elses_draft_is_not_ones_own(present: World, as_person: AsPerson) -> None:
    as_person(present, "dana").post(BEGIN, NEW)
    answer = as_person(present, "sam").post(BEGIN, NEW)
    assert "Your organization has a model of this codename already." in field(answer, "codename")


def test_a_minute_later_it_is_another_draft(present: World, as_person: AsPerson) -> None:
    dana = as_person(present, "dana")
    dana.post(BEGIN, NEW)
    clock.advance(timedelta(minutes=1))
    dana.post(BEGIN, {"model": str(FrontierModel.objects.get().pk)})
    assert Request.objects.count() == 2
