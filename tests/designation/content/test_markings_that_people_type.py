"""What people type: real markings are refused, and what offices and lawyers write in parentheses is not."""

import pytest

from designation.content.markings import marking_in


@pytest.mark.parametrize(
    "text",
    [
        "Copyright (C) 2026 Example Labs, Inc.",
        "(C) 2026 Example Labs, Inc.",
        "Copyright notice. (C) Copyright 2026 Example Labs",
        "OWNER(S) OF 10 PERCENT: NONE",
        "See appendix (C) for scores.",
        "VARIANT(S)",
        "Legal (C)",
        "Jo (S) Park",
        "a secret key, kept confidential",
        "(U) This is open.\n(CUI) This is controlled.",
    ],
)
def test_ordinary_text_is_no_marking(text: str) -> None:
    assert marking_in(text) == ""


@pytest.mark.parametrize(
    ("text", "marking"),
    [
        ("SECRET//NOFORN", "SECRET//NOFORN"),
        ("Before.\nTOP SECRET\nAfter.", "TOP SECRET"),
        ("(TS) text", "(TS)"),
        ("- (S) a point", "(S)"),
        ("2.1. (C) Purpose", "(C)"),
        ("It is open. (S) This is not.", "(S)"),
        ("the annex (S//NF) describes it", "(S//NF)"),
        ("(1) (S) The source is", "(S)"),
        ("(a) (C) The unit", "(C)"),
        ("(iv) (S) x", "(S)"),
        ("A) (S) x", "(S)"),
        ("1)(S) x", "(S)"),
        ("[1] (S) x", "(S)"),
        ("“(S) The source", "(S)"),
        ("Title (TS)", "(TS)"),
        ("Source(S//NF)", "(S//NF)"),
        ("CONFIDENTIAL", "CONFIDENTIAL"),
        ("CONFIDENTIAL//REL TO USA, FVEY", "CONFIDENTIAL//REL TO USA, FVEY"),
    ],
)
def test_a_marking_is_found(text: str, marking: str) -> None:
    assert marking_in(text) == marking


def test_a_lone_legend_of_the_author_is_kept_and_classified_banners_are_not() -> None:
    assert marking_in("CONFIDENTIAL\nOur trade secret.", own_legend=True) == ""
    assert marking_in("CONFIDENTIAL\nSECRET\n", own_legend=True) == "SECRET"
    assert marking_in("CONFIDENTIAL//REL TO USA, FVEY", own_legend=True).startswith("CONFIDENTIAL//")
