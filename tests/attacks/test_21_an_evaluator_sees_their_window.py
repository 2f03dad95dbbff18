"""Attack 21: an evaluator learns of more of a matter than their own window."""

import pytest

from designation.demo.world import World
from designation.models import Party, Request
from tests.attacks.conftest import Browser, statuses
from tests.designation.walking import ready, recommendation, request_in, terms, window_in
from workflow.errors import Refused


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
    world.act(request, "recommend", "rosa", **recommendation(world) | {"outcome": "not_covered"})
    client = browser_of("eve")
    base = f"/requests/{request.number}/"
    own = f"{base}windows/{window.number}/"
    pages = [own, f"{own}terms/1/", f"{own}record/", "/windows/", "/"]
    assert set(statuses(client, pages).values()) == {200}
    closed = [
        "/requests/", "/review/",
        base, f"{base}recent/", f"{base}windows/", f"{base}record/", f"{base}record/bundle/", f"{base}policy/",
        f"{base}application/", f"{base}questions/", f"{base}review/", f"{base}windows/{other.number}/",
        f"{base}windows/{other.number}/terms/1/", f"{base}consultations/{request.consultations.first().pk}/concur/",
    ]  # fmt: skip
    assert set(statuses(client, closed).values()) == {404}
    assert set(statuses(client, closed, "post").values()) == {404}
    seen = "".join(client.get(page).content.decode() for page in pages)
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
    page = browser_of("eve").get(f"/requests/{request.number}/windows/1/record/").content.decode()
    assert "Eli Park" not in page
    assert grant.pseudonym not in page


def test_who_is_no_party_any_more_is_out_at_once(world: World, browser_of: Browser) -> None:
    request = request_in(world, "covered")
    window = window_in(world, request, "open", opens_in=0.1)
    eve = browser_of("eve")
    address = f"/requests/{request.number}/windows/{window.number}/"
    assert eve.get(address).status_code == 200
    world.act(window.grants.get(), "end", "sam")
    assert eve.get(address).status_code == 410
    assert request.number not in eve.get("/").content.decode()


def test_terms_that_name_no_agency_involve_nobody(world: World) -> None:
    request = request_in(world, "covered")
    window = window_in(world, request, "draft")
    opens = world.wait(days=2)
    before = set(Party.objects.filter(matter=request.log_id).values_list("person", flat=True))
    for strangers in (["other"], ["nsa", "other"]):
        named = [str(world.organizations[key].pk) for key in strangers]
        content = terms(
            world, window, opens=opens.replace(year=opens.year + 1), ends=opens.replace(year=opens.year + 1)
        ) | {"agencies": named}
        with pytest.raises(Refused) as refused:
            world.act(window, "propose", "carl", terms=content)
        assert "unknown_agency" in refused.value.codes
    assert set(Party.objects.filter(matter=request.log_id).values_list("person", flat=True)) == before
    assert Request.objects.get(pk=request.pk).windows.get().state == "draft"
