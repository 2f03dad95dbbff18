"""An error at a field says what to do, in every form of ours and in those of signing in."""

from collections.abc import Callable
from html import unescape
from typing import Any

import pytest
from django import forms
from django.test import Client

from designation.demo.world import World
from designation.models import Request
from designation.people.forms import DelegateForm, RoleForm
from designation.web.fields import OTHER_YEAR, DayField, EasternTimeField, NumberField
from tests.designation.tabs import Tab
from tests.designation.walking import at_present, fresh, request_in

AsPerson = Callable[[World, str], Client]
CHOICES = [("a", "A")]
GONE = "This cannot be chosen. Choose one of those shown."


@pytest.mark.parametrize(
    ("field", "typed", "words"),
    [
        (forms.CharField(), "", "Fill this in."),
        (forms.CharField(max_length=3), "abcde", "Shorten this to 3 characters; it has 5."),
        (forms.CharField(), "a\0", "Take out the characters that cannot be shown."),
        (forms.ChoiceField(choices=CHOICES), "", "Choose one."),
        (forms.ChoiceField(choices=CHOICES), "b", GONE),
        (forms.MultipleChoiceField(choices=CHOICES), [], "Choose at least one."),
        (forms.MultipleChoiceField(choices=CHOICES), ["b"], GONE),
        (forms.BooleanField(), False, "Tick this to go on."),
        (forms.EmailField(), "nia@", "Give a whole email address, for example name@agency.example."),
        (DayField(), "soon", "Enter a day, for example 12/18/2026."),
        (DayField(), "12/18/26", "Enter a day, for example 12/18/2026."),
        (DayField(), "0026-12-18", OTHER_YEAR),
        (EasternTimeField(), "9999-12-31T23:59", OTHER_YEAR),
        (EasternTimeField(), "12/31/9999 23:00", OTHER_YEAR),
        (EasternTimeField(), "0001-01-01T00:00+05:00", OTHER_YEAR),
        (EasternTimeField(), "0026-12-18T17:00", OTHER_YEAR),
        (forms.FileField(), None, "Choose a file."),
        (NumberField(min_value=1, max_value=30), "31", "Enter a whole number from 1 to 30."),
        (NumberField(min_value=1, max_value=30), "0", "Enter a whole number from 1 to 30."),
        (NumberField(min_value=1, max_value=30), "1e", "Enter a whole number from 1 to 30."),
        (NumberField(min_value=1, max_value=30), "3-", "Enter a whole number from 1 to 30."),
        (NumberField(min_value=1, max_value=30), "x", "Enter a whole number from 1 to 30."),
        (NumberField(min_value=1, max_value=30), "", "Fill this in."),
        (EasternTimeField(), "soon", "Enter a day and a time, for example 12/18/2026, 5:00 p.m."),
        (EasternTimeField(), "2026-03-08T02:30", "The clocks change at this hour. Choose another."),
        (EasternTimeField(), "2026-11-01T01:30", "The clocks change at this hour. Choose another."),
    ],
)
def test_each_kind_of_field_says_what_to_do(field: forms.Field, typed: Any, words: str) -> None:
    with pytest.raises(forms.ValidationError) as refused:
        field.clean(typed)
    assert refused.value.messages == [words]


@pytest.mark.parametrize(
    "example", ["12/18/2026, 5:00 p.m.", "12/18/2026 5:00 PM", "12/18/2026 17:00", "2026-12-18T17:00"]
)
def test_the_example_of_a_time_is_taken(example: str) -> None:
    assert EasternTimeField().clean(example).isoformat() == "2026-12-18T17:00:00-05:00"


def test_a_choice_among_rows_says_so_too() -> None:
    for form, name in ((RoleForm, "office"), (DelegateForm, "to")):
        field = form.base_fields[name]
        assert field.error_messages["required"] == "Choose one."
        assert field.error_messages["invalid_choice"] == GONE


def test_signing_in_says_so_and_that_passwords_are_not_kept(db: None) -> None:
    page = Client().post("/accounts/login/", {"login": "", "password": ""}).content.decode()
    assert page.count("Fill this in.") == 4
    assert "What you typed is kept, but not passwords." in page


def test_changing_the_password_keeps_nothing_and_says_so(present: World, as_person: AsPerson) -> None:
    page = (
        as_person(present, "dana").post("/accounts/password/change/", {"oldpassword": "x"}).content.decode()
    )
    assert "Passwords are not kept." in page
    assert "What you typed is kept" not in page


@pytest.fixture
def draft(demo_world: World) -> Request:
    return request_in(at_present(demo_world), "draft")


def test_a_text_that_is_too_long_comes_back_whole_with_what_to_do(
    demo_world: World, draft: Request, as_person: AsPerson
) -> None:
    client, text = as_person(demo_world, "dana"), "a b " * 1499 + "last"
    section = Tab(client, f"/requests/{draft.number}/application/capabilities/").type(evaluations=text)
    page = unescape(section.send().content.decode())
    assert "Shorten this to 4000 characters; it has 6000." in page
    assert f"{text}</textarea>" in page
    passing = section.autosave()
    assert passing.status_code == 409
    assert "Shorten this to 4000 characters" in passing.json()["message"]
    assert fresh(draft).answers["evaluations"] == draft.answers["evaluations"]


def test_an_answer_that_cannot_be_saved_in_passing_says_why(demo_world: World, as_person: AsPerson) -> None:
    request = request_in(at_present(demo_world), "clarification_requested")
    address = f"/requests/{request.number}/questions/{request.questions.get().pk}/"
    answer = as_person(demo_world, "dana").post(
        address, {"answer": "a" * 4001, "seen": ""}, headers={"X-Autosave": "1"}
    )
    assert answer.status_code == 409
    assert answer.json()["message"] == "Your answer: Shorten this to 4000 characters; it has 4001."
