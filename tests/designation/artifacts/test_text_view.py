"""Where the terms allow it, a page is read as text, with the mark in words, and recorded before it is shown."""

from __future__ import annotations

import re
from collections.abc import Callable
from html import unescape
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client

from designation.artifacts import actions
from designation.artifacts.models import Share
from designation.artifacts.page_text import paragraphs
from designation.artifacts.views import text_view
from designation.demo import shared as demonstration
from designation.demo.world import World
from designation.models import Grant, Request, Window
from tests.designation.artifacts.reading import Reader, readings
from tests.designation.walking import catch_up, refused, window_in
from workflow.guards import CLOCK
from workflow.models import Entry
from workflow.perform import perform

AsPerson = Callable[[World, str], Client]


def reads(eve: Reader, page: int | str = 1) -> HttpResponse:
    return eve.client.get(eve.address("share_text"), {"page": page})


def words(answer: HttpResponse) -> str:
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", answer.content.decode())).split())


def last_entry(eve: Reader) -> Entry:
    return Entry.objects.filter(subject_id=eve.share.pk).order_by("-index")[0]


def test_a_page_is_shown_as_paragraphs_with_the_mark_at_both_ends(eve: Reader, present: World) -> None:
    answer = reads(eve, 2)
    assert answer.status_code == 200
    assert "no-store" in answer["Cache-Control"]
    shown = words(answer)
    article = answer.content.decode().partition("<article")[2].partition("</article>")[0]
    assert "All results are single attempts at temperature 0.6." in shown
    assert article.count("<p dir=") > 2
    code = last_entry(eve).details["code"]
    name = present.people["eve"].name
    for part in (code, name, "<strong>TRADE SECRET</strong>", "<strong>CUI//PROPIN"):
        assert article.count(part) == 2
        assert article.find(part) < article.find("All results") < article.rfind(part)


def test_it_is_recorded_as_text_before_it_is_shown(eve: Reader, monkeypatch: pytest.MonkeyPatch) -> None:
    before, read = [], text_view._text

    def counting(*args: Any) -> str:
        before.append(len(readings(eve.share)))
        return read(*args)

    monkeypatch.setattr(text_view, "_text", counting)
    reads(eve, 3)
    reads(eve, 3)
    assert before == [1, 2]
    entry = last_entry(eve)
    assert (entry.details["page"], entry.details["shown_as"]) == (3, "text")
    assert entry.actor == str(Grant.objects.get(window=eve.share.window).pk)


def test_a_picture_of_a_page_is_not_recorded_as_text(eve: Reader) -> None:
    eve.sees(1)
    assert "shown_as" not in last_entry(eve).details


def test_the_access_feed_tells_text_from_pictures(eve: Reader, present: World, as_person: AsPerson) -> None:
    eve.sees(1)
    reads(eve, 1)
    reads(eve, 2)
    request = eve.share.window.request
    feed = words(as_person(present, "dana").get(f"/requests/{request.number}/accesses/"))
    assert "opened the text of pages 1 to 2 of" in feed
    assert "opened page 1 of" in feed


def test_to_ask_for_the_headers_records_and_shows_nothing(eve: Reader) -> None:
    assert eve.client.head(eve.address("share_text")).content == b""
    assert readings(eve.share) == []


@pytest.mark.parametrize(("asked", "shown"), [("0", 1), ("2", 2), ("99", 3), ("x", 1), ("", 1)])
def test_a_page_that_does_not_exist_leads_to_the_nearest(eve: Reader, asked: str, shown: int) -> None:
    assert f"Page {shown} of 3" in words(reads(eve, asked))
    assert readings(eve.share)[-1][1] == shown


def test_pages_lead_to_each_other_and_to_the_picture(eve: Reader) -> None:
    html = reads(eve, 2).content.decode()
    assert 'rel="prev" href="?page=1"' in html
    assert 'rel="next" href="?page=3"' in html
    assert f'href="{eve.address()}?page=2"' in html
    assert f'href="{eve.address("share_text")}?page=2"' in eve.opens(2).content.decode()
    assert 'rel="next"' not in reads(eve, 3).content.decode()


@pytest.fixture
def without_text(present: World, covered: Request, as_person: AsPerson) -> Reader:
    """The evaluator of a window whose terms do not allow the text view."""
    window = window_in(present, covered, "open", opens_in=0.01, days=10, text_view="no")
    report = demonstration.uploaded(present, covered, "larkspur-report.pdf", "Model report")
    share = actions.share(report, window, actor=present.actor("carl"), now=present.now)
    catch_up(present)
    return Reader(as_person(present, "eve"), share)


def test_terms_that_do_not_allow_it_refuse_it(without_text: Reader, present: World) -> None:
    answer = reads(without_text)
    assert answer.status_code == 403
    assert "The terms of this window do not allow the text view." in words(answer)
    assert "Larkspur is a mixture" not in words(answer)
    asked = {"page": 1, "code": "ABCDEFGH", "as_text": True}
    share = without_text.share
    assert refused(lambda: perform(share, "open_page", actor=present.actor("eve"), inputs=asked)) == (
        "no_text_view",
    )
    assert readings(share) == []


def test_no_link_leads_where_it_is_not_allowed(without_text: Reader) -> None:
    viewer = without_text.opens(1)
    assert viewer.status_code == 200
    assert without_text.address("share_text") not in viewer.content.decode()


def test_whoever_may_not_read_pages_may_not_read_text(
    eve: Reader, present: World, as_person: AsPerson
) -> None:
    for key in ("abel", "carl"):
        answer = reads(Reader(as_person(present, key), eve.share))
        assert answer.status_code == 403
        assert "You are not named as an evaluator of this window." in words(answer)
    assert reads(Reader(as_person(present, "olga"), eve.share)).status_code == 404
    perform(eve.share, "end", actor=CLOCK)
    answer = reads(eve)
    assert answer.status_code == 403
    assert "stopped sharing" in words(answer)
    assert readings(eve.share) == []


def test_access_that_ends_while_text_is_read_shows_nothing(
    eve: Reader, monkeypatch: pytest.MonkeyPatch
) -> None:
    read = text_view._text

    def slowly(*args: Any) -> str:
        found = read(*args)
        perform(eve.share, "end", actor=CLOCK)
        return found

    monkeypatch.setattr(text_view, "_text", slowly)
    answer = reads(eve)
    assert answer.status_code == 403
    assert "Larkspur is a mixture" not in words(answer)


def shared(present: World, opened: Window, file: str) -> Share:
    artifact = demonstration.uploaded(present, opened.request, file, "Another file")
    made = actions.share(artifact, opened, actor=present.actor("carl"), now=present.now)
    catch_up(present)
    return made


def test_a_picture_says_that_it_has_no_text(eve: Reader, present: World, opened: Window) -> None:
    answer = reads(Reader(eve.client, shared(present, opened, "larkspur-refusals.png")))
    assert answer.status_code == 200
    assert text_view.NO_TEXT in words(answer)


def test_markdown_is_read_as_text(eve: Reader, present: World, opened: Window) -> None:
    answer = reads(Reader(eve.client, shared(present, opened, "larkspur-card.md")))
    assert "Larkspur model card" in words(answer)
    assert "LiveCodeBench | pass at 1 | 61.2" in words(answer)


def test_without_a_renderer_it_says_so(eve: Reader, settings: Any) -> None:
    settings.RENDERER_SOCKET = ""
    answer = reads(eve)
    assert answer.status_code == 503
    assert "cannot be shown now" in words(answer)


def test_lines_of_a_pdf_are_joined_to_paragraphs() -> None:
    full = "This is a line of the length that lines have in this doc\x02\r\nument, and so is the next"
    page = f"1. Summary\r\n{full}\r\n{full}\r\nuntil it ends.\r\n\u202e{full}\r\nthe end."
    joined = "This is a line of the length that lines have in this document, and so is the next"
    assert paragraphs(page, "pdf") == [
        "1. Summary",
        f"{joined} {joined} until it ends.",
        f"[U+202E]{joined} the end.",
    ]
    assert paragraphs("a\nb\n\n  c\n\n\nd", "text") == ["a\nb", "  c", "d"]
