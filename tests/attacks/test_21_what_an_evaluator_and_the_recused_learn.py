"""Attack 21: learn of a matter one is recused from, or of more of it than is one's own, by a count, a list or a mail."""

import pytest
from django.core import mail

from designation.actions import windows
from designation.demonstration import World
from designation.models import Party, Request
from tests.attacks.conftest import Browser, statuses
from tests.designation.walking import RECOMMENDATION, fresh, ready, request_in, terms, window_in
from workflow import outbox
from workflow.errors import Refused
from workflow.models import Message

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
    assert Message.objects.filter(log=request.log_id, audience="intake", state="queued").exists()
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
    world.act(request, "recuse", "eve")
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


def test_an_evaluator_sees_their_window_and_nothing_of_the_deliberation(
    world: World, browser_of: Browser
) -> None:
    request = request_in(world, "covered")
    window = window_in(world, request, "open", opens_in=0.1)
    other = window_in(world, request, "proposed", opens_in=25, days=3)
    world.act(request, "seek_reconsideration", "dana", new_information="Newer facts.")
    world.act(request, "accept", "ines", lead=str(world.people["rosa"].pk))
    for row, key in zip(
        request.consultations.filter(state="open").order_by("office__name"), ("cora", "omar"), strict=True
    ):
        world.act(row, "object", key, reason="Objection in words.")
    world.act(request, "recommend", "rosa", **RECOMMENDATION | {"outcome": "not_covered"})
    client = browser_of("eve")
    base = f"/requests/{request.number}/"
    assert set(
        statuses(
            client, [base, f"{base}windows/", f"{base}windows/{window.number}/", f"{base}record/"]
        ).values()
    ) == {200}
    closed = [
        f"{base}application/", f"{base}questions/", f"{base}review/", f"{base}windows/{other.number}/",
        f"{base}windows/{other.number}/terms/1/", f"{base}consultations/{request.consultations.first().pk}/concur/",
    ]  # fmt: skip
    assert set(statuses(client, closed).values()) == {404}
    assert set(statuses(client, closed, "post").values()) == {404}
    pages = [base, f"{base}recent/", f"{base}windows/", f"{base}record/", "/", "/requests/"]
    seen = "".join(client.get(page).content.decode() for page in pages)
    assert request.number not in client.get("/review/").content.decode()
    for secret in (
        "ecommended",
        "Rosa Keller",
        "bjected",
        "Objection",
        "Newer facts",
        "determining official",
        "AR-1",
    ):
        assert secret not in seen, secret
    assert f"windows/{other.number}/" not in seen


def test_an_evaluator_reads_no_other_evaluators_entries(world: World, browser_of: Browser) -> None:
    request = request_in(world, "covered")
    window = window_in(world, request, "open", opens_in=0.1)
    grant = ready(world, window, "eli")
    page = browser_of("eve").get(f"/requests/{request.number}/record/").content.decode()
    assert "Eli Park" not in page
    assert grant.pseudonym not in page


def test_who_is_no_party_any_more_is_out_at_once(world: World, browser_of: Browser) -> None:
    request = request_in(world, "covered")
    window = window_in(world, request, "open", opens_in=0.1)
    eve = browser_of("eve")
    address = f"/requests/{request.number}/windows/{window.number}/"
    assert eve.get(address).status_code == 200
    world.act(window.grants.get(), "end", "sam")
    assert eve.get(address).status_code == 404
    assert request.number not in eve.get("/").content.decode()


def test_terms_that_name_no_agency_involve_nobody(world: World) -> None:
    request = request_in(world, "covered")
    window = window_in(world, request, "draft")
    opens = world.wait(days=2)
    before = set(Party.objects.filter(matter=request.log_id).values_list("person", flat=True))
    for strangers in (["other"], ["nsa", "other"]):
        named = [str(world.organisations[key].pk) for key in strangers]
        content = terms(
            world, opens=opens.replace(year=opens.year + 1), ends=opens.replace(year=opens.year + 1)
        ) | {"agencies": named}
        with pytest.raises(Refused) as refused:
            world.act(window, "propose", "carl", terms=content)
        assert "unknown_agency" in refused.value.codes
    assert set(Party.objects.filter(matter=request.log_id).values_list("person", flat=True)) == before
    assert Request.objects.get(pk=request.pk).windows.get().state == "draft"
