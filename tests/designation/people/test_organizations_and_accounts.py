"""Registering organizations, adding offices, and closing and opening accounts; all of it in the record."""

import uuid
from collections.abc import Callable

import pytest
from django.conf import settings
from django.test import Client

from designation.identity import actions as accounts
from designation.people.actions import appointments, invitations, organizations
from designation.people.models import Organization, Person
from designation.roles import Role
from workflow.errors import Refused
from workflow.guards import CLOCK
from workflow.models import Entry
from workflow.perform import perform

from .conftest import PASSWORD, World, actor, office_of

SignIn = Callable[[Person], Client]
OTHER_PASSWORD = "another staple for the horse"
NEW = {"name": "Borealis Labs", "short_name": "BL", "side": "developer", "office": "Front"}


def events(organization: Organization) -> list[str]:
    return list(
        Entry.objects.filter(log=organization.log_id).order_by("index").values_list("event", flat=True)
    )


def test_an_operator_registers_an_organization(world: World, sign_in: SignIn) -> None:
    operator = sign_in(world.operators[0])
    shown = operator.post("/people/register/", NEW, follow=True).content.decode()
    assert "Now invite its first administrators" in shown
    made = Organization.objects.get(name="Borealis Labs")
    assert [office.name for office in made.offices.all()] == ["Front"]
    assert events(made) == ["organization.registered"]
    assert "without an administrator" in operator.get("/people/").content.decode()


def test_nobody_else_registers_one(world: World, sign_in: SignIn) -> None:
    ada = world.administrators(world.developer)[0]
    assert sign_in(ada).post("/people/register/", NEW).status_code == 404
    with pytest.raises(Refused):
        organizations.register(actor=actor(ada), **NEW)


@pytest.mark.parametrize(
    "name", ["halcyon  RESEARCH", "Ha\u200blcyon Research", "H\u0430lcyon Research", "Халцион"]
)
def test_a_name_that_looks_like_another_is_refused(world: World, sign_in: SignIn, name: str) -> None:
    answer = sign_in(world.operators[0]).post("/people/register/", {**NEW, "name": name})
    assert answer.status_code == 409
    assert 'value="BL"' in answer.content.decode()


def test_operators_find_organizations_by_name(world: World, sign_in: SignIn) -> None:
    page = sign_in(world.operators[0]).get("/people/?q=halcyon").content.decode()
    assert "Halcyon Research" in page
    assert "National Agency" not in page


def test_adding_an_office_stands_in_the_record(world: World, sign_in: SignIn) -> None:
    administrator = sign_in(world.administrators(world.developer)[0])
    page = f"/people/{world.developer.pk}/offices/add/"
    assert (
        "Red Team is added." in administrator.post(page, {"name": " Red  Team"}, follow=True).content.decode()
    )
    assert "office.added" in events(world.developer)
    assert "There is an office named" in administrator.post(page, {"name": "RED TEAM"}).content.decode()
    assert administrator.post(page, {"name": "R\u0435d Team"}).status_code == 409


def test_closing_an_account_ends_its_sessions_and_its_roles_at_once(world: World, sign_in: SignIn) -> None:
    dora = world.person(office_of(world.developer, "Policy"), "Dora Draft", Role.DRAFTER)
    session = sign_in(dora)
    administrator = sign_in(world.administrators(world.developer)[0])
    page = f"/people/{world.developer.pk}/people/{dora.pk}/"
    assert "Every role of theirs ends" in administrator.get(f"{page}close/").content.decode()
    assert Person.objects.get(pk=dora.pk).is_active
    assert "Account closed" in administrator.post(f"{page}close/", follow=True).content.decode()
    assert session.get("/accounts/password/change/").status_code == 302
    assert dora.appointments.get().state == "ended"
    assert not Client().login(email=dora.email, password=PASSWORD)
    assert "account.closed" in events(world.developer)


def test_a_reopened_account_has_neither_role_nor_password(world: World, sign_in: SignIn) -> None:
    dora = world.person(office_of(world.developer, "Policy"), "Dora Draft", Role.DRAFTER)
    ada = world.administrators(world.developer)[0]
    organizations.close_account(dora, actor=actor(ada))
    page = f"/people/{world.developer.pk}/people/{dora.pk}/"
    assert "once they set a new password" in sign_in(ada).get(f"{page}reopen/").content.decode()
    sign_in(ada).post(f"{page}reopen/")
    assert not Client().login(email=dora.email, password=PASSWORD)
    link = accounts.new_password_link(Person.objects.get(pk=dora.pk)).removeprefix(settings.SITE_URL)
    client = Client()
    form = client.get(link, follow=True).redirect_chain[-1][0]
    client.post(form, {"password1": OTHER_PASSWORD, "password2": OTHER_PASSWORD})
    assert Client().login(email=dora.email, password=OTHER_PASSWORD)
    assert dora.appointments.get().state == "ended"


def test_a_role_cannot_be_given_to_a_closed_account(world: World) -> None:
    dora = world.person(office_of(world.developer, "Policy"), "Dora Draft")
    ada = actor(world.administrators(world.developer)[0])
    organizations.close_account(dora, actor=ada)
    with pytest.raises(Refused) as refused:
        appointments.propose(Person.objects.get(pk=dora.pk), actor=ada, role=Role.DRAFTER)
    assert refused.value.codes == ("account_closed",)


def test_nobody_closes_the_own_account_or_one_elsewhere(world: World) -> None:
    ada, gail = world.administrators(world.developer)[0], world.administrators(world.agency)[0]
    with pytest.raises(Refused) as refused:
        organizations.close_account(ada, actor=actor(ada))
    assert refused.value.codes == ("own_account",)
    with pytest.raises(Refused) as refused:
        organizations.close_account(gail, actor=actor(ada))
    assert refused.value.codes == ("not_your_role",)
    with pytest.raises(Refused) as refused:
        organizations.reopen_account(ada, actor=actor(world.administrators(world.developer)[1]))
    assert refused.value.codes == ("no_closed_account",)


def test_closing_an_organization_takes_a_reason_and_asks_once(world: World, sign_in: SignIn) -> None:
    operator = sign_in(world.operators[0])
    page = f"/people/{world.developer.pk}/close/"
    assert "Nobody of this organization can act" in operator.get(page).content.decode()
    assert "Fill this in." in operator.post(page, {"reason": ""}).content.decode()
    operator.post(page, {"reason": "It left the program."})
    assert Organization.objects.get(pk=world.developer.pk).state == "closed"
    assert (
        sign_in(world.operators[1])
        .post(f"/people/{world.developer.pk}/offices/add/", {"name": "X"})
        .status_code
        == 409
    )


def test_administrators_cannot_close_their_organization(world: World, sign_in: SignIn) -> None:
    administrator = sign_in(world.administrators(world.developer)[0])
    assert administrator.post(f"/people/{world.developer.pk}/close/", {"reason": "x"}).status_code == 404


def test_after_its_first_two_operators_a_site_installs_no_more(world: World) -> None:
    third = world.person(world.operators[0].office, "Third Person")
    with pytest.raises(Refused) as refused:
        organizations.install_operator(third)
    assert refused.value.codes == ("installed_already",)
    assert not third.appointments.exists()


def test_the_installation_itself_registers_only_what_it_is_asked_to(db: None) -> None:
    made = organizations.register(
        actor=CLOCK, name="Site", short_name="OPS", side="operator", office="Accounts"
    )
    assert events(made) == ["organization.registered"]


def test_people_are_found_by_name_and_address(world: World, sign_in: SignIn) -> None:
    administrator = sign_in(world.administrators(world.developer)[0])
    page = administrator.get(f"/people/{world.developer.pk}/?q=adrian@").content.decode()
    assert "Adrian Admin" in page
    assert "ada@hr.example" not in page.replace("Signed in as <strong>ada@hr.example</strong>", "")
    assert "Nobody matches." in administrator.get(f"/people/{world.developer.pk}/?q=zzz").content.decode()


def test_an_account_that_is_not_there_is_neither_closed_nor_opened(world: World) -> None:
    ada = actor(world.administrators(world.developer)[0])
    for step in ("close_account", "reopen_account"):
        for nobody in ("no id", str(uuid.uuid4())):
            with pytest.raises(Refused):
                perform(world.developer, step, actor=ada, inputs={"person": nobody})


def test_nobody_but_administrators_proposes_roles_or_invites(world: World) -> None:
    dora = world.person(office_of(world.developer, "Policy"), "Dora Draft", Role.DRAFTER)
    gail = world.administrators(world.agency)[0]
    for stranger in (dora, gail):
        with pytest.raises(Refused) as refused:
            appointments.propose(dora, actor=actor(stranger), role=Role.SECURITY_CONTACT)
        assert refused.value.codes == ("not_your_role",)


def test_nobody_joins_a_closed_organization(world: World) -> None:
    organizations.close(world.developer, actor=actor(world.operators[0]), reason="It left.")
    office = office_of(world.developer, "Policy")
    with pytest.raises(Refused) as refused:
        invitations.invite(
            world.developer, actor=actor(world.operators[0]), email="x@hr.example", name="X", office=office
        )
    assert refused.value.codes == ("organization_closed",)


def test_an_invitation_names_an_office_of_the_own_organization(world: World) -> None:
    ada = actor(world.administrators(world.developer)[0])
    elsewhere = office_of(world.agency, "Intake")
    with pytest.raises(Refused) as refused:
        invitations.invite(world.developer, actor=ada, email="x@hr.example", name="X", office=elsewhere)
    assert refused.value.codes == ("office_elsewhere",)


def test_an_organization_is_not_closed_without_a_reason(world: World) -> None:
    with pytest.raises(Refused) as refused:
        organizations.close(world.developer, actor=actor(world.operators[0]), reason=" ")
    assert refused.value.codes == ("reason_missing",)
