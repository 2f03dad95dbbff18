"""Values as a reader would write them, and what changed between two texts."""

from datetime import UTC, date, datetime, timedelta

from designation.templatetags.words import in_groups, share, shown, word_diff


def test_values_are_written_out() -> None:
    assert shown(True) == "Yes"
    assert shown(False) == "No"
    assert "5:00 p.m. EST" in shown(datetime(2026, 12, 18, 22, 0, tzinfo=UTC))
    assert "Fri, Dec 18, 2026" in shown(date(2026, 12, 18))
    assert shown(timedelta(hours=6)) == "6 h"
    assert shown(30) == "30"
    assert shown(["Cyber", "Other"]).count("<li>") == 2


def test_what_was_not_given_says_so() -> None:
    assert all("Not given" in shown(nothing) for nothing in (None, "", []))


def test_text_cannot_bring_markup_into_the_page() -> None:
    assert shown("<b>\nx") == "&lt;b&gt;<br>x"
    change = word_diff("<i>old</i>", "<i>new</i>")
    assert "<i>" not in change["old"] + change["new"]


def test_removed_words_are_marked_left_and_new_words_right() -> None:
    change = word_diff("viewing only", "viewing and downloading")
    assert "<del>" in change["old"]
    assert "only" in change["old"]
    assert "<ins>" in change["new"]
    assert "and downloading" in change["new"]
    assert "<ins>" not in change["old"]
    assert change["old"].startswith("viewing ")


def test_marks_are_also_said_in_words_for_those_who_do_not_see_them() -> None:
    change = word_diff("only", "both")
    assert "[removed: " in change["old"]
    assert "[new: " in change["new"]


def test_equal_texts_carry_no_mark() -> None:
    assert word_diff("the same", "the same") == {"old": "the same", "new": "the same"}


def test_lists_are_compared_item_by_item() -> None:
    change = word_diff(["NSA", "ONCD"], ["CISA", "NSA"])
    assert "removed: </span>ONCD" in change["old"]
    assert "new: </span>CISA" in change["new"]
    assert change["old"].count("<del>") == change["new"].count("<ins>") == 1


def test_texts_that_differ_in_too_many_words_are_marked_as_a_whole() -> None:
    change = word_diff(".," * 2000, ";:" * 2000)
    assert (change["old"].count("<del>"), change["new"].count("<ins>")) == (1, 1)


def test_what_both_begin_and_end_with_is_never_marked() -> None:
    middle = " ".join(f"w{n}" for n in range(2000))
    change = word_diff(f"Same start. {middle} Same end.", f"Same start. {middle[::-1]} Same end.")
    assert change["old"].startswith("Same start. ")
    assert change["new"].endswith(" Same end.")


def test_a_share_of_nothing_is_nothing() -> None:
    assert [share(2, 5), share(9, 5), share(2, 0)] == [40, 100, 0]


def test_a_change_of_blanks_alone_is_not_marked() -> None:
    assert word_diff("a b", "a  b") == {"old": "a b", "new": "a  b"}


def test_a_fingerprint_is_grouped_as_the_program_prints_it_that_checks_bundles() -> None:
    assert in_groups("0123456789abcdef" * 4) == " ".join(["01234567", "89abcdef"] * 4)
