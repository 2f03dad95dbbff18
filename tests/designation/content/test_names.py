"""Names: one form, visible letters, and no two that only look the same."""

import pytest

from designation.content.names import latin_name, mailbox, plain_address, plain_name, readable_name
from workflow.guards import Pass, Refusal


def code(verdict: Pass | Refusal) -> str:
    return verdict.code if isinstance(verdict, Refusal) else ""


def test_names_have_one_form() -> None:
    assert plain_name("  Ｐolicy \u00a0 Office\n") == "Policy Office"


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Dana Ortiz", ""),
        ("Zoë O’Neill-Łukasiewicz", ""),
        ("Дарья Иванова", ""),
        ("山田 太郎", ""),
        ("علی‌رضا", ""),
        ("ශ්‍රී ලාල්", ""),
        ("Office of Native Hawaiʻi Affairs", ""),
        ("Qurʼan", ""),
        ("Da\u200dna", "name_invisible"),
        ("علی\u200c", "name_invisible"),
        ("", "name_missing"),
        ("--", "name_missing"),
        ("Go to https://evil.example/login at once", "name_is_a_link"),
        ("evil.example/login", "name_is_a_link"),
        ("J. R. Smith, Jr.", ""),
        ("Dana\u202eOrtiz", "name_invisible"),
        ("Da\u200bna", "name_invisible"),
        ("D\u0430na", "name_mixed"),
        ("D\u03b1na", "name_mixed"),
    ],
)
def test_a_persons_name_is_readable(name: str, expected: str) -> None:
    assert code(readable_name(name)) == expected


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Red Team 2", ""),
        ("Office of Native Hawaiʻi Affairs", ""),
        ("Qurʼan Office", ""),
        ("Иванова", "name_not_latin"),
        ("", "name_missing"),
    ],
)
def test_offices_and_organizations_are_named_in_latin_letters(name: str, expected: str) -> None:
    assert code(latin_name(name)) == expected


def test_an_address_holds_plain_letters() -> None:
    assert code(plain_address("dana@hr.example")) == ""
    assert code(plain_address("d\u0430na@hr.example")) == "address_not_plain"


def test_what_stands_behind_a_plus_sign_is_the_same_mailbox() -> None:
    assert mailbox("dana+two@hr.example") == mailbox("dana@hr.example")
