"""The suspended are told plainly and without the reason; strangers find nothing; mail says nothing."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from designation.artifacts.models import Share
from designation.demo import roster
from designation.demo.world import World
from designation.insider_risk import actions
from designation.models import Suspension
from designation.notifications.directory import mails, notices_for
from tests.designation.insider_risk.test_placing_on_pages import text_of
from tests.designation.walking import fresh, refused
from workflow.mail import Message
from workflow.models import Job

As = Callable[[World, str], Client]
WHY = "An odd pattern."


def told(suspension: Suspension, event: str) -> dict[str, set[str]]:
    """Return who gets which mail of an event, by the subject of the mail."""
    found: dict[str, set[str]] = {}
    actor = str(suspension.placed_by_id) if event == "suspension.placed" else "clock"
    for audience, template in notices_for(event):
        message = Message(
            audience=audience,
            template=template,
            log_id=suspension.log_id,
            machine="designation.Suspension",
            subject_id=suspension.pk,
            event=event,
            actor=actor,
            due_at=None,
        )
        for mail in mails(message):
            assert WHY not in mail.body
            assert "Laurent" not in mail.subject
            found.setdefault(mail.subject, set()).add(mail.address.split("@")[0])
    return found


def test_the_suspended_the_officers_and_the_administrators_are_told(
    present: World, share: Share, of_eve: Suspension
) -> None:
    assert told(of_eve, "suspension.placed") == {
        "Your access is suspended": {"eve"},
        "Something changed in a matter of yours": {"iris", "ivo", "nora", "neil"},
    }
    assert told(of_eve, "suspension.lifted") == {
        "Your access is no longer suspended": {"eve"},
        "Something changed in a matter of yours": {"ira", "iris", "ivo", "nora", "neil"},
    }


def test_a_developer_and_the_officers_of_the_request_are_told_of_its_artifact(
    present: World, share: Share
) -> None:
    suspension = actions.suspend_artifact(share.artifact, actor=present.actor("ira"), reason=WHY)
    assert told(suspension, "suspension.placed") == {
        "Something changed in a matter of yours": {"dana", "carl", "sam", "iris", "ivo"}
    }


def test_officers_who_do_not_know_the_developer_are_not_told(present: World, share: Share) -> None:
    hugo = present.people["hugo"]
    suspension = actions.suspend_person(hugo, actor=present.actor("hana"), reason=WHY)
    assert told(suspension, "suspension.placed") == {"Your access is suspended": {"hugo"}}


def test_the_owner_is_told_that_access_stopped(present: World, share: Share, of_eve: Suspension) -> None:
    jobs = Job.objects.filter(event="access.stopped", log=share.log_id)
    assert {job.inputs["template"] for job in jobs} == {"stopped"}


def test_every_page_of_the_suspended_says_so(present: World, of_eve: Suspension, as_person: As) -> None:
    eve = as_person(present, "eve")
    for page in (eve.get(reverse("desk")), eve.get("/requests/FD-AAAA-AAAA/")):
        assert "Your access has been suspended since" in text_of(page)
        assert reverse("own_suspension") in page.content.decode()
    own = text_of(eve.get(reverse("own_suspension")))
    assert "Your own access has been suspended since" in own
    assert "EST" in own or "EDT" in own
    assert "an insider-risk officer" in own
    assert "Nora Blake" in own
    assert "nora@nsa.example" in own
    assert WHY not in own
    assert "Ira Shaw" not in own


def test_others_are_told_that_they_are_not_suspended(
    present: World, of_eve: Suspension, as_person: As
) -> None:
    ravi = as_person(present, "ravi")
    assert "been suspended since" not in text_of(ravi.get(reverse("desk")))
    assert "No suspension covers you" in text_of(ravi.get(reverse("own_suspension")))


def test_a_developer_that_is_suspended_reads_that_it_can_leave(
    present: World, share: Share, as_person: As
) -> None:
    actions.suspend_organization(present.organizations["developer"], actor=present.actor("ira"), reason=WHY)
    page = as_person(present, "carl").get(reverse("request", args=[share.window.request.number]))
    assert page.status_code == 200
    assert "Your organization’s access has been suspended" in text_of(page)
    assert "You can still read your own pages, manage your people and leave" in text_of(page)


@pytest.mark.parametrize(
    "key", ["eve", "ravi", "abel", "dana", "maya", "hana", "gwen", "olga", "ada", "rhea"]
)
def test_a_suspension_does_not_exist_for_strangers(
    present: World, share: Share, of_eve: Suspension, as_person: As, key: str
) -> None:
    client = as_person(present, key)
    assert client.get(reverse("suspension", args=[of_eve.number])).status_code == 404
    step = reverse("suspension_step", args=[of_eve.number, "lift"])
    assert client.get(step).status_code == client.post(step).status_code == 404
    listed = client.get(reverse("suspensions"))
    assert listed.status_code == 404 or of_eve.number not in listed.content.decode()
    assert of_eve.number not in client.get(reverse("desk")).content.decode()


def test_those_who_can_lift_it_find_it_on_their_desk(
    present: World, of_eve: Suspension, as_person: As
) -> None:
    what = "Access is suspended: lift it when the reason is gone"
    for key in ("ivo", "nora"):
        assert what in text_of(as_person(present, key).get(reverse("desk")))
    assert what not in text_of(as_person(present, "ira").get(reverse("desk")))
    present.act(of_eve, "lift", "ivo")
    assert "Someone signed to lift a suspension" in text_of(as_person(present, "nora").get(reverse("desk")))


def test_the_only_person_of_a_partner_signs_with_a_roster_administrator(
    present: World, as_person: As
) -> None:
    roster.activated(present)
    tess = present.people["tess"]
    suspension = actions.suspend_person(tess, actor=present.actor("ira"), reason=WHY)
    page = reverse("suspension", args=[suspension.number])
    own = as_person(present, "tess").get(reverse("own_suspension"))
    assert page in own.content.decode()
    assert as_person(present, "tess").get(page).status_code == 200
    assert as_person(present, "rhea").get(page).status_code == 200
    assert refused(lambda: present.act(suspension, "lift", "tess")) == ("partner_and_roster",)
    assert refused(lambda: present.act(suspension, "lift", "rhea")) == ()
    assert fresh(suspension).state == "lifted"
    assert tess.roles_held() != frozenset()


def test_a_roster_administrator_and_an_officer_do_not_lift_it_without_the_partner(present: World) -> None:
    roster.activated(present)
    suspension = actions.suspend_person(present.people["tess"], actor=present.actor("ira"), reason=WHY)
    assert refused(lambda: present.act(suspension, "lift", "rhea")) == ("partner_and_roster",)
    assert refused(lambda: present.act(suspension, "lift", "rolf")) == ("partner_and_roster",)
    assert refused(lambda: present.act(suspension, "lift", "ivo")) == ("second_officer",)
    assert fresh(suspension).state == "active"
