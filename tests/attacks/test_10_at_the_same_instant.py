"""Attacks 10 and 22: two people, or two programs, at the same instant: one story comes of it."""

import pytest

from designation.demo import world as demonstration
from designation.demo.world import World
from designation.frontier_models import actions as frontier_models
from designation.models import Request
from designation.requests.actions import drafting as requests
from tests.attacks.conftest import at_once
from tests.designation.walking import fresh, request_in, window_in
from workflow import clock
from workflow.errors import Refused
from workflow.models import Entry
from workflow.steps import machines

SIGNED = ("designation_termsversion", "designation_termssignature", "designation_recusal")
LEDGER = (
    "workflow_entry",
    "workflow_personal",
    "workflow_checkpoint",
    "workflow_registerleaf",
    "workflow_registernode",
)
STATEFUL = tuple(m._meta.db_table for m in machines() if m.__module__.startswith("designation."))


@pytest.fixture
def full(fresh_database: str) -> World:
    """A world of its own with a window, signatures and a recusal, committed."""
    world = demonstration.people_and_policy(clock.now())
    request = request_in(world, "covered")
    window = window_in(world, request, "closed")
    world.act(request, "recuse", "rosa")
    assert window.terms.signatures.exists()
    return world


def test_two_links_at_once_make_no_chain(full: World) -> None:
    developer, dana = full.organizations["developer"], full.actor("dana")
    for number in range(8):
        first, second, third = (
            frontier_models.register_model(developer, actor=dana, codename=f"{name} {number}", now=full.now)
            for name in ("Aster", "Borage", "Clover")
        )
        at_once(
            lambda a=second, b=first: full.act(a, "link", "carl", original=str(b.pk)),
            lambda a=third, b=second: full.act(a, "link", "carl", original=str(b.pk)),
        )
        linked = [fresh(model).same_as_id for model in (second, third)]
        assert linked in ([first.pk, None], [None, second.pk])


def test_two_requests_about_one_model_submitted_at_once_leave_one_live(full: World) -> None:
    model = frontier_models.register_model(
        full.organizations["developer"], actor=full.actor("dana"), codename="Twin", now=full.now
    )
    drafts = [requests.begin(model, actor=full.actor("dana"), now=full.now) for _ in range(4)]
    for draft in drafts:
        content = demonstration.answers(full, variants=draft.variants)
        requests.save_answers(draft, actor=full.actor("dana"), answers=content)
    calls = [lambda d=d: full.act(d, "submit", "carl", certified=True, voluntary_notice=True) for d in drafts]
    results = at_once(*calls)
    assert sum(isinstance(result, Refused) for result in results) == 3
    assert all("already_live" in result.codes for result in results if isinstance(result, Refused))
    assert Request.objects.filter(model=model, state="submitted").count() == 1


def test_leaving_and_deciding_at_once_leave_one_story(full: World) -> None:
    request = request_in(full, "recommended", "Quick")
    full.act(request, "determine_covered", "cleo", sharing_text="")
    copies = [fresh(request), fresh(request)]
    at_once(
        lambda: full.act(copies[0], "withdraw", "carl"),
        lambda: full.act(copies[1], "determine_covered", "dora", sharing_text=""),
    )
    assert fresh(request).state == "withdrawn"
    events = list(
        Entry.objects.filter(subject_id=request.pk).order_by("index").values_list("event", flat=True)
    )
    assert events.count("request.withdrawn") == 1
    assert "request.determined_covered" not in events[events.index("request.withdrawn") :]
