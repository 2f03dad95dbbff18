"""Terms: versions that never change, who signed which words when, and what the page signs."""

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import DatabaseError, connection, transaction
from django.test import Client

from designation.demo.world import World
from designation.models import Request, TermsSignature, Window
from designation.windows.terms import digest, normal
from tests.designation.walking import fresh, refused, window_in

AsPerson = Callable[[World, str], Client]


def signers(window: Window) -> set[tuple[int, str]]:
    rows = TermsSignature.objects.filter(terms__window=window).values_list("terms__number", "name")
    return set(rows)


def test_each_word_is_a_version_with_its_author_and_side(present: World, covered: Request) -> None:
    window = window_in(present, covered, "countered")
    rows = list(window.versions.values_list("number", "side", "author__name"))
    assert rows == [(1, "developer", "Carl Brandt"), (2, "government", "Ravi Menon")]
    assert signers(window) == {(1, "Carl Brandt")}


def test_who_signed_what_and_when_stands_beside_the_fingerprint(present: World, covered: Request) -> None:
    window = window_in(present, covered, "scheduled")
    assert signers(window) == {(1, "Carl Brandt"), (1, "Abel Ortiz"), (1, "Arno Becker")}
    for signature in window.terms.signatures.all():
        assert signature.digest == digest(window.terms.content) == window.terms.digest
        assert signature.at <= present.now
    sides = dict(window.terms.signatures.values_list("name", "organization__short_name"))
    assert sides == {"Carl Brandt": "Meridian", "Abel Ortiz": "NSA", "Arno Becker": "CISA"}


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE designation_termsversion SET content = '{}'", "UPDATE designation_termsversion SET number = 9",
        "UPDATE designation_termssignature SET name = 'x'", "DELETE FROM designation_termssignature",
        "DELETE FROM designation_termsversion", "TRUNCATE designation_termssignature",
        "TRUNCATE designation_termsversion CASCADE",
    ],
)  # fmt: skip
def test_what_was_written_and_signed_never_changes(present: World, covered: Request, statement: str) -> None:
    window_in(present, covered, "scheduled")
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


def test_equal_terms_are_equal_whatever_their_order_and_blanks(present: World, covered: Request) -> None:
    window = window_in(present, covered, "proposed")
    content = window.terms.content
    shuffled = {name: content[name] for name in reversed(content)} | {
        "agencies": list(reversed(content["agencies"])), "logs": f"  {content['logs']}\r\n", "unknown": "x",
    }  # fmt: skip
    assert digest(normal(shuffled)) == window.terms.digest
    assert refused(lambda: present.act(window, "counter", "ravi", terms=shuffled)) == ("terms_unchanged",)


def test_the_comparison_shows_what_changed(present: World, covered: Request, as_person: AsPerson) -> None:
    window = window_in(present, covered, "countered")
    for key in ("carl", "ravi", "abel"):
        page = as_person(present, key).get(f"/requests/{covered.number}/windows/1/terms/2/").content.decode()
        assert "10" in "".join(re.findall(r"(?s)<del\b.*?</del>", page))
        assert "30" in "".join(re.findall(r"(?s)<ins\b.*?</ins>", page))
    assert as_person(present, "carl").get(f"/requests/{covered.number}/windows/1/terms/9/").status_code == 404
    assert window.terms.number == 2


def test_beside_the_comparison_stands_what_the_reader_can_answer(
    present: World, covered: Request, as_person: AsPerson
) -> None:
    window_in(present, covered, "countered")
    base = f"/requests/{covered.number}/windows/1/"
    carl, dana = as_person(present, "carl"), as_person(present, "dana")
    page = carl.get(f"{base}terms/2/").content.decode()
    assert f'href="{base}steps/accept_terms/"' in page
    assert f'href="{base}terms/"' in page
    earlier = carl.get(f"{base}terms/1/").content.decode()
    assert "steps/accept_terms/" not in earlier
    assert f'href="{base}terms/2/"' in earlier
    assert "What you can do" not in dana.get(f"{base}terms/2/").content.decode()


def test_the_developer_signs_the_counter_and_the_government_then_approves(
    present: World, covered: Request
) -> None:
    window = window_in(present, covered, "countered")
    assert "wrong_state" in refused(lambda: present.act(window, "approve", "abel"))
    present.act(window, "accept_terms", "carl")
    for key in ("abel", "arno"):
        present.act(window, "approve", key)
    assert fresh(window).state == "scheduled"
    assert signers(window) == {(1, "Carl Brandt"), (2, "Carl Brandt"), (2, "Abel Ortiz"), (2, "Arno Becker")}


def test_a_counter_is_revised_by_a_third_version(present: World, covered: Request) -> None:
    window = window_in(present, covered, "countered")
    present.act(window, "revise", "carl", terms=window.terms.content | {"retention": "20 days."})
    assert (fresh(window).state, fresh(window).terms.number) == ("proposed", 3)


def test_only_a_certifying_officer_signs_for_the_developer(present: World, covered: Request) -> None:
    window = window_in(present, covered, "countered")
    for key in ("dana", "sam", "ravi"):
        assert "not_your_role" in refused(lambda key=key: present.act(window, "accept_terms", key))


def test_signing_asks_for_a_fresh_proof_of_who_one_is(present: World, covered: Request) -> None:
    from workflow.perform import perform

    window = window_in(present, covered, "proposed")
    stale = replace(present.actor("abel"), authenticated_at=present.now - timedelta(hours=1))
    assert "sign_in_again" in refused(lambda: perform(window, "approve", actor=stale, now=present.now))
