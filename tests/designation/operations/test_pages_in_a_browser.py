"""Record, policies, operations and the demonstration's pages in a real browser: accessible, and they fit 320 px."""

import pickle
import subprocess
import sys
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as live_settings
from django.db import connections
from django.test import Client

from designation.demo import world as demonstration
from designation.demo.world import World
from designation.models import Request
from designation.policies import actions as policies
from designation.web.actor import PROVED_AT, PROVED_BY
from tests.conftest import copy_of_database, serving
from tests.database_templates import Kept
from tests.overwriting import overwrite
from tests.screens import Screens
from workflow import clock, outbox
from workflow.ledger.seal import seal
from workflow.models import Deadline, Entry, Job

pytestmark = pytest.mark.browser
ROOT = Path(__file__).resolve().parents[3]


@pytest.fixture(scope="module")
def keys(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the register's keys, the same for every test of this file."""
    return tmp_path_factory.mktemp("keys")


@pytest.fixture(scope="module")
def site(people_kept: Kept, django_db_blocker: Any, keys: Path) -> Iterator[tuple[str, World, Request]]:
    """A site with a determined request, sealed in part, a policy draft that one editor signed, and mail in trouble."""
    before = live_settings.MODE, live_settings.LEDGER_KEYS
    with copy_of_database(django_db_blocker, of=people_kept.database), django_db_blocker.unblock():
        live_settings.MODE, live_settings.LEDGER_KEYS = "demonstration", keys
        world = pickle.loads(people_kept.made)
        request = demonstration.filed(world, "Larkspur")
        world.wait(hours=6)
        demonstration.determined(world, request)
        outbox.deliver(1000)
        seal()
        world.now = clock.now()
        world.act(request, "declare_interests", "rosa", reason="None.")
        draft = policies.draft(actor=world.actor("paul"))
        later = clock.now() + timedelta(days=9)
        values = {"question_rounds": 3, "notices": {**draft.value("notices"), "voluntary": "You can leave."}}
        policies.save(draft, actor=world.actor("paul"), values=values, effective_at=later)
        world.act(draft, "activate", "paul")
        troubled = Job.objects.order_by("at")[:3].values("pk")
        Job.objects.filter(pk__in=troubled).update(state="dead", attempts=8, last_error="TimeoutError")
        overwrite(
            Deadline.objects.filter(log=request.log_id, state="running"),
            due_at=clock.now(),
            attempts=2,
            last_error="not_all_answered",
        )
        connections.close_all()
        with serving() as address:
            yield address, world, request
    live_settings.MODE, live_settings.LEDGER_KEYS = before


@pytest.fixture
def page_of(
    browser: Any, site: tuple[str, World, Request], settings: Any, keys: Path
) -> Iterator[Callable[..., Any]]:
    """Return a function that gives somebody a browser in which they are signed in."""
    address, world, _request = site
    settings.MODE, settings.LEDGER_KEYS = "demonstration", keys
    opened = []

    def page_of(key: str, *, scripts: bool = True) -> Any:
        context = browser.new_context(base_url=address, java_script_enabled=scripts, accept_downloads=True)
        context.set_default_timeout(10_000)
        if key:
            client = Client()
            client.force_login(world.people[key])
            session = client.session
            session[PROVED_AT] = clock.now().isoformat()
            session[PROVED_BY] = "password"
            session.save()
            cookie = client.cookies["sessionid"].value
            context.add_cookies([{"name": "sessionid", "value": cookie, "url": address}])
        opened.append(context)
        return context.new_page()

    yield page_of
    for context in opened:
        context.close()


@pytest.mark.parametrize("key", ["dana", "ravi"])
def test_the_record_and_its_check(
    site: tuple[str, World, Request], page_of: Callable[..., Any], screens: Screens, key: str
) -> None:
    _address, _world, request = site
    root = f"/requests/{request.number}/"
    hidden = Entry.objects.get(log=request.log_id, event="request.recommended")
    page = page_of(key)
    for name, rest in {
        "record": "record/", "filtered": "record/?log=request&what=request.submitted&since=2020-01-01",
        "entry": f"record/{request.log_id}/1/", "closed": f"record/{request.log_id}/{hidden.index}/",
        "no_checkpoint": "record/bundle/?older=3", "pinned": "policy/",
    }.items():  # fmt: skip
        page.goto(root + rest)
        screens.look(page, f"{key}_{name}")
    page.goto(root + "record/")
    page.get_by_role("button", name="Check now").click()
    page.get_by_role("heading", name="The record holds").wait_for()
    screens.look(page, f"{key}_checked")


def test_a_downloaded_bundle_is_checked_on_the_own_machine_without_scripts(
    site: tuple[str, World, Request], page_of: Callable[..., Any], tmp_path: Path
) -> None:
    _address, _world, request = site
    page = page_of("dana", scripts=False)
    page.goto(f"/requests/{request.number}/record/")
    with page.expect_download() as started:
        page.get_by_role("link", name="Download the bundle").click()
    path = tmp_path / started.value.suggested_filename
    started.value.save_as(path)
    assert path.name == f"{request.number}.json"
    command = [sys.executable, "-m", "workflow.ledger.verify", str(path)]
    said = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert said.returncode == 0, said.stdout
    assert "The bundle holds." in said.stdout


@pytest.mark.parametrize("key", ["ravi", "petra", "paul"])
def test_policies(page_of: Callable[..., Any], screens: Screens, key: str) -> None:
    page = page_of(key)
    names = {"list": "", "version": "1/", "draft": "2/"}
    if key != "ravi":
        names |= {"new": "new/", "edit": "2/edit/", "discard": "2/discard/"}
    if key == "petra":
        names["sign"] = "2/activate/"
    for name, rest in names.items():
        page.goto(f"/policies/{rest}")
        screens.look(page, f"{key}_policy_{name}")
    if key == "paul":
        page.goto("/policies/2/edit/")
        page.locator("[name=clock_answer]").fill("500")
        page.get_by_role("button", name="Save the draft").click()
        page.get_by_text("This was not saved yet").wait_for()
        screens.look(page, "paul_policy_errors")


def test_operations(page_of: Callable[..., Any], screens: Screens) -> None:
    page = page_of("olga")
    for name, rest in {
        "overview": "", "clocks": "clocks/", "waiting": "jobs/", "dead": "jobs/?show=dead",
        "log": "deliveries/",
    }.items():  # fmt: skip
        page.goto(f"/operations/{rest}")
        screens.look(page, f"operations_{name}")


@pytest.mark.parametrize("key", ["", "dana"])
def test_the_demonstrations_mail_and_clock(page_of: Callable[..., Any], screens: Screens, key: str) -> None:
    page = page_of(key)
    page.goto("/demonstration/mail/")
    screens.look(page, f"demo_mail_{key}")
    page.goto("/demonstration/clock/")
    screens.look(page, f"demo_clock_{key}")
    page.get_by_role("button", name="Move the clock forward").click()
    page.get_by_text("The clock was not moved").wait_for()
    screens.look(page, f"demo_clock_errors_{key}")
