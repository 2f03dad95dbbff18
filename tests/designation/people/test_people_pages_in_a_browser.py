"""The people pages and those of signing in, in a real browser: no finding of axe-core, nothing wider than 320 px."""

from typing import TYPE_CHECKING, Any

import pytest

from designation.people.actions import appointments, invitations
from designation.people.models import Invitation
from designation.roles import Role
from tests.screens import Screens

from .conftest import PASSWORD, World, actor, build_world, office_of

if TYPE_CHECKING:
    from playwright.sync_api import Browser

pytestmark = pytest.mark.browser


def fill(world: World) -> tuple[Any, Invitation]:
    """People with roles held, proposed and delegated, and invitations sent and unsent."""
    ada, adrian = world.administrators(world.developer)
    office = office_of(world.developer, "Policy")
    dora = world.person(office, "Dora Draft", Role.DRAFTER, Role.SECURITY_CONTACT)
    outcome = appointments.propose(dora, actor=actor(ada), role=Role.CERTIFYING_OFFICER)
    sent = invitations.invite(
        world.developer,
        actor=actor(ada),
        email="nia@hr.example",
        name="Nia New",
        office=office,
        roles=["drafter"],
    )
    invitations.prepare(
        world.developer, actor=actor(adrian), email="li@hr.example", name="Li Wei", office=office
    )
    return outcome.subject, sent


def test_no_page_of_people_has_an_accessibility_finding(
    browser: "Browser", live_site: str, screens: Screens
) -> None:
    world = build_world()
    proposed, invitation = fill(world)
    root = f"/people/{world.developer.pk}/"
    person, role = f"{root}people/{proposed.person_id}/", f"{root}roles/{proposed.pk}/"
    pages = {
        "organization": root, "person": person, "role_add": f"{person}roles/add/", "role": role,
        "sign": f"{role}activate/", "invitations": f"{root}invitations/", "invite": f"{root}invitations/add/",
        "import": f"{root}import/", "office_add": f"{root}offices/add/", "close": f"{person}close/",
        "password": "/accounts/password/change/", "missing": "/nowhere/",
    }  # fmt: skip
    context = browser.new_context(base_url=live_site)
    page = context.new_page()
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.goto("/accounts/login/")
    screens.look(page, "login")
    page.get_by_label("Email").fill("adrian@hr.example")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_url(live_site + "/")
    complaints.clear()
    for name, address in pages.items():
        page.goto(address)
        screens.look(page, name)
    page.goto(pages["import"])
    page.get_by_label("Or its lines").fill(
        "email,name,office,roles\njo@hr.example,Jo,Policy,Drafter\nx,,No,Boss\n"
    )
    page.get_by_role("button", name="Try it out").click()
    page.get_by_text("The file cannot be imported yet").wait_for()
    screens.look(page, "import_wrong")
    page.goto(pages["invite"])
    page.get_by_role("button", name="Send the invitation").click()
    page.get_by_text("This was not sent yet").wait_for()
    screens.look(page, "invite_errors")
    context.clear_cookies()
    page.goto("/" + invitations.link(invitation).split("/", 3)[3])
    screens.look(page, "accept")
    assert [complaint for complaint in complaints if "404" not in complaint] == []
    context.close()


def test_a_role_is_signed_for_by_keyboard_alone(browser: "Browser", live_site: str) -> None:
    world = build_world()
    proposed, _ = fill(world)
    context = browser.new_context(base_url=live_site)
    page = context.new_page()
    page.goto("/accounts/login/")
    page.get_by_label("Email").focus()
    page.keyboard.type("adrian@hr.example")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")  # past the link to a new password
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url(live_site + "/")
    page.goto(f"/people/{world.developer.pk}/roles/{proposed.pk}/")
    page.get_by_role("link", name="Sign for this role").focus()
    page.keyboard.press("Enter")
    page.get_by_role("button", name="Sign for this role").focus()
    page.keyboard.press("Enter")
    page.get_by_text("You signed.").wait_for()
    assert page.get_by_text("Active").first.is_visible()
    context.close()


def test_the_menu_and_every_form_work_without_scripts(browser: "Browser", live_site: str) -> None:
    world = build_world()
    fill(world)
    context = browser.new_context(
        base_url=live_site, java_script_enabled=False, viewport={"width": 320, "height": 900}
    )
    page = context.new_page()
    page.goto("/accounts/login/")
    page.get_by_label("Email").fill("ada@hr.example")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    page.goto("/about/")
    page.get_by_role("link", name="People").click()
    page.get_by_role("link", name="Add an office").click()
    page.get_by_label("Name").fill("Red Team")
    page.get_by_role("button", name="Add the office").click()
    page.get_by_text("Red Team is added.").wait_for()
    page.locator("summary").click()
    page.get_by_role("button", name="Sign out").click()
    page.goto(f"/people/{world.developer.pk}/")
    assert page.get_by_role("heading", name="Sign in").is_visible()
    context.close()
