"""Ways to meet every refusal that prevents a model, role, invitation or organization, or typing into a draft."""

from datetime import timedelta
from typing import Any

from designation.demo.world import World
from designation.frontier_models import actions as frontier_models
from designation.people.actions import appointments, invitations, organizations
from designation.policies import actions as policies
from designation.requests.actions import drafting as requests
from designation.roles import Role
from tests.designation.walking import fresh, request_in
from workflow import calendars

DAY = timedelta(days=1)


def registered(world: World, codename: str) -> Any:
    developer = world.organizations["developer"]
    return frontier_models.register_model(
        developer, actor=world.actor("dana"), codename=codename, now=world.now
    )


def typed(world: World, state: str, key: str) -> Any:
    return requests.save_answers(request_in(world, state), actor=world.actor(key), answers={"ownership": "x"})


def answered_late(world: World) -> Any:
    request = request_in(world, "clarification_requested")
    question = request.open_questions().get()
    requests.save_question(question, actor=world.actor("dana"), answer="So.")
    world.act(request, "answer_clarification", "carl")
    return requests.save_question(question, actor=world.actor("dana"), answer="Or so.")


def edited(world: World, key: str, *, discarded: bool = False) -> Any:
    policy = policies.draft(actor=world.actor("paul"), now=world.now)
    if discarded:
        world.act(policy, "discard", "paul")
    return policies.save(policy, actor=world.actor(key), values={}, effective_at=None)


# Roles ----------------------------------------------------------------------------------------------------------


def closed(world: World) -> World:
    world.act(world.organizations["other"], "close", "olga", reason="Over.")
    return world


def without_account(world: World, key: str) -> World:
    organizations.close_account(world.people[key], actor=world.actor("nora"), now=world.now)
    world.people[key] = fresh(world.people[key])
    return world


def proposed(world: World, key: str, role: str = Role.EVALUATOR, by: str = "nora", **other: Any) -> Any:
    person = world.people[key]
    return appointments.propose(person, actor=world.actor(by), role=role, now=world.now, **other)


def delegated(world: World, to: str, *, of: str = "ines", by: str = "nora", **other: Any) -> Any:
    held = other.pop("held", None) or world.people[of].appointments.first()
    terms = {"until": world.now + DAY, "instrument": "Memo 7"} | other
    return appointments.delegate(held, actor=world.actor(by), to=world.people[to], now=world.now, **terms)


def delegated_after_its_end(world: World) -> Any:
    held = world.people["ines"].appointments.get()
    appointments.end(held, actor=world.actor("nora"), now=world.now)
    return delegated(world, "petra", held=fresh(held))


def delegated_further(world: World) -> Any:
    given = delegated(world, "petra").subject
    return delegated(world, "rosa", held=fresh(given))


# Invitations ----------------------------------------------------------------------------------------------------


def prepared(world: World, email: str = "new@nsa.example", **other: Any) -> Any:
    where, by = other.pop("where", "nsa"), other.pop("by", "nora")
    facts = {"name": "New Person", "office": world.organizations[where].offices.first()} | other
    return invitations.prepare(
        world.organizations[where], actor=world.actor(by), email=email, now=world.now, **facts
    )


def prepared_twice(world: World) -> Any:
    return [prepared(world, "new@nsa.example"), prepared(world, "new+again@nsa.example")]


def accepted(world: World, *, name: str = "New Person") -> Any:
    return invitations.accept(prepared(world), name=name, password="long enough 1964", now=world.now)


def accepted_by_a_member_of_another(world: World) -> Any:
    invitation = prepared(world, "dana@meridian.example")
    return invitations.accept(invitation, name="Dana Wells", password="long enough 1964", now=world.now)


def accepted_after_closing(world: World) -> Any:
    invitation = prepared(world, where="other", by="hana")
    closed(world)
    return invitations.accept(invitation, name="New Person", password="long enough 1964", now=world.now)


def organization(world: World, **other: str) -> Any:
    facts = {"name": "New Labs", "short_name": "NEW", "side": "developer", "office": "Policy"} | other
    return organizations.register(actor=world.actor("olga"), now=world.now, **facts)


def closure(world: World, *, key: str = "paul", days: int = 3, source: str = "An order") -> Any:
    day = calendars.shift(calendars.day_of(world.now), days)
    return policies.enter_closure(day=day, source=source, actor=world.actor(key), now=world.now)


def closed_on_a_sunday(world: World) -> Any:
    today = calendars.day_of(world.now)
    sunday = today + timedelta(days=7 - today.weekday() + 6)
    return policies.enter_closure(day=sunday, source="x", actor=world.actor("paul"), now=world.now)


def closed_twice(world: World) -> Any:
    world.act(first := closure(world), "activate", "paul")
    world.act(first, "activate", "petra")
    return policies.enter_closure(day=first.day, source="x", actor=world.actor("paul"), now=world.now)


def signed_late(world: World) -> Any:
    row = closure(world)
    world.wait(days=10)
    return world.act(row, "activate", "paul")


TABLE = {
    ("policies", "not_your_role", "a closure"): lambda w: closure(w, key="ravi"),
    ("policies", "closed_day_not_ahead"): lambda w: closure(w, days=-1),
    ("policies", "closed_day_not_ahead", "signed late"): signed_late,
    ("policies", "closed_already"): closed_on_a_sunday,
    ("policies", "closed_already", "by a closure"): closed_twice,
    ("policies", "closure_proposed_already"): lambda w: [closure(w) for _ in "ab"],
    ("policies", "source_missing"): lambda w: closure(w, source=" "),
    ("content", "above_the_ceiling", "a closure"): lambda w: closure(w, source="SECRET//NOFORN"),
    ("frontier_models", "codename_missing"): lambda w: registered(w, " "),
    ("frontier_models", "codename_taken"): lambda w: [registered(w, name) for name in ("Second", "SECOND")],
    ("content", "name_invisible", "codename"): lambda w: registered(w, "Dana\u200bWells"),
    ("requests", "not_your_role"): lambda w: typed(w, "draft", "hope"),
    ("requests", "not_a_draft"): lambda w: typed(w, "submitted", "dana"),
    ("requests", "not_answering"): answered_late,
    ("policies", "not_your_role"): lambda w: edited(w, "ravi"),
    ("policies", "not_a_draft"): lambda w: edited(w, "paul", discarded=True),
    ("people", "organization_closed"): lambda w: proposed(closed(w), "hope", Role.ADMINISTRATOR, "olga"),
    ("people", "organization_closed", "to a delegate"): lambda w: delegated(
        closed(w), "hope", of="hana", by="olga"
    ),
    ("people", "organization_closed", "to an invitation"): lambda w: prepared(
        closed(w), where="other", by="olga"
    ),
    ("people", "organization_closed", "to whoever accepts"): accepted_after_closing,
    ("people", "no_such_role"): lambda w: proposed(w, "rosa", "king"),
    ("people", "account_closed"): lambda w: proposed(without_account(w, "rosa"), "rosa"),
    ("people", "account_closed", "of a delegate"): lambda w: delegated(without_account(w, "rosa"), "rosa"),
    ("people", "ends_before_it_begins"): lambda w: proposed(w, "rosa", until=w.now),
    ("people", "ends_before_it_begins", "delegated"): lambda w: delegated(w, "petra", until=w.now),
    ("people", "role_already_held"): lambda w: proposed(w, "rosa", Role.REVIEWER),
    ("people", "role_already_held", "by a delegate"): lambda w: delegated(w, "rosa", of="ravi"),
    ("people", "office_elsewhere"): lambda w: proposed(w, "rosa", office=w.office("cisa", "Evaluation")),
    ("people", "office_elsewhere", "invited"): lambda w: prepared(w, office=w.office("cisa", "Evaluation")),
    ("people", "not_active"): delegated_after_its_end,
    ("people", "delegated_already"): delegated_further,
    ("people", "to_oneself"): lambda w: delegated(w, "ines"),
    ("people", "person_elsewhere"): lambda w: delegated(w, "cora"),
    ("people", "instrument_missing"): lambda w: delegated(w, "petra", instrument=" "),
    ("content", "above_the_ceiling", "instrument"): lambda w: delegated(w, "petra", instrument="SECRET//NF"),
    ("content", "address_not_plain", "prepared"): lambda w: prepared(w, "ädam@nsa.example"),
    ("content", "name_missing", "prepared"): lambda w: prepared(w, name=" . "),
    ("content", "name_missing", "accepted"): lambda w: accepted(w, name=" . "),
    ("people", "too_long"): lambda w: prepared(w, name="N" * 121),
    ("people", "address_malformed"): lambda w: prepared(w, "nobody"),
    ("people", "already_a_member"): lambda w: prepared(w, "ravi+new@nsa.example"),
    ("people", "already_invited"): prepared_twice,
    ("people", "role_of_another_side", "invited"): lambda w: prepared(w, roles=[Role.DRAFTER]),
    ("people", "role_excluded", "invited"): lambda w: prepared(w, roles=[Role.ADMINISTRATOR, Role.REVIEWER]),
    ("people", "operator_limits", "invited"): lambda w: prepared(w, roles=[Role.REVIEWER], by="olga"),
    ("people", "account_exists"): accepted_by_a_member_of_another,
    ("people", "organization_exists"): lambda w: organization(w, name="MERIDIAN LABS"),
    ("content", "name_not_latin", "registered"): lambda w: organization(w, office="Политика"),
}
