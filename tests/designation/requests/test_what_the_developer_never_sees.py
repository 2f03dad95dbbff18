"""The developer sees *in assessment* until determined, and nothing of the government's own deliberation."""

import json
import re
from collections.abc import Callable

import pytest
from django.test import Client

from designation.demo.world import World
from designation.models import Request
from designation.web.action_page import SEEN
from tests.designation.walking import at_present, catch_up, recommendation, request_in
from workflow.errors import Refused
from workflow.ledger.seal import seal

SECRETS = (
    "ecommend", "Rosa Keller", "Ravi Menon", "Cora Lindqvist", "Omar Haddad", "consult", "Consult", "bjection in words",
    "bjected", "My cousin works there", "eturned", "Look again", "AR-1", "Technology Security",
)  # fmt: skip
GOVERNMENTS_STEPS = (
    "accept", "recommend", "return_to_assessment", "determine_covered", "determine_not_covered", "reassign_lead",
    "recuse", "declare_interests",
)  # fmt: skip


@pytest.fixture
def deliberated(demo_world: World) -> Request:
    """A request that was objected to, declared about, recommended, returned and recommended anew."""
    at_present(demo_world)
    request = request_in(demo_world, "in_assessment")
    for row, key in zip(request.consultations.order_by("office__name"), ("cora", "omar"), strict=True):
        demo_world.act(row, "object", key, reason="Objection in words.")
    demo_world.act(request, "declare_interests", "dora", reason="My cousin works there.")
    demo_world.act(request, "recommend", "ravi", **recommendation(demo_world))
    demo_world.act(request, "return_to_assessment", "dora", reason="Look again.")
    demo_world.act(request, "reassign_lead", "ines", lead=str(demo_world.people["rosa"].pk))
    demo_world.act(request, "recommend", "rosa", **recommendation(demo_world))
    catch_up(demo_world)
    return request


def pages(request: Request) -> list[str]:
    base = f"/requests/{request.number}/"
    return [
        base, f"{base}recent/", f"{base}application/", f"{base}questions/", f"{base}windows/", f"{base}record/",
        f"{base}record/?log=request", "/", "/requests/", "/requests/?show=assessed",
        f"{base}steps/agree_to_more_questions/",
    ]  # fmt: skip


@pytest.mark.parametrize("key", ["dana", "carl", "sam"])
def test_no_page_of_the_developer_tells_of_the_deliberation(
    demo_world: World, deliberated: Request, as_person: Callable[[World, str], Client], key: str
) -> None:
    client = as_person(demo_world, key)
    for address in pages(deliberated):
        answer = client.get(address)
        assert answer.status_code == 200, address
        main = re.sub(r"(?s)<header.*?</header>|<footer.*?</footer>", "", answer.content.decode())
        assert [secret for secret in SECRETS if secret in main] == [], address
    assert "In assessment" in client.get(pages(deliberated)[0]).content.decode()


def test_the_closed_entries_open_for_nobody_on_the_developers_side(
    demo_world: World, deliberated: Request, as_person: Callable[[World, str], Client]
) -> None:
    client = as_person(demo_world, "carl")
    from workflow.models import Entry

    for entry in Entry.objects.filter(log=deliberated.log_id, sides=["government"]):
        page = client.get(
            f"/requests/{deliberated.number}/record/{entry.log_id}/{entry.index}/"
        ).content.decode()
        assert "nternal step" in page
        assert bytes(entry.commit).hex() in page
        assert [secret for secret in SECRETS if secret in page] == []
        assert str(entry.actor) not in page


def test_the_bundle_of_the_developer_keeps_the_deliberation_closed(
    demo_world: World, deliberated: Request, as_person: Callable[[World, str], Client]
) -> None:
    seal()
    data = (
        as_person(demo_world, "dana").get(f"/requests/{deliberated.number}/record/bundle/").content.decode()
    )
    assert [secret for secret in SECRETS if secret in data] == []
    whole = (
        as_person(demo_world, "ines").get(f"/requests/{deliberated.number}/record/bundle/").content.decode()
    )
    assert "recommended" in whole
    sizes = {
        name: [len(log["entries"]) for log in json.loads(text)["logs"]]
        for name, text in (("d", data), ("g", whole))
    }
    assert sizes["d"] == sizes["g"]


def test_the_review_of_the_government_is_not_there_for_the_developer(
    demo_world: World, deliberated: Request, as_person: Callable[[World, str], Client]
) -> None:
    client = as_person(demo_world, "carl")
    consultation = deliberated.consultations.first()
    for address in (
        "review/",
        f"consultations/{consultation.pk}/concur/",
        "steps/recommend/",
        "questions/ask/",
    ):
        assert client.get(f"/requests/{deliberated.number}/{address}").status_code == 404
        assert client.post(f"/requests/{deliberated.number}/{address}").status_code == 404
    assert client.get("/review/").status_code == 404


@pytest.mark.parametrize("step", GOVERNMENTS_STEPS)
def test_a_step_of_the_government_tells_the_developer_nothing_about_the_state(
    demo_world: World, as_person: Callable[[World, str], Client], step: str
) -> None:
    at_present(demo_world)
    assessed, recommended = (
        request_in(demo_world, "in_assessment"),
        request_in(demo_world, "recommended", "Juniper"),
    )
    said = []
    for request in (assessed, recommended):
        with pytest.raises(Refused) as refused:
            demo_world.act(request, step, "carl", reason="x", **recommendation(demo_world))
        client = as_person(demo_world, "carl")
        status = client.post(
            f"/requests/{request.number}/steps/{step}/", {"sharing_text": "x", "reason": "x"}
        ).status_code
        said.append((refused.value.codes, status))
    assert said[0] == said[1]


def test_forms_of_the_developer_stay_good_while_the_government_deliberates(
    demo_world: World, as_person: Callable[[World, str], Client]
) -> None:
    at_present(demo_world)
    request = request_in(demo_world, "in_assessment")
    client = as_person(demo_world, "dana")
    address = f"/requests/{request.number}/steps/agree_to_more_questions/"
    hidden = client.get(address).context["hidden"]
    demo_world.act(request, "declare_interests", "dora", reason="None.")
    assert client.get(address).context["hidden"][SEEN] == hidden[SEEN]
    assert client.post(address, hidden).status_code == 302
