"""Named evaluators: named by one side, concurred with by the other, accepted by the person, ended by any of them."""

from collections.abc import Callable

import pytest
from django.test import Client

from designation.demo.world import World
from designation.models import Grant, Request
from designation.windows import actions as windows
from tests.designation.walking import catch_up, fresh, ready, refused, window_in
from workflow.ledger.seal import seal

AsPerson = Callable[[World, str], Client]


def nominate(world: World, window: object, key: str = "eve", by: str = "ravi") -> Grant:
    return windows.nominate(window, actor=world.actor(by), person=world.people[key], now=world.now)


def test_three_have_to_agree_before_somebody_may_read(present: World, covered: Request) -> None:
    grant = nominate(present, window_in(present, covered, "proposed"))
    assert "wrong_state" in refused(lambda: present.act(grant, "activate", "eve", conditions=True))
    present.act(grant, "concur", "sam")
    assert "conditions_not_accepted" in refused(lambda: present.act(grant, "activate", "eve"))
    assert "not_your_role" in refused(lambda: present.act(grant, "activate", "ravi", conditions=True))
    present.act(grant, "activate", "eve", conditions=True)
    assert fresh(grant).state == "active"


def test_nobody_accepts_for_another(present: World, covered: Request) -> None:
    window = window_in(present, covered, "proposed")
    ready(present, window, "eli")
    grant = nominate(present, window)
    present.act(grant, "concur", "carl")
    assert "another_person" in refused(lambda: present.act(grant, "activate", "eli", conditions=True))


@pytest.mark.parametrize("by", ["dana", "carl", "dora", "ines", "ira", "eve", "hope", "nora"])
def test_only_reviewers_and_approving_officials_name(present: World, covered: Request, by: str) -> None:
    window = window_in(present, covered, "proposed")
    assert "not_your_role" in refused(lambda: nominate(present, window, by=by))


@pytest.mark.parametrize("key", ["ravi", "dana", "hope", "cora"])
def test_only_evaluators_of_a_named_agency_are_named(present: World, covered: Request, key: str) -> None:
    window = window_in(present, covered, "proposed")
    assert "not_eligible" in refused(lambda: nominate(present, window, key))


def test_an_evaluator_of_an_agency_that_the_terms_do_not_name_is_not_named(
    present: World, covered: Request
) -> None:
    own = {"agencies": [str(present.organizations["nsa"].pk)]}
    window = window_in(present, covered, "proposed", **own)
    assert "not_eligible" in refused(lambda: nominate(present, window, "eli"))


def test_a_person_is_named_once(present: World, covered: Request) -> None:
    window = window_in(present, covered, "proposed")
    nominate(present, window)
    assert "named_already" in refused(lambda: nominate(present, window))


def test_a_suspension_is_lifted_by_one_of_each_side(present: World, covered: Request) -> None:
    grant = window_in(present, covered, "open", opens_in=0.1).grants.get()
    present.act(grant, "suspend", "ira", reason="A signal.")
    present.act(grant, "resume", "abel")
    assert "developer_missing" in refused(lambda: present.act(grant, "resume", "ravi"))
    assert fresh(grant).state == "suspended"
    present.act(grant, "resume", "sam")
    assert fresh(grant).state == "active"


@pytest.mark.parametrize("key", ["dana", "carl", "sam", "abel", "ira", "eve"])
def test_the_developer_the_own_agency_and_the_person_end_it_at_once(
    present: World, covered: Request, key: str
) -> None:
    grant = window_in(present, covered, "open", opens_in=0.1).grants.get()
    present.act(grant, "end", key)
    assert fresh(grant).state == "ended"


@pytest.mark.parametrize("key", ["arno", "eli"])
def test_nobody_of_another_agency_ends_it(present: World, covered: Request, key: str) -> None:
    window = window_in(present, covered, "open", opens_in=0.1)
    eves = window.grants.get()
    ready(present, window, "eli")
    assert refused(lambda: present.act(eves, "end", key)) == ("another_agencys_evaluator",)
    assert fresh(eves).state == "active"


def test_a_marking_in_a_reason_is_refused(present: World, covered: Request) -> None:
    grant = window_in(present, covered, "open", opens_in=0.1).grants.get()
    codes = refused(lambda: present.act(grant, "suspend", "sam", reason="(TS) Seen."))
    assert codes == ("above_the_ceiling",)


@pytest.mark.parametrize("end", ["close", "cancel", "decline"])
def test_no_grant_outlives_its_window(present: World, covered: Request, end: str) -> None:
    window = window_in(present, covered, "open" if end == "close" else "scheduled", opens_in=0.1)
    present.act(window, end, "abel" if end == "decline" else "carl", reason="Done.")
    assert fresh(window.grants.get()).state == "ended"


def test_a_pseudonym_hides_the_name_from_the_developer_everywhere(
    present: World, covered: Request, as_person: AsPerson
) -> None:
    window = window_in(present, covered, "open", opens_in=0.1, names="pseudonyms")
    grant = window.grants.get()
    present.act(grant, "suspend", "sam", reason="A signal.")
    present.act(grant, "resume", "sam")
    present.act(grant, "resume", "abel")
    present.act(grant, "end", "eve")
    catch_up(present)
    seal()
    base = f"/requests/{covered.number}/"
    addresses = [
        base, f"{base}recent/", f"{base}windows/", f"{base}windows/1/", f"{base}record/", f"{base}record/bundle/", "/",
        f"{base}windows/1/terms/1/", f"{base}record/?log=request",
    ]  # fmt: skip
    for key in ("dana", "carl", "sam"):
        client = as_person(present, key)
        seen = "".join(client.get(address).content.decode() for address in addresses)
        assert "Eve Laurent" not in seen
        assert "eve@nsa" not in seen
        assert grant.pseudonym in seen
    assert "Eve Laurent" in as_person(present, "ravi").get(f"{base}windows/1/").content.decode()


def test_names_are_shown_where_the_terms_say_names(
    present: World, covered: Request, as_person: AsPerson
) -> None:
    window_in(present, covered, "open", opens_in=0.1)
    catch_up(present)
    assert (
        "Eve Laurent"
        in as_person(present, "carl").get(f"/requests/{covered.number}/windows/1/").content.decode()
    )
