"""A named evaluator asks, where the terms allow it, in an open window, once at a time, and only if it would help."""

import pytest
from django.db import IntegrityError, transaction

from designation.artifacts.models import Agreement, Share
from designation.break_glass import actions
from designation.demo.world import World
from designation.models import BreakGlass, Request, Window
from tests.designation.artifacts.agreeing import in_force
from tests.designation.break_glass.emergency import WHY, asked, opened_up
from tests.designation.walking import fresh, refused, window_in
from workflow.guards import Actor
from workflow.models import Entry


def test_the_evaluator_asks_under_their_grant(present: World, requested: BreakGlass) -> None:
    assert (requested.state, requested.reason) == ("requested", WHY)
    entry = Entry.objects.get(subject_id=requested.pk)
    assert (entry.event, entry.actor, entry.sides) == (
        "emergency.requested",
        str(requested.grant_id),
        ["developer", "government"],
    )


@pytest.mark.parametrize("key", ["abel", "ira", "carl", "eli", "ravi"])
def test_nobody_else_asks(present: World, share: Share, agreement: Agreement, key: str) -> None:
    assert refused(lambda: asked(present, share.window, key)) == ("not_your_role",)


def test_a_reason_is_needed(present: World, share: Share, agreement: Agreement) -> None:
    eve = present.actor("eve")
    ask = lambda: actions.ask(share.window, actor=eve, reason=" ", now=present.now)  # noqa: E731
    assert refused(ask) == ("reason_missing",)


def test_a_fresh_proof_is_needed(present: World, share: Share, agreement: Agreement) -> None:
    eve = Actor(present.people["eve"].pk, "Eve Laurent")
    assert refused(lambda: actions.ask(share.window, actor=eve, reason=WHY, now=present.now)) == (
        "sign_in_again",
    )


def test_terms_without_the_clause_do_not_allow_it(present: World, covered: Request) -> None:
    window = window_in(present, covered, "open", opens_in=0.01, days=10)
    assert window.terms.content["break_glass"] == "no"
    in_force(present, covered)
    assert refused(lambda: asked(present, window)) == ("not_in_the_terms",)


def test_a_window_that_has_not_opened(present: World, covered: Request) -> None:
    window = window_in(present, covered, "scheduled", break_glass="yes")
    in_force(present, covered)
    assert refused(lambda: asked(present, window)) == ("window_not_open", "would_not_help")


def test_whoever_can_read_needs_none(present: World, share: Share) -> None:
    assert refused(lambda: asked(present, share.window)) == ("not_needed",)


def test_whoever_is_suspended_gets_none(present: World, share: Share, agreement: Agreement) -> None:
    grant = share.window.grants.get()
    present.act(grant, "suspend", "sam", reason="An odd hour.")
    assert refused(lambda: asked(present, share.window)) == ("would_not_help",)


def test_the_conditions_of_the_window_have_to_be_accepted(
    present: World, opened: Window, agreement: Agreement
) -> None:
    from designation.windows import actions as windows

    grant = windows.nominate(
        opened, actor=present.actor("ravi"), person=present.people["eli"], now=present.now
    )
    present.act(grant, "concur", "carl")
    assert refused(lambda: asked(present, opened, "eli")) == ("would_not_help",)


def test_one_request_at_a_time(present: World, requested: BreakGlass) -> None:
    assert refused(lambda: asked(present, requested.window)) == ("asked_already",)
    opened_up(present, requested)
    assert refused(lambda: asked(present, requested.window)) == ("not_needed", "asked_already")


def test_the_database_holds_one_at_a_time(present: World, requested: BreakGlass) -> None:
    twin = fresh(requested)
    twin.pk = None
    with pytest.raises(IntegrityError), transaction.atomic():
        BreakGlass.objects.bulk_create([twin])


def test_after_a_declined_request_one_can_ask_again(present: World, requested: BreakGlass) -> None:
    present.act(requested, "decline", "sam", reason="It can wait.")
    assert asked(present, requested.window).state == "requested"
