"""Markings in documents: real ones are found, and what papers write in parentheses is not taken for one."""

import time

import pytest

from designation.content.markings import BANNER_LINE, CONTROL, PORTIONS, Found, document_marking, marking_in
from designation.demo.shared import FILES

PROSE = (
    "The model was evaluated on forty tasks with a time limit of eight hours, and it solved most of them.\n"
)


def found(*pages: str) -> str:
    marking = document_marking(pages)
    return marking.form if marking else ""


@pytest.mark.parametrize(
    "line",
    [
        "SECRET",
        "TOP SECRET//SI//NOFORN",
        "  CONFIDENTIAL//REL TO USA, FVEY  ",
        "TS//SI",
        "# SECRET//NOFORN",
        "**TOP SECRET**",
        "> SECRET",
        "| SECRET//NF |",
        "SEC\u200bRET//NOFORN",
        "\uff33\uff25\uff23\uff32\uff25\uff34",
    ],
)
def test_a_banner_line_counts_by_itself(line):
    assert document_marking(["\n", f"{PROSE}{line}\r\n{PROSE}"]) == Found(BANNER_LINE, 2)


@pytest.mark.parametrize(
    "text",
    [
        "Page 3 SECRET//NOFORN of 12",
        "marked SECRET // REL TO USA",
        "the annex (S//NF) describes it",
        "(TS//SI//NF) The annex",
        "see (C//REL TO USA, FVEY)",
    ],
)
def test_a_control_marking_counts_anywhere(text):
    assert found(PROSE + text + "\n" + PROSE) == CONTROL


@pytest.mark.parametrize(
    "text",
    [
        "(U) This paragraph is open.\n\n(S) This paragraph is not.\n",
        "(C) The first paragraph.\n\n(C) The second paragraph.\n",
        "1. (U) Purpose. To say why.\n2. (S) Method. To say how.\n",
        "- (U) First point\n- (TS) Second point\n",
        "# (U) A heading\n\n**(S)** Text in a paragraph.\n",
        f"(CUI) {PROSE}(S) {PROSE}",
        "   a. (S) “Quoted” text.\n   b. (U) 12 more.\n",
    ],
)
def test_marks_of_several_portions_count(text):
    assert found(text) == PORTIONS


def test_portions_are_counted_over_pages():
    assert document_marking(["(U) First page.\n", PROSE, "(S) Third page.\n"]) == Found(PORTIONS, 3)


@pytest.mark.parametrize(
    "text",
    [
        "(C) One mark alone in a paper.\n",
        "(C) 2024 Meridian Labs. All rights reserved.\n\n(C) Copyright 2023 The Authors.\n",
        "Copyright (C) 2024 Meridian Labs\nCopyright (c) 2023 Others\n© 2022\n",
        "Table 1 (C) shows the results.\n\nTable 2 (S) shows others.\n",
        "(S) = sulfur\n(C) = carbon\n",
        "(S): solved\n(C): correct\n",
        "(a) first\n(b) second\n(c) third\n\n(c) third again\n",
        "(A) Twelve\n(B) Fifteen\n(C) Eighteen\n(D) Twenty\n\n(A) One\n(B) Two\n(C) Three\n",
        "(Q) Question\n(R) Rest\n(S) Solution\n\n(R) Rest\n(S) Solution\n",
        "Figure 2: (A) Loss. (B) Accuracy.\n(C) Robustness.\n\nFigure 3: (A) Loss. (B) Accuracy.\n(C) Cost.\n",
        "(S)-2-methylbutane and (R)-2-methylbutane.\n",
        "(C) holds for all of them.\n\n(S) holds as well.\n",
        "(U) Everything is open.\n\n(U) This too.\n\n(CUI) And this is within the ceiling.\n",
        "It is a secret key. The SECRET of success is CONFIDENTIAL advice.\n",
        "UNCLASSIFIED//FOUO\n",
        "CONFIDENTIAL COMMERCIAL INFORMATION\n",
        "Set SECRET_KEY = https://x.example//CONFIDENTIAL\n",
    ],
)
def test_what_papers_write_is_no_marking(text):
    assert found(text) == ""


def test_a_wrapped_line_starts_no_portion():
    line = "as we show for every model that meets the condition of equation 7, which we call the condition"
    following = "(C) Models that do not are left out of the table that follows, and so are their makers"
    assert found(f"{line}\n{following}\n" * 4) == ""
    assert found(f"{line}.\n{following}.\n" * 4) == PORTIONS


def test_the_demonstration_s_card_is_not_marked():
    assert document_marking([(FILES / "larkspur-card.md").read_text()]) is None


def test_nothing_is_read_after_what_decides():
    def pages():
        yield "SECRET\n"
        pytest.fail("The second page was read.")

    assert document_marking(pages()) == Found(BANNER_LINE, 1)


def test_a_document_without_pages_has_no_marking():
    assert document_marking([]) is None
    assert document_marking([""]) is None


@pytest.mark.parametrize(
    "text",
    [
        "SECRET" + "//A" * 100_000 + "!",
        "SECRET//A" + " " * 300_000 + "!",
        "(S//A" * 100_000,
        " " * 500_000 + "x",
        "#" * 500_000,
        "1.1.1.1 " * 60_000,
        "(S) " * 100_000,
        "\n" * 300_000,
    ],
)
def test_hostile_text_takes_no_long_time(text):
    started = time.process_time()
    document_marking([text])
    marking_in(text[:4000])
    assert time.process_time() - started < 5


def test_the_rule_for_typed_text_finds_controls_anywhere():
    assert marking_in("SECRET//NOFORN//X") == "SECRET//NOFORN//X"
    assert marking_in("Read (S//NF) this") == "(S//NF)"
