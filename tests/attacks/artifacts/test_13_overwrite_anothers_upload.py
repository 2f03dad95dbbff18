"""Attack 13: overwrite, read or remove another's file through the resumable endpoint, as anybody of its request.

Only the person who began an upload can use its address, with any method. Everybody else gets 404, colleagues too.
"""

import pytest

from designation.models import Request
from tests.attacks.conftest import Browser
from tests.designation.artifacts.uploads.tus import MIB, PIECE, Tus, content_of

VERBS = ("HEAD", "PATCH", "DELETE", "OPTIONS", "GET", "POST", "PUT")
OTHERS = ("carl", "sam", "ravi", "eve", "cora", "hope", "olga", "maya")


@pytest.fixture
def dana(covered: Request, browser_of: Browser) -> Tus:
    """The drafter, who uploads to a covered request."""
    return Tus(browser_of("dana"), covered)


@pytest.mark.parametrize("key", OTHERS)
def test_nobody_else_finds_an_upload(dana: Tus, browser_of: Browser, key: str) -> None:
    address = dana.begun(MIB)
    other = Tus(browser_of(key), dana.request)
    headers = {"Upload_Offset": 0, "Content_Type": PIECE}
    found = {verb: other.send(verb, address, content_of(MIB), **headers).status_code for verb in VERBS}
    assert found == dict.fromkeys(VERBS, 404)
    assert dana.offset(address) == 0
