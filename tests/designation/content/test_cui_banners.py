"""CUI banners are read in the form of 32 CFR 2002.20, put in order, and refused with a sentence that says why."""

import pytest

from designation.content.cui import LONGEST, NotABanner, banner
from designation.requests.matter import LEGENDS
from designation.vault.rendering.messages import MOST_BANNER


@pytest.mark.parametrize(
    ("typed", "written"),
    [
        ("CUI", "CUI"),
        ("controlled", "CONTROLLED"),
        ("CUI//PROPIN", "CUI//PROPIN"),
        ("cui // sp-propin // noforn", "CUI//SP-PROPIN//NOFORN"),
        ("CUI//NOFORN", "CUI//NOFORN"),
        ("CUI//PRVCY/SP-PROPIN/CTI/SP-EXPT", "CUI//SP-EXPT/SP-PROPIN/CTI/PRVCY"),
        ("CUI//PROPIN/PROPIN//NOFORN/FED ONLY", "CUI//PROPIN//FED ONLY/NOFORN"),
        ("CUI//PROPIN//REL TO USA, GBR, AUS", "CUI//PROPIN//REL TO USA, GBR, AUS"),
        ("CUI//DISPLAY ONLY GBR", "CUI//DISPLAY ONLY GBR"),
    ],
)
def test_a_banner_is_written_in_its_regular_form(typed: str, written: str) -> None:
    assert banner(typed) == written
    assert banner(written) == written


@pytest.mark.parametrize(
    ("typed", "why"),
    [
        ("", "Begin with CUI"),
        ("PROPIN", "Begin with CUI"),
        ("SECRET//NOFORN", "Begin with CUI"),
        ("CUI//", "Write the categories"),
        ("CUI////NOFORN", "Write the categories"),
        ("CUI//PROPIN//NOFORN//FEDCON", "Write the categories"),
        ("CUI//PROPIN/", "Separate items"),
        ("CUI//SECRET", "not a category marking"),
        ("CUI//SP-TS", "not a category marking"),
        ("CUI//PROPIN//NOFORM", "not a dissemination control"),
        ("CUI//NOFORN//PROPIN", "not a category marking"),
        ("CUI//PROPIN//REL TO GBR", "not a dissemination control"),
        ("CUI//PROPIN//NOFORN/REL TO USA, GBR", "NOFORN excludes"),
        ("CUI//PROPIN//NOFORN/RELIDO", "NOFORN excludes"),
        ("CUI//<b>", "not a category marking"),
        ("CUI//ПРОПИН", "not a category marking"),
        (f"CUI//{'/'.join(['PROPIN'] * 30)}", "Shorten"),
    ],
)
def test_anything_else_is_refused_with_a_reason(typed: str, why: str) -> None:
    with pytest.raises(NotABanner, match=why):
        banner(typed)


def test_the_longest_banner_fits_with_every_legend_into_the_line_of_a_page() -> None:
    assert len(" | ".join(["x" * LONGEST, *LEGENDS.values()])) <= MOST_BANNER
