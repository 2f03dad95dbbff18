"""A signer of a side can recuse themselves from one selection.

After that, they find nothing of the selection. The rest of the request stays open to them.
"""

from collections.abc import Callable
from functools import partial
from typing import Any

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse

from designation.demo import roster
from designation.demo.world import World
from designation.models import Partner, Party, Recusal, Request, Selection, Window
from tests.designation.walking import appoint, fresh, refused, window_in
from workflow import outbox
from workflow.models import Entry, Personal

As = Callable[[World, str], Client]
REASON = "My brother runs this hospital."


@pytest.fixture
def named(soon: Request, present: World) -> Request:
    """The request, with a proposed window that names the agencies, so that their officials take part in it."""
    window_in(present, soon, "proposed", opens_in=0.01, days=0.02)
    return soon


SIDES = [("abel", "recuse", "government"), ("carl", "recuse_developer", "developer")]


@pytest.mark.parametrize(("key", "step", "side"), SIDES)
def test_the_recused_neither_sign_nor_read_and_keep_the_rest(
    present: World, named: Request, hospital: Partner, as_person: As, key: str, step: str, side: str
) -> None:
    other = "carl" if key == "abel" else "abel"
    selection = roster.proposed(present, named, hospital, key=other)
    bank = roster.activated(present, "brett", "abel", **roster.BANK)
    beside = roster.proposed(present, named, bank, key=other)
    client = as_person(present, key)
    page = client.get(reverse("selection", args=[selection.number]))
    form = reverse("selection_step", args=[selection.number, step])
    assert form in page.content.decode()
    posted = client.post(form, {"reason": REASON}, follow=True)
    assert posted.redirect_chain[-1][0] == reverse("desk")

    assert client.get(reverse("selection", args=[selection.number])).status_code == 404
    assert refused(lambda: present.act(selection, "concur", key))
    assert refused(lambda: present.act(selection, "object_to", key, reason="No."))
    pages = ("desk", "requests"), ("board", "record", "record_bundle", "selection_propose")
    addresses = [reverse(name) for name in pages[0]]
    addresses += [reverse(name, args=[named.number]) for name in pages[1]]
    text = "".join(_text(client.get(address)) for address in addresses)
    assert named.number in text
    assert beside.number in text
    assert selection.number not in text
    assert hospital.name not in text
    assert client.get(reverse("selection", args=[beside.number])).status_code == 200
    present.act(beside, "concur", key)


@pytest.mark.parametrize(("key", "step", "side"), SIDES)
def test_the_own_side_alone_learns_of_it(
    present: World, named: Request, hospital: Partner, as_person: As, key: str, step: str, side: str
) -> None:
    selection = roster.proposed(present, named, hospital)
    present.act(selection, step, key, reason=REASON)
    entry = Entry.objects.get(log=selection.log_id, event="selection.recused")
    assert entry.sides == [side]
    assert Personal.objects.get(log=selection.log_id, index=entry.index, name="declaration").value == REASON
    reader, stranger = ("vera", "dana") if side == "government" else ("dana", "vera")
    address = reverse("selection", args=[selection.number])
    assert "was recused" in _text(as_person(present, reader).get(address))
    text = _text(as_person(present, stranger).get(address))
    assert "was recused" not in text
    assert REASON not in text


def test_a_reason_is_asked_for(present: World, soon: Request, hospital: Partner) -> None:
    selection = roster.proposed(present, soon, hospital)
    assert "reason_missing" in refused(lambda: present.act(selection, "recuse", "abel", reason=" "))


def test_only_those_who_sign_for_a_side_recuse_themselves_here(
    present: World, soon: Request, hospital: Partner
) -> None:
    selection = roster.proposed(present, soon, hospital)
    steps = (("dana", "recuse_developer"), ("ravi", "recuse"), ("carl", "recuse"), ("tess", "recuse"))
    asked = [partial(present.act, selection, step, key, reason=REASON) for key, step in steps]
    assert [refused(ask) for ask in asked] == [("not_your_role",)] * len(steps)


def test_the_recused_find_nothing_of_the_early_access_that_begins_later(
    present: World, soon: Request, hospital: Partner, as_person: As
) -> None:
    appoint(present, "vera", "reviewer")
    selection = roster.proposed(present, soon, hospital)
    present.act(selection, "recuse", "vera", reason=REASON)
    present.act(selection, "concur", "abel")
    window = roster.agreed(present, fresh(selection), "tess")
    _finds_no_window(window, as_person(present, "vera"))
    assert as_person(present, "ravi").get(_address(window)).status_code == 200


@pytest.mark.parametrize(("key", "step"), [("abel", "recuse"), ("carl", "recuse_developer")])
def test_the_recused_leave_the_early_access_that_is_under_way(
    present: World, early: Window, as_person: As, key: str, step: str
) -> None:
    if key == "abel":
        appoint(present, "abel", "reviewer")
    client = as_person(present, key)
    assert client.get(_address(early)).status_code == 200
    present.act(Selection.objects.get(window=early), step, key, reason=REASON)
    _finds_no_window(early, client)
    for name in ("artifacts", "accesses"):
        assert "Teton" not in _text(client.get(reverse(name, args=[early.request.number])))
    assert refused(lambda: present.act(early, "suspend", key, reason="An unknown address."))


def test_a_party_of_the_request_that_changes_brings_nobody_back(
    present: World, soon: Request, hospital: Partner
) -> None:
    selection = roster.proposed(present, soon, hospital)
    present.act(selection, "recuse", "abel", reason=REASON)
    present.act(soon, "recuse", "rosa")
    present.act(selection, "amend", "carl", conditions=selection.conditions)
    assert not Party.objects.filter(matter=selection.log_id, person=present.people["abel"]).exists()
    assert Recusal.objects.filter(matter=selection.log_id).count() == 1


def test_the_recused_get_no_mail_not_even_what_was_queued_before(
    present: World, soon: Request, hospital: Partner
) -> None:
    selection = roster.proposed(present, soon, hospital)
    present.act(selection, "recuse", "abel", reason=REASON)
    while outbox.deliver():
        pass
    told = {address for one in mail.outbox if selection.number in one.body for address in one.to}
    assert told == {"vera@nsa.example"}


def _text(response: Any) -> str:
    streaming = getattr(response, "streaming", False)
    body = b"".join(response.streaming_content) if streaming else response.content
    return str(body.decode())


def _address(window: Window) -> str:
    return reverse("window", args=[window.request.number, window.number])


def _finds_no_window(window: Window, client: Client) -> None:
    assert client.get(_address(window)).status_code == 404
    assert str(window.number) not in _text(client.get(reverse("my_windows")))
    assert str(window.number) not in _text(client.get(reverse("board", args=[window.request.number])))
