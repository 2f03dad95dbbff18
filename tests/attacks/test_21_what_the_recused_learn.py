"""Attack 21: learn of a matter that one is recused from, by a count, a list, a search or a mail."""

import pytest
from django.core import mail

from designation.demo.world import World
from designation.windows import actions as windows
from tests.attacks.conftest import Browser, statuses
from tests.designation.walking import fresh, ready, request_in, window_in
from workflow import outbox
from workflow.errors import Refused
from workflow.models import Job

PAGES = ("/", "/requests/", "/requests/?q=Larkspur", "/requests/?show=live", "/review/", "/review/?show=mine")


def everything(browser_of: Browser, key: str) -> str:
    client = browser_of(key)
    seen = "".join(client.get(address).content.decode() for address in PAGES)
    return seen.replace('value="Larkspur"', "").replace("q=Larkspur", "")  # what one searches for comes back


@pytest.mark.parametrize("key", ["ravi", "rosa", "dora", "cleo", "ines", "ira"])
def test_who_is_recused_finds_nothing_anywhere(world: World, browser_of: Browser, key: str) -> None:
    request = request_in(world, "recommended")
    assert request.number in everything(browser_of, key)
    world.act(request, "recuse", key)
    seen = everything(browser_of, key)
    assert request.number not in seen
    assert "Larkspur" not in seen
    assert "Ravi Menon</" not in seen.split("Work in hand")[-1] or key == "ravi"
    base = f"/requests/{request.number}/"
    found = statuses(
        browser_of(key),
        [base, f"{base}review/", f"{base}record/", f"{base}record/bundle/", f"{base}questions/"],
    )
    assert set(found.values()) == {404}


def test_the_workload_counts_nothing_that_one_is_recused_from(world: World, browser_of: Browser) -> None:
    request = request_in(world, "in_assessment")
    other = request_in(world, "submitted", "Juniper")
    assert "Ravi Menon" in browser_of("rosa").get("/review/").content.decode()
    world.act(request, "recuse", "rosa")
    seen = browser_of("rosa").get("/review/").content.decode()
    assert "Ravi Menon" not in seen
    assert other.number in seen


def test_the_recused_get_no_mail_not_even_what_was_queued_before(world: World) -> None:
    request = request_in(world, "submitted")
    assert Job.objects.filter(log=request.log_id, inputs__audience="intake", state="queued").exists()
    world.act(request, "recuse", "ines")
    while outbox.deliver():
        pass
    assert not [m for m in mail.outbox if "ines@nsa.example" in m.to and request.number in m.body]


@pytest.mark.parametrize("state", ["nominated", "concurred", "active", "suspended"])
def test_a_recused_evaluator_evaluates_nothing_and_finds_nothing(
    world: World, browser_of: Browser, state: str
) -> None:
    request = request_in(world, "covered")
    window = window_in(world, request, "proposed")
    grant = windows.nominate(window, actor=world.actor("ravi"), person=world.people["eve"], now=world.now)
    if state != "nominated":
        world.act(grant, "concur", "carl")
    if state in ("active", "suspended"):
        world.act(grant, "activate", "eve", conditions=True)
    if state == "suspended":
        world.act(grant, "suspend", "sam", reason="An unknown address.")
    world.act(window, "recuse", "eve")
    assert fresh(grant).state == "ended"
    assert request.number not in everything(browser_of, "eve")
    with pytest.raises(Refused) as refused:
        windows.nominate(window, actor=world.actor("ravi"), person=world.people["eve"], now=world.now)
    assert "not_eligible" in refused.value.codes
    assert world.people["eve"] not in windows.nameable(fresh(window))


def test_the_signature_of_who_is_recused_meanwhile_does_not_count(world: World) -> None:
    window = window_in(world, request_in(world, "covered"), "proposed")
    ready(world, window)
    world.act(window, "approve", "abel")
    world.act(window.request, "recuse", "abel")
    world.act(window, "approve", "arno")
    assert fresh(window).state == "proposed"
