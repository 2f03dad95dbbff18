"""An evaluator consents to one version of the terms. A new version asks again; nothing opens on earlier consent."""

from designation.demo.world import World
from designation.models import Request, Window
from tests.designation.walking import catch_up, fresh, ready, refused, strike, window_in
from workflow.models import Entry


def revised(world: World, window: Window, key: str = "carl", step: str = "revise") -> None:
    """Write a new version of the terms, with other words about retention and nondisclosure."""
    other = {"retention": "Kept for a year.", "nondisclosure": "None."}
    world.act(window, step, key, terms=fresh(window).terms.content | other)


def test_a_new_version_asks_the_evaluator_again(present: World, covered: Request) -> None:
    window = window_in(present, covered, "proposed")
    grant = ready(present, window)
    assert fresh(grant).agreed_terms == fresh(window).terms.digest
    revised(present, window)
    assert (fresh(grant).state, fresh(grant).agreed_terms) == ("concurred", "")
    present.act(grant, "activate", "eve", conditions=True)  # the developer's concurrence stands
    assert fresh(grant).agreed_terms == fresh(window).terms.digest


def test_a_counter_asks_the_evaluator_again(present: World, covered: Request) -> None:
    window = window_in(present, covered, "proposed")
    grant = ready(present, window)
    revised(present, window, "ravi", "counter")
    assert fresh(grant).state == "concurred"


def test_a_window_does_not_open_on_consent_to_earlier_terms(present: World, covered: Request) -> None:
    window = window_in(present, covered, "proposed")
    grant = ready(present, window)
    revised(present, window)
    for key in ("abel", "arno"):
        present.act(window, "approve", key)
    present.now = fresh(window).opens_at
    strike(present, window)
    assert fresh(window).state == "scheduled"
    present.act(grant, "activate", "eve", conditions=True)
    strike(present, window)
    assert fresh(window).state == "open"


def test_a_suspended_evaluator_accepts_the_new_terms_before_the_suspension_is_lifted(
    present: World, covered: Request
) -> None:
    window = window_in(present, covered, "proposed")
    grant = ready(present, window)
    present.act(grant, "suspend", "sam", reason="Why.")
    revised(present, window)
    assert fresh(grant).state == "suspended"
    assert refused(lambda: present.act(grant, "resume", "sam")) == ("terms_not_accepted",)
    assert refused(lambda: present.act(grant, "accept_new_terms", "eve")) == ("conditions_not_accepted",)
    present.act(grant, "accept_new_terms", "eve", conditions=True)
    for key in ("sam", "abel"):
        present.act(grant, "resume", key)
    assert fresh(grant).state == "active"


def test_both_sides_read_that_somebody_was_asked_again(present: World, covered: Request) -> None:
    window = window_in(present, covered, "proposed")
    grant = ready(present, window)
    revised(present, window)
    catch_up(present)
    assert Entry.objects.filter(subject_id=grant.pk, event="grant.asked_again").count() == 1
