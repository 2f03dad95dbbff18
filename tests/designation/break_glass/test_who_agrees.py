"""Emergency access needs one person of the developer and one of the government, and nobody agrees to their own."""

from datetime import timedelta

import pytest

from designation.artifacts.models import Share
from designation.demo.world import World
from designation.models import BreakGlass
from designation.roles import Role
from tests.designation.break_glass.emergency import asked, later, opened_up
from tests.designation.walking import appoint, fire, fresh, refused
from workflow.guards import Actor
from workflow.models import Approval
from workflow.perform import perform, take_back


@pytest.mark.parametrize("government", ["abel", "arno", "ira"])
@pytest.mark.parametrize("developer", ["carl", "sam"])
def test_one_of_each_side(present: World, requested: BreakGlass, government: str, developer: str) -> None:
    opened_up(present, requested, developer, government)
    assert requested.state == "active"
    assert set(requested.approved_by) == {present.people[key].pk for key in (government, developer)}


@pytest.mark.parametrize(
    ("signers", "code"),
    [(("abel", "arno"), "developer_missing"), (("carl", "sam"), "government_missing")],
)
def test_two_of_one_side_are_not_enough(
    present: World, requested: BreakGlass, signers: tuple[str, str], code: str
) -> None:
    present.act(requested, "approve", signers[0])
    assert refused(lambda: present.act(requested, "approve", signers[1])) == (code,)
    assert fresh(requested).state == "requested"


@pytest.mark.parametrize("key", ["eve", "dana", "ravi", "cyra", "ada", "gwen"])
def test_nobody_else_signs(present: World, requested: BreakGlass, key: str) -> None:
    assert refused(lambda: present.act(requested, "approve", key)) == ("not_your_role",)


def test_the_evaluator_does_not_agree_to_their_own(present: World, requested: BreakGlass) -> None:
    appoint(present, "eve", Role.APPROVING_OFFICIAL)
    assert refused(lambda: present.act(requested, "approve", "eve")) == ("asked_for_it",)
    assert refused(lambda: present.act(requested, "decline", "eve", reason="No.")) == ("asked_for_it",)


def test_signers_prove_who_they_are(present: World, requested: BreakGlass) -> None:
    without = Actor(present.people["abel"].pk, "Abel Ortiz")
    assert refused(lambda: perform(requested, "approve", actor=without)) == ("sign_in_again",)


def test_it_lapses_after_fifteen_minutes(present: World, requested: BreakGlass) -> None:
    present.act(requested, "approve", "abel")
    later(present, timedelta(minutes=15))
    assert refused(lambda: present.act(requested, "approve", "carl")) == ("wrong_state",)
    assert fresh(requested).state == "lapsed"


def test_the_clock_lapses_it_with_an_entry(present: World, requested: BreakGlass) -> None:
    fire(present, requested, "emergency_answer")
    assert fresh(requested).state == "lapsed"


def test_it_ends_after_an_hour(present: World, access: BreakGlass) -> None:
    assert access.ends_at == access.began_at + timedelta(hours=1)


def test_it_ends_with_the_window_if_that_is_sooner(present: World, share: Share, agreement: object) -> None:
    later(present, fresh(share.window).ends_at - present.now - timedelta(minutes=20))
    access = opened_up(present, asked(present, share.window))
    assert access.ends_at == fresh(share.window).ends_at


def test_a_signer_takes_a_signature_back(present: World, requested: BreakGlass) -> None:
    present.act(requested, "approve", "abel")
    assert take_back(requested, "approve", actor=present.actor("abel"), now=present.now)
    assert refused(lambda: present.act(requested, "approve", "carl")) == ("government_missing",)
    assert Approval.objects.filter(subject_id=requested.pk, state="open").count() == 1


def test_a_signer_declines_with_a_reason(present: World, requested: BreakGlass) -> None:
    assert refused(lambda: present.act(requested, "decline", "sam")) == ("reason_missing",)
    present.act(requested, "decline", "sam", reason="It can wait until tomorrow.")
    assert requested.state == "declined"


def test_the_evaluator_takes_the_request_back(present: World, requested: BreakGlass) -> None:
    present.act(requested, "take_back", "eve")
    assert requested.state == "taken_back"


def test_what_is_not_needed_any_more_is_not_agreed_to(present: World, requested: BreakGlass) -> None:
    present.act(fresh(requested.window.request.agreements.get()), "withdraw", "carl", reason="Replaced.")
    assert refused(lambda: present.act(requested, "approve", "abel")) == ("not_needed",)


def test_a_suspension_meanwhile_stops_it(present: World, requested: BreakGlass) -> None:
    present.act(requested, "approve", "abel")
    present.act(fresh(requested.grant), "suspend", "sam", reason="An odd hour.")
    assert refused(lambda: present.act(requested, "approve", "carl")) == ("would_not_help",)


def test_a_window_that_is_suspended_meanwhile_stops_it(present: World, requested: BreakGlass) -> None:
    present.act(fresh(requested.window), "suspend", "sam", reason="An odd hour.")
    assert refused(lambda: present.act(requested, "approve", "carl")) == ("window_not_open", "would_not_help")
