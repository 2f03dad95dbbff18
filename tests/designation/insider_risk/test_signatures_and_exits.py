"""A suspended person takes no step and signs nothing, what they signed does not count, and others can still leave."""

import pytest

from designation.artifacts import actions as artifacts
from designation.artifacts.models import Share
from designation.demo.world import World
from designation.insider_risk import actions
from designation.models import Party, Suspension
from designation.requests.actions import drafting
from tests.designation.walking import appoint, draft, fresh, refused
from workflow.models import Approval

WHY = "An odd pattern."


def test_a_suspended_person_takes_no_step(present: World, share: Share) -> None:
    actions.suspend_person(present.people["sam"], actor=present.actor("maya"), reason=WHY)
    window = share.window
    for step in ("suspend", "close"):
        assert refused(lambda step=step: present.act(window, step, "sam", reason=WHY)) == ("not_your_role",)


def test_a_suspended_officer_suspends_nobody(present: World, share: Share) -> None:
    actions.suspend_person(present.people["ira"], actor=present.actor("iris"), reason=WHY)
    found = refused(
        lambda: actions.suspend_person(present.people["eve"], actor=present.actor("ira"), reason=WHY)
    )
    assert found == ("not_your_role",)


def test_what_a_suspended_person_signed_does_not_count(present: World, share: Share) -> None:
    window = share.window
    present.act(window, "suspend", "sam", reason=WHY)
    present.act(window, "resume", "carl")
    actions.suspend_person(present.people["carl"], actor=present.actor("maya"), reason=WHY)
    assert refused(lambda: present.act(window, "resume", "abel")) == ("developer_missing",)
    assert fresh(window).state == "suspended"
    present.act(window, "resume", "sam")
    assert fresh(window).state == "open"


def test_what_they_signed_under_a_suspension_does_not_lift_it(
    present: World, share: Share, of_eve: Suspension
) -> None:
    present.act(of_eve, "lift", "ivo")
    actions.suspend_person(present.people["ivo"], actor=present.actor("iris"), reason=WHY)
    assert refused(lambda: present.act(of_eve, "lift", "nora")) == ("second_officer",)
    assert fresh(of_eve).state == "active"


def test_colleagues_of_a_suspended_person_can_leave(present: World, share: Share) -> None:
    actions.suspend_person(present.people["carl"], actor=present.actor("ira"), reason=WHY)
    present.act(share.window.request, "withdraw", "sam")
    assert fresh(share.window.request).state == "withdrawn"


def test_a_suspended_developer_can_leave_and_do_nothing_else(present: World, share: Share) -> None:
    actions.suspend_organization(present.organizations["developer"], actor=present.actor("ira"), reason=WHY)
    window, request = share.window, share.window.request
    assert refused(lambda: present.act(window, "suspend", "sam", reason=WHY)) == ("not_your_role",)
    assert "not_your_role" in refused(lambda: present.act(share.artifact, "quarantine", "dana", reason=WHY))
    again = fresh(window)
    assert "not_your_role" in refused(
        lambda: artifacts.share(share.artifact, again, actor=present.actor("carl"), now=present.now)
    )
    present.act(request, "withdraw", "carl")
    assert fresh(request).state == "withdrawn"


def test_what_a_suspended_developer_signed_does_not_count(present: World, share: Share) -> None:
    window = share.window
    present.act(window, "suspend", "sam", reason=WHY)
    present.act(window, "resume", "carl")
    actions.suspend_organization(present.organizations["developer"], actor=present.actor("ira"), reason=WHY)
    assert refused(lambda: present.act(window, "resume", "abel")) == ("developer_missing",)


def test_administrators_of_a_suspended_organization_appoint_people_who_can_lift_it(
    present: World, share: Share
) -> None:
    actions.suspend_organization(present.organizations["nsa"], actor=present.actor("nora"), reason=WHY)
    appoint(present, "petra", "custodian")
    assert present.people["petra"].roles_held() == frozenset()
    assert present.people["neil"].roles_held() == {("government", "administrator")}


@pytest.mark.parametrize("who", ["person", "organization"])
def test_a_suspension_takes_nobody_s_part_away(present: World, share: Share, who: str) -> None:
    """When it is lifted, everything is as before: nobody has to be named again."""
    if who == "person":
        placed = actions.suspend_person(present.people["eve"], actor=present.actor("ira"), reason=WHY)
    else:
        placed = actions.suspend_organization(
            present.organizations["nsa"], actor=present.actor("iris"), reason=WHY
        )
    appoint(present, "eve", "custodian")  # writes anew in which matters she takes part
    assert not Party.of(present.people["eve"].pk).exists()
    for key in ("ivo", "nora"):
        present.act(placed, "lift", key)
    assert Party.of(present.people["eve"].pk).filter(matter=share.log_id).exists()
    assert Approval.objects.filter(subject_id=placed.pk, state="open").count() == 0


def test_a_suspended_developer_writes_nothing_and_suspends_nobody(present: World, share: Share) -> None:
    begun = draft(present, "Foxglove")
    actions.suspend_organization(present.organizations["developer"], actor=present.actor("ira"), reason=WHY)
    typed = {"ownership": "x"}
    assert "not_your_role" in refused(
        lambda: drafting.save_answers(begun, actor=present.actor("dana"), answers=typed)
    )
    assert "not_your_role" in refused(
        lambda: actions.suspend_person(present.people["dana"], actor=present.actor("sam"), reason=WHY)
    )
