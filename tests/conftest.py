"""What every test may use: databases of their own for tests with real transactions, a running site, a browser.

Run through `make test`, or `.venv/bin/python -m designation.local.embedded --throwaway -- .venv/bin/pytest …`,
which start PostgreSQL and Redis first.
"""

import os
import shutil
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import hypothesis
import pytest
import redis
from django.conf import settings as django_settings
from django.db import connections

from tests.database_templates import Shelf, copy_of_database
from tests.designation.artifacts.downloads.site import (  # noqa: F401 - fixtures
    _database_of_the_file,
    downloads,
    downloads_kept,
    served,
    server,
)
from tests.renderer import renderer, renderer_socket  # noqa: F401 - fixtures
from tests.screens import AXE_ADDRESS, HEIGHT, WIDE, Screens

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

CHROMIUM_FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    "--js-flags=--no-opt --no-maglev",  # axe-core runs once on a page: to make it quick takes longer than it saves
]
AXE = Path(sys.prefix) / "share" / "designation" / "axe.min.js"
LONGEST = (
    "tests/journeys/",
    "tests/designation/operations/test_pages_in_a_browser.py",
    "tests/designation/sequences/",
    "tests/designation/operating/test_a_site_from_nothing.py",
)

# Generated cases are the same in every run, and how busy the machine is decides nothing.
hypothesis.settings.register_profile("steady", deadline=None, derandomize=True)
hypothesis.settings.load_profile("steady")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Let the longest begin first, so that in the end no process is left alone with one of them."""
    items.sort(key=lambda item: not item.nodeid.startswith(LONGEST))


@pytest.fixture(autouse=True)
def _own_ledger_keys(settings: Any, tmp_path: Path) -> None:
    """Each test signs checkpoints with keys of its own."""
    settings.LEDGER_KEYS = tmp_path / "keys"


@pytest.fixture(autouse=True)
def _own_vault(settings: Any, tmp_path: Path) -> None:
    """Each test has a vault of its own, so that what one destroys another one has."""
    settings.VAULT_DIR = tmp_path / "vault"


@pytest.fixture
def kept_vault(_own_vault: None, settings: Any) -> None:
    """Let a test's vault hold what was shared in the kept worlds of the run."""
    kept = Path(settings.DATA_DIR) / "vault"
    if kept.exists():
        shutil.copytree(kept, settings.VAULT_DIR)


@pytest.fixture(scope="session", autouse=True)
def worker_and_beat_are_heard() -> Callable[[], None]:
    """No worker and no beat run beside the tests; for pages they do, so that none says that something is delayed.

    Returns what makes them heard again, for tests that let them fall silent.
    """

    address = django_settings.REDIS_URL

    def hear() -> None:
        with redis.Redis.from_url(address) as client:
            client.mset({"heartbeat:worker": 1, "heartbeat:beat": 1})

    hear()
    return hear


@pytest.fixture
def nothing_heard(worker_and_beat_are_heard: Callable[[], None]) -> Iterator[None]:
    """Let worker and beat be silent for the length of a test."""
    with redis.Redis.from_url(django_settings.REDIS_URL) as client:
        client.delete("heartbeat:worker", "heartbeat:beat")
    yield
    worker_and_beat_are_heard()


@pytest.fixture(scope="session")
def shelf(django_db_blocker: Any) -> Iterator[Shelf]:
    """The databases that tests begin with."""
    with Shelf(django_db_blocker).opened() as shelf:
        yield shelf


@pytest.fixture(scope="session")
def django_db_setup(shelf: Shelf, django_db_blocker: Any) -> Iterator[None]:
    """Let Django work in a copy of the migrated database, one for each process; pytest-django asks for this."""
    with copy_of_database(django_db_blocker, of=shelf.migrated().database):
        yield


@pytest.fixture(scope="module")
def own_database(django_db_setup: None, django_db_blocker: Any) -> Iterator[str]:
    """Give a file of tests a copy of the migrated database, for real commits and threads. It is never flushed:
    the ledger's tables refuse that. Yields the copy's name."""
    with copy_of_database(django_db_blocker) as name:
        yield name


@pytest.fixture
def fresh_database(django_db_setup: None, django_db_blocker: Any) -> Iterator[str]:
    """Give one test a copy of the migrated database, for real commits and threads."""
    with copy_of_database(django_db_blocker) as name:
        yield name


@pytest.fixture
def live_site(fresh_database: str) -> Iterator[str]:
    """Serve the site from a thread over a database of its own and yield its address, without a closing slash."""
    with serving() as address:
        yield address


@contextmanager
def serving() -> Iterator[str]:
    """Serve the site from a thread over the present database."""
    from django.contrib.staticfiles.handlers import StaticFilesHandler
    from django.http import HttpResponse
    from django.test.testcases import LiveServerThread

    class KeptStaticFiles(StaticFilesHandler):
        """Static files that a browser may keep, as in production; axe-core is among them."""

        def serve(self, request: Any) -> Any:
            if request.path == AXE_ADDRESS:
                response = HttpResponse(AXE.read_bytes(), content_type="text/javascript")
            else:
                response = super().serve(request)
            response["Cache-Control"] = "max-age=3600, immutable"
            return response

    live = LiveServerThread("127.0.0.1", KeptStaticFiles, connections_override={})
    live.daemon = True
    live.start()
    live.is_ready.wait()
    if live.error:
        raise live.error
    try:
        yield f"http://127.0.0.1:{live.port}"
    finally:
        live.terminate()
        live.join()


@pytest.fixture(scope="session")
def browser() -> "Iterator[Browser]":
    """Start Chromium once, or skip the test and say how to get it."""
    names = (
        "chromium-headless-shell",
        "chromium",
        "chromium-browser",
    )  # the first starts and draws with less work
    chromium = os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, names)), None)
    if chromium is None:
        pytest.skip("no Chromium on this machine: install the package chromium, or set CHROMIUM to its path")
    from playwright.sync_api import sync_playwright

    # Playwright's synchronous interface runs an event loop in this thread; Django would refuse queries beside it.
    # Django also keeps connections apart inside and outside a loop: one left open outside would hold the database.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    connections.close_all()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=CHROMIUM_FLAGS)
        yield browser
        browser.close()


@pytest.fixture
def page(browser: "Browser", live_site: str) -> "Iterator[Page]":
    """Open a page in a context of its own; `page.goto("/path")` leads to the live site."""
    context = browser.new_context(base_url=live_site, viewport={"width": WIDE, "height": HEIGHT})
    context.set_default_timeout(10_000)
    yield context.new_page()
    context.close()


@pytest.fixture(scope="session")
def screens(tmp_path_factory: pytest.TempPathFactory) -> Screens:
    """What looks at screens; every test process knows what the others found clean."""
    if not AXE.exists():
        pytest.skip("axe-core is not installed: run make install")
    base = tmp_path_factory.getbasetemp()
    run = base.parent if "PYTEST_XDIST_WORKER" in os.environ else base
    clean = run / "clean-screens"
    clean.mkdir(exist_ok=True)
    return Screens(clean)
