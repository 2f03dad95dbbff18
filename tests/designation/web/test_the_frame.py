"""What stands around every page, and the pages for everybody."""

import pytest
from django.template.loader import render_to_string
from django.test import Client, RequestFactory

from designation import declarations
from designation.people.frame import SignedInPerson, navigation
from designation.roles import Role
from designation.web.access import Rule, access_of


def signed(*roles: str, side: str = "government") -> SignedInPerson:
    return SignedInPerson(
        "Dana Ortiz", "dana@na.example", "Intake", "National Agency", side, frozenset(roles)
    )


def labels(*roles: str) -> list[str]:
    return [item["label"] for item in navigation(signed(*roles), "/")]


def test_the_menu_shows_only_what_one_may_open() -> None:
    assert navigation(None, "/") == []
    assert "People" in labels(Role.ADMINISTRATOR)
    assert "People" not in labels(Role.REVIEWER)
    assert set(labels()) <= {"My desk"}


def test_the_entry_that_leads_here_is_marked() -> None:
    items = navigation(signed(Role.ADMINISTRATOR), "/people/1234/")
    assert [item["label"] for item in items if item["current"]] == ["People"]


def test_the_person_menu_names_roles_in_words() -> None:
    assert signed(Role.REVIEWER, Role.EVALUATOR).roles == ["Reviewer", "Evaluator"]


def test_every_entry_of_the_menu_is_for_somebody() -> None:
    for item in declarations.listed("menu", "MENU"):
        access = access_of(item.url_name)
        assert access.rule == Rule.SIGNED_IN or access.roles


@pytest.mark.django_db
def test_strangers_read_what_this_is_and_is_not(django_assert_num_queries: object) -> None:
    with django_assert_num_queries(0):  # type: ignore[operator]  # a fixture without a public type
        page = Client().get("/about/").content.decode()
    assert "licensing, preclearance or permitting requirement" in page
    assert "Nobody has to take part" in page
    assert "thirty times 24 hours" in page


@pytest.mark.django_db
def test_strangers_read_how_to_check_a_record_in_three_lines() -> None:
    page = Client().get("/ledger/").content.decode()
    commands = page.split("<code>")[1].split("</code>")[0].splitlines()
    assert len(commands) == 3
    assert commands[-1] == "check/bin/python -m workflow.ledger.verify FD-7Q4K-92XM.json"


@pytest.mark.parametrize(
    "forbidden", ["is approved", "is cleared", "is licensed", "is denied", "approve a model"]
)
def test_the_public_page_never_says_that_a_model_is_cleared(forbidden: str) -> None:
    page = render_to_string("web/about.html", {}, RequestFactory().get("/about/")).lower()
    assert forbidden not in page.replace(
        "never say that a model is approved, cleared, licensed or denied", ""
    )


@pytest.mark.parametrize("name", ["400", "403", "403_csrf", "404", "429", "500"])
def test_an_error_page_needs_nothing_and_says_what_to_do(name: str) -> None:
    page = render_to_string(f"{name}.html", {})
    assert "<h1>" in page
    assert 'href="/"' in page
    assert "Nothing was" in page or "nothing was" in page or name in ("404",)


@pytest.mark.django_db
def test_a_form_without_its_token_is_refused_in_plain_words() -> None:
    answer = Client(enforce_csrf_checks=True).post(
        "/accounts/login/", {"login": "a@b.example", "password": "x"}
    )
    assert answer.status_code == 403
    assert "too old to be sent" in answer.content.decode()


def test_the_handling_marking_stands_at_the_top_and_the_bottom() -> None:
    page = render_to_string("base.html", {"heading": "Request", "handling": "CUI//PROPIN"})
    assert page.count("CUI//PROPIN") == 2


def test_developers_read_on_every_page_that_they_can_leave() -> None:
    page = render_to_string(
        "base.html", {"heading": "Request", "voluntary": True, "leave_url": "/requests/x/withdraw/"}
    )
    assert "Taking part is voluntary" in page
    assert 'href="/requests/x/withdraw/"' in page
    assert "Taking part is voluntary" not in render_to_string("base.html", {"heading": "Request"})


def test_a_page_can_be_skipped_to_its_content() -> None:
    page = render_to_string("base.html", {"heading": "Request", "crumbs": [("Requests", "/requests/")]})
    assert '<a class="usa-skipnav" href="#main-content">' in page
    assert 'aria-current="page"><span>Request</span>' in page
