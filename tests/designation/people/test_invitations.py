"""An invitation is bound to one address, used once, expires, and is mailed only when somebody sends it."""

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.core import mail
from django.test import Client

from designation.people.actions import invitations, organizations
from designation.people.models import Invitation, Person
from designation.roles import Role
from designation.web.action_page import SEEN
from tests.overwriting import unguarded
from workflow import clock, outbox
from workflow.errors import Refused
from workflow.models import Deadline, Entry
from workflow.staleness import newest_seen
from workflow.sweep import sweep

from .conftest import PASSWORD, World, actor, office_of

SignIn = Callable[[Person], Client]
ADDRESS = "nia@hr.example"


@pytest.fixture
def invitation(world: World) -> Invitation:
    ada = world.administrators(world.developer)[0]
    office = office_of(world.developer, "Policy")
    return invitations.invite(
        world.developer,
        actor=actor(ada),
        email=" NIA@HR.example",
        name="Nia  New",
        office=office,
        roles=[Role.DRAFTER],
    )


def opened(invitation: Invitation, client: Client | None = None) -> Client:
    """A browser that has followed the link of the mail."""
    client = client or Client()
    path = invitations.link(invitation).split("/", 3)[3]
    assert client.get(f"/{path}")["Location"] == "/invitation/"
    return client


def chosen(**changes: str) -> dict[str, str]:
    return {"name": "Nia New", "password1": PASSWORD, "password2": PASSWORD} | changes


def events(invitation: Invitation) -> list[str]:
    return list(
        Entry.objects.filter(subject_id=invitation.pk).order_by("index").values_list("event", flat=True)
    )


def test_accepting_makes_an_account_for_the_invited_address_and_no_other(invitation: Invitation) -> None:
    answer = opened(invitation).post("/invitation/", chosen(email="else@hr.example"), follow=True)
    assert "Your account is made" in answer.content.decode()
    person = Person.objects.get(email=ADDRESS)
    assert (person.name, person.office) == ("Nia New", invitation.office)
    assert Client().login(email=ADDRESS, password=PASSWORD)
    assert events(invitation) == ["invitation.prepared", "invitation.sent", "invitation.accepted"]


def test_a_password_manager_finds_the_address_to_keep(invitation: Invitation) -> None:
    shown = opened(invitation).get("/invitation/").content.decode()
    (field,) = re.findall(r'<input[^>]*autocomplete="username"[^>]*>', shown)
    assert f'value="{invitation.email}"' in field
    assert "readonly" in field


def test_the_link_is_mailed_to_the_invited_address_alone_and_the_subject_says_nothing(
    invitation: Invitation,
) -> None:
    outbox.deliver()
    sent = [message for message in mail.outbox if invitations.link(invitation) in message.body]
    assert [message.to for message in sent] == [[ADDRESS]]
    assert "Halcyon" not in sent[0].subject + sent[0].body


def test_a_revoked_invitation_is_no_longer_mailed(world: World, invitation: Invitation) -> None:
    invitations.revoke(invitation, actor=actor(world.administrators(world.developer)[0]))
    outbox.deliver()
    assert not [message for message in mail.outbox if message.to == [ADDRESS]]


def test_the_roles_of_an_invitation_are_proposed_not_given(invitation: Invitation) -> None:
    opened(invitation).post("/invitation/", chosen())
    assert [a.state for a in Person.objects.get(email=ADDRESS).appointments.all()] == ["proposed"]


def test_an_invitation_works_once(invitation: Invitation) -> None:
    opened(invitation).post("/invitation/", chosen())
    again = opened(invitation)
    assert "was used" in again.get("/invitation/").content.decode()
    assert again.post("/invitation/", chosen(name="Second")).status_code == 409
    assert Person.objects.filter(email=ADDRESS).count() == 1
    with pytest.raises(Refused):
        invitations.accept(invitation, name="Second", password=PASSWORD)


def test_somebody_who_is_signed_in_cannot_use_it(
    world: World, invitation: Invitation, sign_in: SignIn
) -> None:
    gail = world.administrators(world.agency)[0]
    browser = opened(invitation, sign_in(gail))
    page = browser.get("/invitation/")
    assert page.status_code == 409
    assert ADDRESS not in page.content.decode()
    assert browser.post("/invitation/", chosen()).status_code == 409
    assert not Person.objects.filter(email=ADDRESS).exists()


def test_after_fourteen_days_it_no_longer_works(invitation: Invitation) -> None:
    browser = opened(invitation)
    clock.advance(timedelta(days=14))
    assert browser.post("/invitation/", chosen()).status_code == 409
    assert not Person.objects.filter(email=ADDRESS).exists()


def test_the_clock_ends_an_unused_invitation(invitation: Invitation) -> None:
    clock.advance(timedelta(days=14, seconds=1))
    sweep()
    assert Invitation.objects.get(pk=invitation.pk).state == "expired"


def test_an_expired_invitation_is_refused_even_where_its_clock_was_lost(invitation: Invitation) -> None:
    with unguarded(Deadline):
        Deadline.objects.filter(subject_id=invitation.pk).delete()
    clock.advance(timedelta(days=14))
    with pytest.raises(Refused) as refused:
        invitations.accept(invitation, name="Nia New", password=PASSWORD)
    assert refused.value.codes == ("invitation_expired",)


@pytest.mark.parametrize("take", [invitations.send, invitations.revoke])
def test_only_administrators_send_or_revoke(
    world: World, invitation: Invitation, take: Callable[..., None]
) -> None:
    for stranger in (
        world.administrators(world.agency)[0],
        world.person(invitation.office, "Dora Draft", Role.DRAFTER),
    ):
        with pytest.raises(Refused) as refused:
            take(invitation, actor=actor(stranger))
        assert refused.value.codes == ("not_your_role",)


def test_a_revoked_invitation_stops_at_once(world: World, invitation: Invitation, sign_in: SignIn) -> None:
    browser = opened(invitation)
    administrator = sign_in(world.administrators(world.developer)[1])
    page = f"/people/{world.developer.pk}/invitations/{invitation.pk}/revoke/"
    assert administrator.get(page).status_code == 200
    assert Invitation.objects.get(pk=invitation.pk).state == "open"  # asking revokes nothing
    administrator.post(page, {SEEN: newest_seen(invitation)})
    assert browser.post("/invitation/", chosen()).status_code == 409


def test_a_link_that_we_did_not_write_leads_nowhere(invitation: Invitation) -> None:
    assert Client().get(f"/invitation/{invitation.pk}/").status_code == 404
    assert Client().get(f"/invitation/{invitation.pk}:forged/").status_code == 404
    assert Client().get("/invitation/").status_code == 404


def test_administrators_never_see_the_link(world: World, invitation: Invitation, sign_in: SignIn) -> None:
    token = invitations.link(invitation).split("/")[-2]
    administrator = sign_in(world.administrators(world.developer)[0])
    page = administrator.get(f"/people/{world.developer.pk}/invitations/").content.decode()
    assert ADDRESS in page
    assert token not in page
    assert token.split(":")[1] not in page


def test_the_password_is_held_against_the_policy(invitation: Invitation) -> None:
    browser = opened(invitation)
    assert (
        "too short"
        in browser.post("/invitation/", chosen(password1="short", password2="short")).content.decode()
    )
    assert "differ" in browser.post("/invitation/", chosen(password2="another one here")).content.decode()
    assert not Person.objects.filter(email=ADDRESS).exists()


def test_sending_again_starts_the_fourteen_days_anew(
    world: World, invitation: Invitation, sign_in: SignIn
) -> None:
    clock.advance(timedelta(days=10))
    administrator = sign_in(world.administrators(world.developer)[0])
    administrator.post(
        f"/people/{world.developer.pk}/invitations/{invitation.pk}/send/", {SEEN: newest_seen(invitation)}
    )
    clock.advance(timedelta(days=10))
    sweep()
    assert Invitation.objects.get(pk=invitation.pk).state == "open"
    assert Deadline.objects.filter(subject_id=invitation.pk, state="running").count() == 1


def test_one_mailbox_is_invited_once_and_has_one_account(world: World, invitation: Invitation) -> None:
    ada = world.administrators(world.developer)[0]
    office = office_of(world.developer, "Policy")

    def codes(email: str) -> tuple[str, ...]:
        with pytest.raises(Refused) as refused:
            invitations.invite(world.developer, actor=actor(ada), email=email, name="Nia", office=office)
        return refused.value.codes

    assert codes("nia+second@hr.example") == ("already_invited",)
    assert codes("Ada+second@HR.example") == ("already_a_member",)
    assert "address_not_plain" in codes("nіa@hr.example")  # the second letter is Cyrillic
    assert "address_malformed" in codes("nia at hr")


def test_an_address_with_an_account_elsewhere_is_told_to_its_owner_not_to_the_inviter(world: World) -> None:
    ada = world.administrators(world.developer)[0]
    gail = world.administrators(world.agency)[0]
    office = office_of(world.developer, "Policy")
    invitation = invitations.invite(
        world.developer, actor=actor(ada), email=gail.email, name="Gail", office=office
    )
    answer = opened(invitation).post("/invitation/", chosen())
    assert answer.status_code == 409
    assert "one account" in answer.content.decode()


def test_an_organization_does_not_learn_that_another_invited_the_same_address(
    world: World, invitation: Invitation
) -> None:
    gail = world.administrators(world.agency)[0]
    office = office_of(world.agency, "Intake")
    second = invitations.invite(world.agency, actor=actor(gail), email=ADDRESS, name="Nia", office=office)
    assert second.state == "open"


def test_a_site_operator_invites_administrators_only(world: World) -> None:
    operator, office = actor(world.operators[0]), office_of(world.agency, "Intake")
    with pytest.raises(Refused) as refused:
        invitations.invite(
            world.agency, actor=operator, email="x@na.example", name="X", office=office, roles=[Role.REVIEWER]
        )
    assert refused.value.codes == ("operator_limits",)


def test_a_closed_organization_takes_nobody_in(world: World, invitation: Invitation) -> None:
    browser = opened(invitation)
    organizations.close(world.developer, actor=actor(world.operators[0]), reason="It left.")
    assert browser.post("/invitation/", chosen()).status_code == 409
    with pytest.raises(Refused) as refused:
        invitations.accept(invitation, name="Nia", password=PASSWORD)
    assert "organization_closed" in refused.value.codes


def test_the_form_invites_and_keeps_what_was_typed_when_refused(world: World, sign_in: SignIn) -> None:
    administrator = sign_in(world.administrators(world.developer)[0])
    page = f"/people/{world.developer.pk}/invitations/add/"
    typed = {
        "email": "jo@hr.example",
        "name": "Jo Park",
        "office": str(office_of(world.developer, "Policy").pk),
    }
    assert (
        "on its way"
        in administrator.post(page, {**typed, "roles": ["drafter"]}, follow=True).content.decode()
    )
    again = administrator.post(page, typed)
    assert again.status_code == 409
    assert "is open. Send it again" in again.content.decode()
    assert 'value="Jo Park"' in again.content.decode()
