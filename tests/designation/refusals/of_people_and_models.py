"""Ways to meet every refusal that the rules of models, policies, people and names can give."""

from datetime import timedelta
from typing import Any

from designation.demo.world import World
from designation.frontier_models import actions as frontier_models
from designation.models import Appointment, FrontierModel, Policy
from designation.people.actions import appointments, beginning, invitations, organizations
from designation.policies import actions as policies
from designation.roles import Role
from tests.designation.refusals.of_requests import by_clock
from tests.designation.walking import request_in, window_in
from tests.overwriting import overwrite
from workflow.creating.create import create


def planned(world: World) -> FrontierModel:
    return request_in(world, "submitted").model


def moved(world: World, step: str, days: float | None, **other: Any) -> Any:
    model = planned(world)
    at = None if days is None else model.planned_partner_release_at + timedelta(days=days)
    return world.act(model, step, "carl", partner_release=at, **other)


def registered(world: World, codename: str) -> FrontierModel:
    developer = world.organizations["developer"]
    return frontier_models.register_model(
        developer, actor=world.actor("dana"), codename=codename, now=world.now
    )


def linked(world: World, *, used: bool = False, twice: bool = False, foreign: bool = False) -> Any:
    request = request_in(world, "covered")
    first, second = request.model, registered(world, "Second")
    if used:
        window_in(world, request, "draft")
        return world.act(first, "link", "carl", original=str(second.pk))
    original = first
    if foreign:
        original = frontier_models.register_model(
            world.organizations["other"], actor=world.actor("hope"), codename="Foreign", now=world.now
        )
    outcome = world.act(second, "link", "carl", original=str(original.pk))
    return world.act(second, "link", "carl", original=str(first.pk)) if twice else outcome


def variant(world: World, **inputs: str) -> Any:
    return world.act(registered(world, "Second"), "add_variant", "dana", **inputs)


def policy(world: World, *, days: float = 1, **values: Any) -> Any:
    row = policies.draft(actor=world.actor("paul"), now=world.now)
    at = world.now + timedelta(days=days)
    policies.save(row, actor=world.actor("paul"), values=values, effective_at=at)
    assert Policy.objects.get(pk=row.pk).state == "draft"
    return world.act(row, "activate", "paul")


def appointed(world: World, key: str, role: str, by: str) -> Any:
    return appointments.propose(world.people[key], actor=world.actor(by), role=role, now=world.now)


def third_operator_by_the_installation(world: World) -> Any:
    site = world.organizations["site"]
    row = Appointment(person=world.people["maya"], organization=site, office=world.office("site", "Accounts"),
                      role=Role.OPERATOR, log_id=site.log_id)  # fmt: skip
    create(row, "propose", actor=world.actor("olga"), now=world.now)
    return by_clock(world, row, "activate")


def invited(world: World, email: str = "new@meridian.example", name: str = "New Person") -> Any:
    organization = world.organizations["developer"]
    office = world.office("developer", "Policy")
    return invitations.invite(
        organization, actor=world.actor("maya"), email=email, name=name, office=office, now=world.now
    )


def expired_invitation(world: World) -> Any:
    invitation = invited(world)
    world.wait(days=13)
    invitation.expires_at = world.now
    overwrite(type(invitation).objects.filter(pk=invitation.pk), expires_at=world.now)
    return by_clock(world, invitation, "accept", person=str(world.people["dana"].pk))


def office(world: World, name: str) -> Any:
    return organizations.add_office(
        world.organizations["developer"], actor=world.actor("maya"), name=name, now=world.now
    )


def account(world: World, action: Any, key: str) -> Any:
    return action(world.people[key], actor=world.actor("maya"), now=world.now)


def closed_while_a_request_is_under_way(world: World) -> Any:
    request_in(world, "submitted")
    return world.act(world.organizations["developer"], "close", "olga", reason="Over.")


def begun(world: World, **answers: str) -> Any:
    return beginning.begin({"office_1": "Accounts", "office_2": "Platform", **answers})


def begun_by(world: World, key: str) -> Any:
    return by_clock(world, world.organizations[key], "begin_site", kind="real")


TABLE = {
    ("frontier_models", "date_missing"): lambda w: moved(w, "move_release_earlier", None),
    ("frontier_models", "date_missing", "later"): lambda w: moved(w, "move_release_later", None),
    ("frontier_models", "not_earlier"): lambda w: moved(w, "move_release_earlier", 0),
    ("frontier_models", "not_later"): lambda w: moved(w, "move_release_later", 0),
    ("frontier_models", "public_before_partners"): lambda w: moved(w, "move_release_later", 60),
    ("frontier_models", "linked_already"): lambda w: linked(w, twice=True),
    ("frontier_models", "in_use"): lambda w: linked(w, used=True),
    ("frontier_models", "not_an_original"): lambda w: linked(w, foreign=True),
    ("frontier_models", "variant_unnamed"): lambda w: variant(w, name=" "),
    ("frontier_models", "variant_name_taken"): lambda w: variant(w, name="production"),
    ("frontier_models", "digest_malformed"): lambda w: variant(w, name="Checkpoint", weights_digest="abc"),
    ("content", "above_the_ceiling"): lambda w: variant(w, name="SECRET//NOFORN"),
    ("policies", "policy_incomplete"): lambda w: policy(w, lead_agency=""),
    ("policies", "effective_in_the_past"): lambda w: policy(w, days=-1),
    ("policies", "people_lacking"): lambda w: policy(w, terms_signers=6),
    ("people", "role_of_another_side"): lambda w: appointed(w, "dana", Role.REVIEWER, "maya"),
    ("people", "role_excluded"): lambda w: appointed(w, "ines", Role.AUDITOR, "nora"),
    ("people", "own_role"): lambda w: appointed(w, "nora", Role.REVIEWER, "nora"),
    ("people", "operator_limits"): lambda w: appointed(w, "rosa", Role.CUSTODIAN, "olga"),
    ("people", "installed_already"): third_operator_by_the_installation,
    ("people", "site_begun"): lambda w: begun(w),
    ("people", "site_begun", "by the step"): lambda w: begun_by(w, "site"),
    ("people", "not_the_operator"): lambda w: begun_by(w, "nsa"),
    ("people", "same_mailbox"): lambda w: begun(w, email_1="olga@ops.example", email_2="olga+b@ops.example"),
    ("people", "same_office"): lambda w: begun(w, office_2="ACCOUNTS"),
    ("people", "invitation_expired"): expired_invitation,
    ("content", "address_not_plain"): lambda w: invited(w, email="ädam@meridian.example"),
    ("content", "name_missing"): lambda w: invited(w, name=" . "),
    ("content", "name_invisible"): lambda w: invited(w, name="Dana\u200bWells"),
    ("content", "name_is_a_link"): lambda w: invited(w, name="Go to https://evil.example/login at once"),
    ("content", "name_mixed"): lambda w: invited(w, name="D\u0430na Wells"),
    ("content", "name_not_latin"): lambda w: office(w, "Политика"),
    ("people", "office_exists"): lambda w: office(w, "POLICY"),
    ("people", "no_open_account"): lambda w: [account(w, organizations.close_account, "dana") for _ in "ab"],
    ("requests", "requests_under_way"): closed_while_a_request_is_under_way,
    ("people", "own_account"): lambda w: account(w, organizations.close_account, "maya"),
    ("people", "no_closed_account"): lambda w: account(w, organizations.reopen_account, "dana"),
}
