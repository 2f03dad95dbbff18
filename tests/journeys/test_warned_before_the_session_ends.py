"""A person is warned before their session ends and can stay. What they typed is kept, whatever they do."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.conf import settings
from django.db.models import F

from designation.demo.cast import PASSWORD
from designation.demo.world import World
from designation.sessions.models import Session
from tests.journeys.conftest import demonstration_person, give_session, sign_in
from tests.screens import HEIGHT, WIDE, Screens

pytestmark = pytest.mark.browser
TYPED = "Red Team"
LEFT = timedelta(seconds=100)
UNTIL_THE_WARNING, UNTIL_THE_END = "28:10", "30:10"


@pytest.fixture
def tab(browser: Any, live_site: str, live_world: World) -> Iterator[Callable[[], Any]]:
    """Return a function that opens a tab in Maya's browser, with a form in which she has typed something."""
    context = browser.new_context(base_url=live_site, viewport={"width": WIDE, "height": HEIGHT})
    context.set_default_timeout(10_000)
    give_session(context, "maya", live_site)

    def opened() -> Any:
        page = context.new_page()
        page.clock.install()
        page.goto(f"/people/{live_world.organizations['developer'].pk}/offices/add/")
        page.get_by_label("Name").fill(TYPED)
        return page

    yield opened
    context.close()


def use_up(**left: timedelta) -> None:
    """Let only so much be left of the idle limit (`last_used_at`) or of the longest time (`started_at`)."""
    limits = {"last_used_at": settings.SESSION_IDLE, "started_at": settings.SESSION_LENGTH}
    Session.objects.update(
        **{name: F("last_used_at") - (limits[name] - length) for name, length in left.items()}
    )


def warning(page: Any) -> Any:
    return page.get_by_role("alertdialog")


def is_kept(page: Any) -> bool:
    """Whether what was typed is there, and the place in it."""
    focus = page.evaluate("[document.activeElement.name, document.activeElement.value]")
    return bool(focus == ["name", TYPED])


def adds_the_office(page: Any, world: World) -> bool:
    """Send the form, and return whether it was taken in."""
    with page.expect_navigation():
        page.get_by_role("button", name="Add the office").click()
    return bool(world.organizations["developer"].offices.filter(name=TYPED).exists())


def unused() -> bool:
    """Whether the session still has the last use that the test gave it."""
    return Session.objects.filter(last_used_at__lt=F("expire_date") - settings.SESSION_LENGTH).exists()


def test_staying_signed_in_keeps_what_is_typed(
    tab: Callable[[], Any], live_world: World, screens: Screens
) -> None:
    page = tab()
    use_up(last_used_at=LEFT)
    page.clock.fast_forward(UNTIL_THE_WARNING)
    warning(page).get_by_text("we will sign you out in 1 minute").wait_for()
    screens.look(page, "session-warning")
    assert page.evaluate("document.activeElement.textContent") == "Stay signed in"
    for key in ("Tab", "Tab", "Shift+Tab", "Tab"):  # the browser's own controls come between
        page.keyboard.press(key)
        assert page.evaluate(
            "document.activeElement === document.body || !!document.activeElement.closest('dialog')"
        )
    warning(page).get_by_role("button", name="Stay signed in").click()
    warning(page).wait_for(state="hidden")
    assert not unused()
    assert is_kept(page)
    assert adds_the_office(page, live_world)


def test_escape_stays_signed_in_too(tab: Callable[[], Any]) -> None:
    page = tab()
    use_up(last_used_at=LEFT)
    page.clock.fast_forward(UNTIL_THE_WARNING)
    warning(page).wait_for()
    page.keyboard.press("Escape")
    warning(page).wait_for(state="hidden")
    assert not unused()
    assert is_kept(page)


def test_tabs_agree(tab: Callable[[], Any]) -> None:
    one, other = tab(), tab()
    use_up(last_used_at=LEFT)
    for page in (one, other):
        page.clock.fast_forward(UNTIL_THE_WARNING)
        warning(page).wait_for()
    warning(one).get_by_role("button", name="Stay signed in").click()
    warning(other).wait_for(state="hidden")
    assert not other.get_by_text("no longer signed in").count()


def test_nobody_who_is_typing_is_interrupted(tab: Callable[[], Any]) -> None:
    page = tab()
    page.clock.fast_forward("27:50")
    page.get_by_label("Name").fill(TYPED)
    use_up(last_used_at=LEFT)
    with page.expect_response("**/accounts/session/stay/"):
        page.clock.fast_forward("00:20")
    assert not warning(page).is_visible()
    assert not unused()


def test_after_the_end_what_was_typed_stays_and_is_sent_once_one_signed_in_again(
    tab: Callable[[], Any], live_world: World, screens: Screens
) -> None:
    page = tab()
    use_up(last_used_at=timedelta(0))
    page.clock.fast_forward(UNTIL_THE_END)
    page.get_by_text("You are no longer signed in. What you typed is still on this page.").wait_for()
    screens.look(page, "session-ended")
    assert is_kept(page)
    sign_in(page.context.new_page(), "maya")
    page.get_by_text("You are signed in again. You can go on.").wait_for()
    assert is_kept(page)
    assert adds_the_office(page, live_world)


def test_another_person_does_not_go_on_with_what_was_typed(tab: Callable[[], Any]) -> None:
    page = tab()
    use_up(last_used_at=timedelta(0))
    page.clock.fast_forward(UNTIL_THE_END)
    page.get_by_text("You are no longer signed in.").wait_for()
    sign_in(page.context.new_page(), "carl")
    page.get_by_text("Another person signed in in this browser.").wait_for()
    assert is_kept(page)


def test_before_the_longest_time_ends_one_signs_in_anew_in_another_tab(
    tab: Callable[[], Any], live_world: World, screens: Screens
) -> None:
    page = tab()
    use_up(started_at=LEFT)
    page.clock.fast_forward(UNTIL_THE_WARNING)
    warning(page).get_by_text("You have been signed in for a long time.").wait_for()
    screens.look(page, "session-longest-time")
    assert not warning(page).get_by_role("button", name="Stay signed in").is_visible()
    with page.expect_popup() as opened:
        warning(page).get_by_role("button", name="Sign in again").click()
    opened.value.locator("[name='login']").fill(demonstration_person("maya"))
    opened.value.locator("[name='password']").fill(PASSWORD)
    opened.value.locator("main button[type=submit]").click()
    opened.value.get_by_text("go on there").wait_for()
    warning(page).wait_for(state="hidden")
    assert is_kept(page)
    assert adds_the_office(page, live_world)
