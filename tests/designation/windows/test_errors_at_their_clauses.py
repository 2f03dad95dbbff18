"""What a rule refuses about a clause stands at its field, tied to the control, and in the summary as a link."""

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from designation.demo.world import World
from designation.models import Window
from tests.designation.tabs import Tab, field, summary
from tests.designation.walking import fresh, window_in
from tests.designation.windows.conftest import Open
from workflow import clock


def at(days: float) -> str:
    return (clock.now() + timedelta(days=days)).replace(second=0, microsecond=0).isoformat()


def dated(typed: dict[str, Any]) -> dict[str, Any]:
    """What is typed, with days from now as instants."""
    return {name: at(value) if isinstance(value, int) else value for name, value in typed.items()}


def stands_at(answer: Any, name: str, words: str) -> None:
    """The sentence stands at the field, ties itself to the control, and is reached from the summary."""
    group = field(answer, name)
    assert re.search(rf'id="id_{name}_error">.*{re.escape(words)}', group), group
    assert re.search(rf'aria-describedby="[^"]*id_{name}_error', group)
    assert re.search(rf'href="#id_{name}(_0)?">[^<]+</a> {re.escape(words)}', summary(answer))


@pytest.mark.parametrize(
    ("name", "typed", "words"),
    [
        ("logs", {"logs": ""}, "This clause is empty."),
        ("access_mode", {"access_mode": ""}, "This clause is empty."),
        ("agencies", {"agencies": []}, "Name at least one agency."),
        ("opens_at", {"opens_at": ""}, "Say when the window opens."),
        ("ends_at", {"ends_at": ""}, "Say when the window ends."),
        ("ends_at", {"ends_at": 1}, "The window has to open before it ends."),
        ("opens_at", {"opens_at": -1}, "The window has to open in the future."),
        (
            "ends_at",
            {"ends_at": 40},
            "The window has to end within 30 days of the model's first opening.",
        ),
        ("ends_at", {"opens_at": 70, "ends_at": 80}, "The window has to end by the planned release"),
        ("retention", {"retention": "(TS) Kept."}, "This text carries the marking “(TS)”."),
        ("note", {"note": "(S//NF) See."}, "This text carries the marking “(S//NF)”."),
    ],
)
def test_a_refusal_about_a_clause_stands_at_its_field(
    draft: Window, opened: Open, complete: dict[str, Any], name: str, typed: dict[str, Any], words: str
) -> None:
    answer = opened("carl", draft).type(**complete | dated(typed)).send()
    assert answer.status_code == 409
    assert fresh(draft).state == "draft"
    stands_at(answer, name, words)
    assert summary(answer).count("<li>") == 1


def test_each_empty_clause_is_named_at_its_own_field(draft: Window, opened: Open) -> None:
    answer = opened("carl", draft).send()
    for name in ("logs", "retention", "nondisclosure"):
        stands_at(answer, name, "This clause is empty.")
    stands_at(answer, "opens_at", "Say when the window opens.")
    assert "usa-error-message" not in field(answer, "reading")


def test_a_marking_in_every_text_is_told_at_every_text(
    draft: Window, opened: Open, complete: dict[str, Any]
) -> None:
    marked = {"logs": "SECRET//NOFORN", "retention": "TOP SECRET"}
    answer = opened("carl", draft).type(**complete | marked).send()
    for name, text in marked.items():
        stands_at(answer, name, f"This text carries the marking “{text}”.")


@pytest.mark.parametrize(("key", "state"), [("ravi", "proposed"), ("carl", "countered")])
def test_both_sides_read_it_at_the_clause(
    present: World, draft: Window, opened: Open, key: str, state: str
) -> None:
    window = window_in(present, draft.request, state)
    answer = opened(key, window).type(ends_at=at(60), logs="").send()
    stands_at(answer, "ends_at", "The window has to end within 30 days")
    stands_at(answer, "logs", "This clause is empty.")


def test_an_overlap_stands_at_the_opening(
    present: World, draft: Window, opened: Open, complete: dict[str, Any]
) -> None:
    opened("carl", draft).type(logs="Both sides see every reading.").autosave()
    window_in(present, draft.request, "scheduled", opens_in=2, days=20)
    answer = opened("carl", draft).type(**complete).send()
    stands_at(answer, "opens_at", "Another window of this model covers part of this time.")


def test_what_is_about_no_clause_stands_in_the_summary_alone(
    draft: Window, opened: Open, complete: dict[str, Any]
) -> None:
    opened("carl", draft).type(**complete).sign()
    answer = opened("ravi", draft).sign()
    assert "These terms are the same as the present version." in summary(answer)
    assert "usa-form-group--error" not in answer.content.decode()


def test_a_wrong_password_stands_at_its_field(
    present: World, draft: Window, as_person: Callable[[World, str], Client], complete: dict[str, Any]
) -> None:
    client = Client()
    client.force_login(present.people["carl"])
    tab = Tab(client, reverse("window_terms", args=[draft.request.number, draft.number]))
    tab.type(**complete).send()
    answer = tab.type(password="not it").send(sign="1")
    stands_at(answer, "password", "That is not your password.")
    assert fresh(draft).draft_terms["logs"] == complete["logs"]
