"""Attacks 14 and 30: odd names and values in addresses, searches and forms; secrets on pages, in lines, in mails."""

import logging
import os
import re
from pathlib import Path
from urllib.parse import quote, urlsplit

import pytest
from django.db import DataError
from django.test import Client

from designation.config.logs import LineFormatter
from designation.demo.cast import PASSWORD
from designation.demo.world import World
from designation.frontier_models import actions as frontier_models
from tests.attacks.conftest import Browser, Family, statuses
from tests.designation.walking import refused, request_in

ODD = (
    "\0",
    "..%2f..%2fetc%2fpasswd",
    "../../etc/passwd",
    "%00",
    "\u202eexe.fdp",
    "'; DROP TABLE x; --",
    "{{7*7}}",
    "9" * 400,
)


@pytest.mark.parametrize("odd", ODD)
def test_an_odd_value_in_an_address_is_no_error(family: Family, browser_of: Browser, odd: str) -> None:
    said, base = quote(odd, safe=""), f"/requests/{family.request.number}/"
    addresses = [
        f"/requests/?q={said}", f"/requests/?show={said}", f"/requests/?after={said}", f"/review/?show={said}",
        f"{base}record/?who={said}", f"{base}record/?what={said}&since={said}&log={said}",
        f"{base}record/?after={said}", f"{base}record/bundle/?older={said}", f"/requests/{said}/",
        f"{base}application/{said}/", f"{base}steps/{said}/",
        f"{base}windows/1/steps/{said}/", f"/requests/{said}/record/bundle/",
    ]  # fmt: skip
    for key in ("dana", "ravi"):
        found = statuses(browser_of(key), addresses)
        assert {address: status for address, status in found.items() if status >= 500} == {}


@pytest.mark.parametrize("odd", ODD)
def test_an_odd_value_in_a_form_is_no_error(family: Family, browser_of: Browser, odd: str) -> None:
    base = f"/requests/{family.request.number}/"
    names = (
        "answer",
        "revised",
        "seen",
        "key",
        "content",
        "seen_entry",
        "reason",
        "codename",
        "model",
        "partner_release",
        "q",
    )
    sent = dict.fromkeys(names, odd) | {"confirm": "1"}
    addresses = [
        f"{base}questions/{family.question.pk}/", f"{base}steps/extend/", f"{base}release/move_release_earlier/",
        f"{base}windows/1/steps/suspend/", f"{base}windows/2/terms/", "/requests/begin/",
    ]  # fmt: skip
    client = browser_of("dana")
    found = {address: client.post(address, sent).status_code for address in addresses}
    assert {address: status for address, status in found.items() if status >= 500} == {}


@pytest.mark.parametrize("codename", ["../../etc/passwd", "<script>alert(1)</script>", "C:\\CON", "x" * 80])
def test_an_odd_codename_stays_text(world: World, browser_of: Browser, codename: str) -> None:
    request = request_in(world, "submitted", codename)
    dana = browser_of("dana")
    page = dana.get(f"/requests/{request.number}/").content.decode()
    assert "<script>alert" not in page
    dana.post(f"/requests/{request.number}/record/check/")
    bundle = dana.get(f"/requests/{request.number}/record/bundle/")
    assert re.fullmatch(
        rf'attachment; filename="{request.number}[a-z-]*\.json"', bundle["Content-Disposition"]
    )


@pytest.mark.parametrize("codename", ["a\u202eb", "L\u200barkspur", "L\u0430rkspur", "\0", "..."])
def test_a_codename_that_deceives_the_eye_is_refused(world: World, codename: str) -> None:
    developer, actor = world.organizations["developer"], world.actor("dana")
    assert (
        refused(
            lambda: frontier_models.register_model(developer, actor=actor, codename=codename, now=world.now)
        )
        != ()
    )


def test_a_codename_too_long_for_its_place_is_refused(world: World, browser_of: Browser) -> None:
    answer = browser_of("dana").post("/requests/begin/", {"model": "new", "codename": "x" * 81})
    assert answer.status_code == 200
    with pytest.raises(DataError):
        frontier_models.register_model(
            world.organizations["developer"], actor=world.actor("dana"), codename="x" * 81, now=world.now
        )


def test_a_password_is_in_no_line_of_the_log(world: World, caplog: pytest.LogCaptureFixture) -> None:
    client = Client()
    with caplog.at_level(logging.DEBUG):
        for password in (PASSWORD, "wrong horse battery"):
            client.post(
                f"/accounts/login/?password={quote(password)}",
                {"login": "carl@meridian.example", "password": password},
            )
            client.get(f"/requests/FD-NONE/?token={quote(password)}")
    lines = "\n".join(LineFormatter().format(record) for record in caplog.records)
    assert PASSWORD not in lines
    assert "wrong horse battery" not in lines
    assert quote(PASSWORD) not in lines


def test_error_pages_say_nothing_about_the_inside(world: World, browser_of: Browser) -> None:
    for status in ("400", "403", "404", "403_csrf", "429", "500"):
        text = Path(f"templates/{status}.html").read_text()
        assert "exception" not in text
        assert "request." not in text
    answer = browser_of("dana").get("/requests/FD-2222-2222/", headers={"X-Secret": "hunter2"})
    page = answer.content.decode()
    assert answer.status_code == 404
    assert "hunter2" not in page
    assert "Traceback" not in page
    assert "urlpatterns" not in page


def test_no_process_shows_a_password_to_its_neighbors(world: World) -> None:
    names = ("DATABASE_URL", "DATABASE_OWNER_URL", "DATABASE_SUPERUSER_URL", "REDIS_URL", "SECRET_KEY")
    addresses = [os.environ.get(name, "") for name in names]
    secrets = {urlsplit(address).password for address in addresses} - {None}
    assert len(secrets) >= 3
    shown = []
    for path in Path("/proc").glob("[0-9]*/cmdline"):
        try:
            shown.append(path.read_bytes().decode(errors="replace"))
        except OSError:
            continue  # it has ended meanwhile
    assert [line for line in shown if any(secret in line for secret in secrets)] == []
