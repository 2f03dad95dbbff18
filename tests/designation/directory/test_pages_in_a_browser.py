"""A roster administrator imports a file in a real browser: nothing that axe-core finds, nothing wider than 320 px."""

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest

from designation.demo import world as demonstration
from designation.demo.cast import PASSWORD
from designation.demo.world import World
from designation.models import DirectoryEntry, DirectoryImport
from tests.designation.directory.importing import done, file_of, imported
from tests.designation.walking import catch_up
from tests.screens import Screens
from workflow import clock

if TYPE_CHECKING:
    from playwright.sync_api import Browser

pytestmark = pytest.mark.browser
KNOWN = file_of(
    "Mercy General Hospital,Bisbee,AZ,rural hospital,,small,,031304,,,,it@mercy.example",
    "City of Abilene,Abilene,TX,city,,,,,,,abilenetx.gov",
    "First Bank of Weir,Weir,MS,community bank,,,,,12045",
)
NEXT = file_of(
    "Mercy Gennral Hospital,Bisbee,AZ,rural hospital",
    "City of Abilene,Abilene,TX,city,,large,,,,,abilenetx.gov visitabilene.gov",
    "Weir Water Works,Weir,MS,water utility,,,,,,MS0100012",
    "First Bank of Weir,Weir,MS,community bank,,,,,12045",
)
WRONG = file_of("Somewhere,Weir,MS,castle", "Elsewhere,Weir,MS,city,,,1.23E+11")


def signed_in(browser: "Browser", address: str) -> Any:
    page = browser.new_context(base_url=address).new_page()
    page.set_default_timeout(10_000)
    page.goto("/accounts/login/")
    page.get_by_label("Email").fill("rhea@cisa.example")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_url(address + "/")
    return page


def world_with_entries() -> World:
    world = demonstration.people_and_policy(clock.now() - timedelta(days=2))
    imported(world, KNOWN)
    catch_up(world)
    return world


def upload(page: Any, text: str) -> DirectoryImport:
    page.goto("/directory/imports/new/")
    page.get_by_label("Or paste its lines").fill(text)
    page.get_by_role("button", name="Upload the file").click()
    page.get_by_text("Choose the columns").wait_for()
    return DirectoryImport.objects.latest("number")


def test_an_import_from_the_file_to_its_undoing(browser: "Browser", live_site: str, screens: Screens) -> None:
    world_with_entries()
    page = signed_in(browser, live_site)
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.goto("/directory/imports/new/")
    screens.look(page, "upload")
    of = upload(page, NEXT)
    screens.look(page, "columns")
    page.get_by_role("button", name="Check this file").click()
    page.get_by_text("This page updates by itself").wait_for()
    screens.look(page, "checking")
    done(of)
    page.get_by_role("heading", name="Decide about 1 likely duplicate").wait_for()  # by itself
    screens.look(page, "likely")
    page.get_by_role("button", name="Different organizations").click()
    page.get_by_text("The file can be imported").wait_for()
    page.get_by_role("link", name="Changed (1)", exact=True).click()
    page.get_by_text("visitabilene.gov").wait_for()
    screens.look(page, "changed")
    page.get_by_role("link", name="Import these organizations").click()
    page.get_by_role("button", name="Import these organizations").wait_for()
    screens.look(page, "confirm")
    page.get_by_role("button", name="Import these organizations").click()
    page.get_by_text("are being written").first.wait_for()
    done(of)
    page.get_by_text("2 organizations added, 1 changed").wait_for()
    screens.look(page, "applied")
    page.get_by_role("link", name="Undo this import").click()
    page.get_by_role("button", name="Undo this import").click()
    page.get_by_text("is being undone").first.wait_for()
    done(of)
    page.get_by_text("Everything is as it was before").wait_for()
    assert DirectoryEntry.objects.count() == 3
    assert complaints == []


def test_the_other_pages(browser: "Browser", live_site: str, screens: Screens) -> None:
    world_with_entries()
    page = signed_in(browser, live_site)
    for name, address in {
        "list": "/directory/",
        "found": "/directory/?q=abilen&state=TX&category=sltt",
        "nothing_found": "/directory/?q=nowhere",
        "coverage": "/directory/coverage/",
        "imports": "/directory/imports/",
        "add": "/directory/add/",
        "desk": "/",
    }.items():
        page.goto(address)
        screens.look(page, name)
    page.goto("/directory/?q=Mercy")
    page.get_by_role("link", name="Mercy General Hospital").click()
    screens.look(page, "entry")
    page.get_by_role("link", name="Correct this organization").click()
    page.get_by_label("City").fill("Douglas")
    page.get_by_role("button", name="Save the changes").click()
    page.get_by_text("City: Bisbee → Douglas").wait_for()
    screens.look(page, "corrected")
    page.goto("/directory/add/")
    page.get_by_label("Name").first.fill("Mercy General Hospital")
    page.get_by_label("City").fill("Douglas")
    page.get_by_label("Category").select_option("rural_hospital")
    page.get_by_label("CCN").fill("031304")
    page.get_by_role("button", name="Add the organization").click()
    page.get_by_text("This was not sent yet").wait_for()
    screens.look(page, "add_refused")
    assert DirectoryEntry.objects.filter(name="Mercy General Hospital").count() == 1
    of = upload(page, WRONG)
    page.get_by_role("button", name="Check this file").click()
    page.get_by_text("This page updates by itself").wait_for()
    done(of)
    page.get_by_text("The file cannot be imported yet").wait_for()
    screens.look(page, "failed")
