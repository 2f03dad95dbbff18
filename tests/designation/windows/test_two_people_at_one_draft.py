"""Two people at one draft of terms: neither overwrites the other unseen, and nobody signs what they have not read."""

from typing import Any

import pytest

from designation.demo.world import World
from designation.models import Window
from tests.designation.tabs import field, is_signing_page, summary
from tests.designation.walking import fresh, window_in
from tests.designation.windows.conftest import Open


def test_the_same_clause_by_two_people_shows_both_texts(draft: Window, opened: Open) -> None:
    dana, carl = opened("dana", draft), opened("carl", draft)
    assert dana.type(logs="Dana's words").autosave().status_code == 200
    answer = carl.type(logs="Carl's words").send(save="1")
    assert answer.status_code == 409
    assert "Dana's words" in field(answer, "logs")
    assert "Carl's words</textarea>" in field(answer, "logs")
    assert fresh(draft).draft_terms["logs"] == "Dana's words"


def test_whoever_came_second_decides_once_they_saw_both(draft: Window, opened: Open) -> None:
    dana, carl = opened("dana", draft), opened("carl", draft)
    dana.type(logs="Dana's words").autosave()
    carl.type(logs="Carl's words").send(save="1")
    assert carl.send(save="1").status_code == 302
    assert fresh(draft).draft_terms["logs"] == "Carl's words"


def test_saving_in_passing_says_what_the_other_wrote_and_changes_nothing(draft: Window, opened: Open) -> None:
    dana, carl = opened("dana", draft), opened("carl", draft)
    dana.type(logs="Dana's words").autosave()
    answer = carl.type(logs="Carl's words", retention="Carl's retention").autosave()
    assert answer.status_code == 409
    assert "Dana's words" in answer.json()["message"]
    kept = fresh(draft).draft_terms
    assert (kept["logs"], kept["retention"]) == ("Dana's words", "Carl's retention")


def test_a_choice_of_the_other_is_told_in_words(present: World, draft: Window, opened: Open) -> None:
    dana, carl = opened("dana", draft), opened("carl", draft)
    dana.type(agencies=[str(present.organizations["oncd"].pk)]).autosave()
    answer = carl.type(agencies=[str(present.organizations["cisa"].pk)]).send(save="1")
    assert "Office of the National Cyber Director" in field(answer, "agencies").split("usa-checkbox")[0]


def test_choices_that_one_left_alone_are_not_ones_own_whatever_their_order(
    draft: Window, opened: Open
) -> None:
    dana, carl = opened("dana", draft), opened("carl", draft)
    both = dana.typed["agencies"]
    assert len(both) == 2
    dana.type(agencies=both[:1]).autosave()
    assert carl.type(logs="Carl's words", agencies=both[::-1]).autosave().status_code == 200
    assert fresh(draft).draft_terms["agencies"] == both[:1]


def test_a_draft_that_another_changed_meanwhile_is_read_again_before_it_is_signed(
    draft: Window, opened: Open, complete: dict[str, Any]
) -> None:
    carl = opened("carl", draft).type(**complete)
    dana = opened("dana", draft)
    dana.type(permitted_uses="Dana narrowed this.").autosave()
    answer = carl.send()
    assert answer.status_code == 409
    assert fresh(draft).state == "draft"
    assert "Somebody else changed this clause" in field(answer, "permitted_uses")
    assert "Dana narrowed this.</textarea>" in field(answer, "permitted_uses")
    assert complete["logs"] in field(answer, "logs")
    assert carl.sign().status_code == 302
    signed = fresh(draft)
    assert signed.state == "proposed"
    assert signed.terms.content["permitted_uses"] == "Dana narrowed this."
    assert signed.terms.content["logs"] == complete["logs"]


@pytest.mark.parametrize("changed", ["permitted_uses", "note"])
def test_what_another_changed_while_the_signing_page_was_open_is_read_before_it_is_signed(
    draft: Window, opened: Open, complete: dict[str, Any], changed: str
) -> None:
    carl = opened("carl", draft).type(**complete)
    assert is_signing_page(carl.send())
    assert opened("dana", draft).type(**{changed: "Dana changed this."}).autosave().status_code == 200
    answer = carl.send(sign="1")
    assert answer.status_code == 409
    assert not is_signing_page(answer)
    assert fresh(draft).state == "draft"
    assert "Dana changed this." in field(answer, changed)
    assert carl.sign().status_code == 302
    signed = fresh(draft).terms
    assert "Dana changed this." in (signed.content["permitted_uses"], signed.covering_note)


def test_what_was_saved_in_passing_meanwhile_does_not_count_as_read(
    draft: Window, opened: Open, complete: dict[str, Any]
) -> None:
    carl, dana = opened("carl", draft), opened("dana", draft)
    dana.type(permitted_uses="Dana narrowed this.").autosave()
    assert carl.type(**complete).autosave().status_code == 200
    assert "Somebody else changed this clause" in field(carl.send(), "permitted_uses")


def test_what_one_changed_oneself_is_signed_at_once(
    draft: Window, opened: Open, complete: dict[str, Any]
) -> None:
    carl = opened("carl", draft)
    carl.type(logs="First").autosave()
    assert carl.type(**complete).sign().status_code == 302
    assert fresh(draft).terms.content["logs"] == complete["logs"]


def test_a_note_is_kept_with_the_draft_and_goes_with_the_version(
    draft: Window, opened: Open, complete: dict[str, Any]
) -> None:
    opened("carl", draft).type(note="Please answer soon.", **complete).send(save="1")
    carl = opened("carl", draft)
    assert carl.typed["note"] == "Please answer soon."
    carl.sign()
    version = fresh(draft).terms
    assert version.covering_note == "Please answer soon."
    assert "note" not in version.content


def test_a_refused_draft_comes_back_as_a_page_with_all_that_was_typed(draft: Window, opened: Open) -> None:
    answer = opened("dana", draft).type(logs="SECRET//NOFORN", retention="Mine").send(save="1")
    assert answer.status_code == 409
    assert "SECRET//NOFORN</textarea>" in field(answer, "logs")
    assert "Mine</textarea>" in field(answer, "retention")
    assert "This system holds nothing above CUI" in field(answer, "logs")
    assert fresh(draft).draft_terms["retention"] == "Mine", "what is right is saved"
    assert fresh(draft).draft_terms["logs"] == ""


@pytest.mark.parametrize("second", ["ravi", "rosa"])
def test_two_counters_at_once_show_both_texts(
    present: World, draft: Window, opened: Open, second: str
) -> None:
    window = window_in(present, draft.request, "proposed")
    one, two = opened("ravi", window), opened(second, window)
    assert one.type(logs="Less.", retention="Ravi's retention").sign().status_code == 302
    present.act(window, "revise", "carl", terms=fresh(window).terms.content | {"nondisclosure": "Carl's."})
    answer = two.type(retention="Another retention").send()
    assert answer.status_code == 409
    assert "Somebody changed this while your page was open" in summary(answer)
    assert "Ravi's retention" in field(answer, "retention").split("<textarea")[0]
    assert "Another retention</textarea>" in field(answer, "retention")
    assert "Carl's.</textarea>" in field(answer, "nondisclosure")
    assert two.sign().status_code == 302
    content = fresh(window).terms.content
    assert [content[n] for n in ("logs", "retention", "nondisclosure")] == [
        "Less.",
        "Another retention",
        "Carl's.",
    ]
