"""Terms are written on one page and signed on the next, which shows them as they will be recorded."""

from typing import Any

from designation.models import Window
from tests.designation.tabs import is_signing_page
from tests.designation.walking import fresh
from tests.designation.windows.conftest import Open


def test_terms_are_shown_before_they_are_signed(
    draft: Window, opened: Open, complete: dict[str, Any]
) -> None:
    carl = opened("carl", draft)
    assert not is_signing_page(carl.page)
    read = carl.type(**complete).send()
    page = read.content.decode()
    assert is_signing_page(read)
    assert fresh(draft).state == "draft"
    assert fresh(draft).draft_terms["logs"] == complete["logs"], "what was written is kept"
    for name in ("logs", "retention", "nondisclosure"):
        assert complete[name] in page
    assert "version 1 of the terms" in page
    assert carl.send(sign="1").status_code == 302
    assert fresh(draft).state == "proposed"


def test_enter_in_a_field_of_the_terms_signs_nothing(
    draft: Window, opened: Open, complete: dict[str, Any]
) -> None:
    carl = opened("carl", draft).type(**complete)
    carl.send()  # what Enter in a text field sends: the form without the button that signs
    assert fresh(draft).state == "draft"
