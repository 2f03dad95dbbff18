"""Attack 3: go on with a download that began before access ended. It is cut off within a second, read or not."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse

from designation.insider_risk import actions as suspensions
from designation.models import BreakGlass
from designation.people.actions import appointments
from designation.people.models import Person
from designation.roles import Role
from tests.designation.artifacts.agreeing import in_force
from tests.designation.artifacts.downloads.ending import UNDER_WAY_BYTES, WITHIN_S, how_it_ended, one_click
from tests.designation.artifacts.downloads.serving import wait_for
from tests.designation.artifacts.downloads.site import LARGE, Site
from tests.designation.break_glass.emergency import asked, opened_up
from tests.designation.walking import fresh
from workflow import clock
from workflow.perform import perform

Ends = Callable[[Site], Any]


def step(of: str, name: str, who: str, **inputs: Any) -> Ends:
    def take(site: Site) -> None:
        request = site.window.request
        subjects = {"window": site.window, "artifact": site.large.artifact, "request": request}
        perform(fresh(subjects[of]), name, actor=site.world.actor(who), inputs=inputs)

    return take


def role_ends(site: Site) -> None:
    role = site.world.people["eve"].appointments.get(role=Role.EVALUATOR)
    appointments.end(role, actor=site.world.actor("nora"))


def time_ends(site: Site) -> None:
    """No worker runs beside these tests, so nothing closes the window."""
    clock.advance(fresh(site.window).ends_at - clock.now())


def window_is_trimmed(site: Site) -> None:
    """The model's release is moved before the window's end, and that instant comes."""
    release = clock.now() + timedelta(days=2)
    inputs = {"partner_release": release.isoformat()}
    perform(
        fresh(site.window.request.model),
        "move_release_earlier",
        actor=site.world.actor("carl"),
        inputs=inputs,
    )
    clock.advance(timedelta(days=2))


def agreement_comes_into_force(site: Site) -> None:
    """The developer asks for the acceptance of an agreement while the evaluator is downloading."""
    in_force(site.world, site.window.request)


def person_is_suspended(site: Site) -> None:
    actor = site.world.actor("ira")
    suspensions.suspend_person(site.world.people["eve"], actor=actor, reason="An odd pattern.")


def organization_is_suspended(site: Site) -> None:
    actor = site.world.actor("nora")
    suspensions.suspend_organization(site.world.organizations["nsa"], actor=actor, reason="An odd pattern.")


def artifact_is_suspended(site: Site) -> None:
    suspensions.suspend_artifact(site.large.artifact, actor=site.world.actor("dana"), reason="A wrong file.")


def signs_out(site: Site) -> None:
    assert site.eve.post(reverse("account_logout")).status_code == 302


def password_changes(site: Site) -> None:
    Person.objects.filter(pk=site.world.people["eve"].pk).update(password="another")


ENDINGS: dict[str, Ends] = {
    "one click on the share": one_click("share"),
    "one click on the person": one_click("person"),
    "one click on the window": one_click("window"),
    "window closed": step("window", "close", "carl"),
    "artifact withdrawn": step("artifact", "withdraw", "dana"),
    "request withdrawn": step("request", "withdraw", "carl"),
    "role ended": role_ends,
    "time over": time_ends,
    "window trimmed": window_is_trimmed,
    "agreement in force": agreement_comes_into_force,
    "person suspended": person_is_suspended,
    "organization suspended": organization_is_suspended,
    "artifact suspended": artifact_is_suspended,
    "signed out": signs_out,
    "password changed": password_changes,
}


def emergency_access(site: Site) -> BreakGlass:
    """An agreement comes into force, and one person of each side lets the evaluator read before accepting it."""
    agreement_comes_into_force(site)
    return opened_up(site.world, asked(site.world, site.window))


def hour_is_over(site: Site, access: BreakGlass) -> None:
    """No worker runs beside these tests, so nothing writes the end of the access."""
    assert access.ends_at is not None
    clock.advance(access.ends_at - clock.now())


def developer_ends_it(site: Site, access: BreakGlass) -> None:
    perform(fresh(access), "end", actor=site.world.actor("sam"))


@pytest.mark.parametrize("ends", [hour_is_over, developer_ends_it])
def test_a_download_under_emergency_access_is_cut_off_with_it(
    served: Site, ends: Callable[[Site, BreakGlass], None]
) -> None:
    access = emergency_access(served)
    with served.reads() as reading:
        assert reading.status == 200
        reading.read()
        ends(served, access)
        wait_for(reading.is_gone, "the connection is reset", within_s=WITHIN_S)
        assert reading.rest() == "reset"
    assert how_it_ended(served)["outcome"].startswith("cut: ")
    begun = served.entries("share.downloaded", served.large).get()
    assert begun.details["emergency_access"] == str(access.pk)


@pytest.mark.parametrize("ends", ENDINGS.values(), ids=ENDINGS)
def test_a_client_that_does_not_read_is_cut_off(served: Site, ends: Ends) -> None:
    with served.reads() as reading:
        assert (reading.status, reading.headers["content-length"]) == (200, str(LARGE))
        reading.read()
        ends(served)
        since = time.monotonic()
        wait_for(reading.is_gone, "the connection is reset", within_s=WITHIN_S)
        took_s = time.monotonic() - since
        before = reading.received
        assert reading.rest() == "reset"
    print(f"cut after {took_s * 1000:.0f} ms, {reading.received - before} bytes were under way")
    assert reading.received - before <= UNDER_WAY_BYTES
    ended = how_it_ended(served)
    assert ended["outcome"].startswith("cut: ")
    assert reading.received <= ended["handed_over"] < LARGE
