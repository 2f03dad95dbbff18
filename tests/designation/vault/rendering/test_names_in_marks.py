"""Names are shown in letters that our font has, without controls, wrapped and shortened."""

import pytest

from designation.vault.rendering import marks, names

WIDEST = 18


def fits(line: str) -> bool:
    return len(line) <= WIDEST


@pytest.mark.parametrize(
    "name", ["Zoë Łukasz", "Nguyễn Thị Ánh", "Đorđe Šćepanović", "Αθηνά", "Юлия Ґалаґан"]
)
def test_name_in_a_script_of_ours_is_kept(name):
    assert names.name_or_note(name) == name


def test_every_letter_that_we_call_drawable_is_in_the_font():
    font = marks.font(20)
    absent = bytes(font.getmask("\uffff"))
    letters = [chr(code) for first, last in names.IN_FONT for code in range(first, last + 1)]
    drawn = [letter for letter in letters if names.drawable(letter).strip()]
    assert len(drawn) > 900
    assert [
        letter
        for letter in drawn
        if letter == names.drawable(letter) and bytes(font.getmask(letter)) == absent
    ] == []


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("Dora\u202eWhitfield", "DoraWhitfield"),
        ("\u2067Dora\u2069 \u200bWhitfield\u0000", "Dora Whitfield"),
        ("Dora\nWhitfield\t\u2029II", "Dora Whitfield II"),
        ("e\u0301" + "\u0336" * 50, "é"),
        ("Ｄｏｒａ", "Dora"),
        ("Dora 山", "Dora ?"),
    ],
)
def test_controls_and_foreign_letters_do_not_spoil_the_mark(name, shown):
    assert names.name_or_note(name) == shown


@pytest.mark.parametrize("name", ["山田太郎", "محمد", "", "\u202e", "?"])
def test_name_without_letters_of_ours_is_replaced_by_a_note(name):
    assert names.name_or_note(name) == names.NAME_IN_OTHER_LETTERS


def test_lines_break_between_words_and_inside_long_ones():
    lines = names.wrap("Ana Maria de la Cruz-Wolfeschlegelsteinhausen", fits=fits)
    assert lines == ["Ana Maria de la", "Cruz-Wolfeschlegel", "steinhausen"]


def test_wide_letter_alone_does_not_hang():
    assert names.wrap("WW", fits=lambda line: False) == ["W", "W"]


def test_long_name_is_shortened():
    assert names.shorten(["one", "two", "three"], most=2) == ["one", "tw…"]
    assert names.shorten(["one", "two"], most=2) == ["one", "two"]


def test_time_is_broken_into_even_lines():
    font = marks.font(20)
    lines = marks._even_lines("Fri, Dec 4, 2026, 5:00 p.m. EST", font, font.getlength("n") * WIDEST)
    assert lines == ["Fri, Dec 4, 2026,", "5:00 p.m. EST"]
