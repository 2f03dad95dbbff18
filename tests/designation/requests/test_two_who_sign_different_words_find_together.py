"""Two people who signed different words read each other's, and one of them takes up the other's."""

import re
from collections.abc import Callable

import pytest
from django.test import Client

from designation.demo.world import World
from designation.models import Request
from tests.designation.walking import fresh, request_in
from workflow import clock

HIDDEN = re.compile(r'<input type="hidden" name="(\w+)"(?: value="([^"]*)")?')


class Signer:
    """A person at the page of a determination."""

    def __init__(self, client: Client, request: Request) -> None:
        self.client = client
        self.address = f"/requests/{request.number}/steps/determine_covered/"

    def page(self) -> str:
        return self.client.get(self.address).content.decode()

    def offered(self) -> str:
        """Return the text that the page would sign."""
        return dict(HIDDEN.findall(self.page())).get("sharing_text", "no field")

    def sign(self, text: str) -> int:
        answer = self.client.post(
            self.address, dict(HIDDEN.findall(self.page())) | {"sharing_text": text, "sign": "1"}, follow=True
        )
        return int(answer.status_code)


@pytest.fixture
def request_recommended(demo_world: World) -> Request:
    demo_world.now = clock.now()
    return request_in(demo_world, "recommended")


@pytest.fixture
def signers(
    demo_world: World, request_recommended: Request, as_person: Callable[[World, str], Client]
) -> tuple[Signer, Signer]:
    """The determining official and the records certifier."""
    dora, cleo = (Signer(as_person(demo_world, key), request_recommended) for key in ("dora", "cleo"))
    return dora, cleo


def test_who_changes_the_words_signs_their_own(
    signers: tuple[Signer, Signer], request_recommended: Request
) -> None:
    dora, cleo = signers
    assert dora.sign("Words of Dora.") == 200
    assert cleo.offered() == "Words of Dora."
    assert cleo.sign("Words of Cleo.") == 200
    assert fresh(request_recommended).state == "recommended"


def test_each_reads_what_the_other_signed_and_can_take_it_up(
    signers: tuple[Signer, Signer], request_recommended: Request
) -> None:
    dora, cleo = signers
    dora.sign("Words of Dora.")
    cleo.sign("Words of Cleo.")
    assert (dora.offered(), cleo.offered()) == ("Words of Cleo.", "Words of Dora.")
    for page in (dora.page(), cleo.page()):
        assert "Words of Dora." in page
        assert "Words of Cleo." in page
        assert "These people signed different content." in page
    review = dora.client.get(f"/requests/{request_recommended.number}/review/").content.decode()
    assert "You signed, but others signed something else." in review
    dora.sign("Words of Cleo.")
    assert fresh(request_recommended).sharing_text == "Words of Cleo."


def test_who_waits_for_the_others_is_not_asked_again(
    signers: tuple[Signer, Signer], request_recommended: Request
) -> None:
    dora, _cleo = signers
    dora.sign("Words of Dora.")
    assert dora.offered() == "Words of Dora."
    review = dora.client.get(f"/requests/{request_recommended.number}/review/").content.decode()
    assert "You signed. It now waits for the others" in review
