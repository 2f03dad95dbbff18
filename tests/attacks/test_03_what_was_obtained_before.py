"""Attacks 3, 8, 9, 19: go on with what one had a second ago: a session, a role, an older grant, a delegation."""

from datetime import timedelta

from designation.demo.world import World
from designation.people.actions import appointments, organizations
from designation.roles import Role
from tests.attacks.conftest import Browser, statuses
from tests.designation.walking import fresh, ready, refused, request_in, window_in
from workflow import clock


def test_a_role_taken_away_a_second_ago_is_gone_in_the_open_session(
    world: World, browser_of: Browser
) -> None:
    request = request_in(world, "in_assessment")
    ravi = browser_of("ravi")
    base = f"/requests/{request.number}/"
    assert ravi.get(base).status_code == 200
    form = ravi.get(f"{base}steps/declare_interests/").context["hidden"]
    role = world.people["ravi"].appointments.get(role=Role.REVIEWER)
    appointments.end(role, actor=world.actor("nora"), now=world.now)
    assert set(statuses(ravi, [base, f"{base}review/", f"{base}record/bundle/"]).values()) == {410}
    assert ravi.post(f"{base}steps/declare_interests/", form | {"reason": "None."}).status_code == 404
    assert request.number not in ravi.get("/").content.decode() + ravi.get("/requests/").content.decode()


def test_a_closed_account_is_signed_out_at_once(world: World, browser_of: Browser) -> None:
    sam = browser_of("sam")
    assert sam.get("/").status_code == 200
    organizations.close_account(world.people["sam"], actor=world.actor("maya"), now=world.now)
    answer = sam.get("/")
    assert (answer.status_code, answer.url.split("?")[0]) == (302, "/accounts/login/")


def test_nobody_of_a_closed_organization_sees_anything_any_more(world: World, browser_of: Browser) -> None:
    request = request_in(world, "in_assessment")
    cora = browser_of("cora")
    assert request.number in cora.get("/requests/").content.decode()
    organizations.close(world.organizations["cisa"], actor=world.actor("olga"), reason="Over.", now=world.now)
    seen = "".join(cora.get(page).content.decode() for page in ("/", "/requests/", "/review/"))
    assert request.number not in seen
    assert cora.get(f"/requests/{request.number}/").status_code == 404


def test_a_role_for_a_time_ends_at_its_instant_though_every_worker_is_dead(
    world: World, browser_of: Browser
) -> None:
    request = request_in(world, "submitted")
    until = clock.now() + timedelta(hours=2)
    appointments.propose(
        world.people["rosa"], actor=world.actor("nora"), role=Role.EVALUATOR, until=until, now=world.now
    )
    old = world.people["ines"].appointments.get(role=Role.INTAKE_OFFICER)
    substitute = appointments.delegate(
        old, actor=world.actor("nora"), to=world.people["petra"], instrument="Memo 7", until=until, now=world.now
    ).subject  # fmt: skip
    if substitute.state != "active":
        appointments.sign(substitute, actor=world.actor("neil"), now=world.now)
    petra = browser_of("petra")
    assert request.number in petra.get("/requests/").content.decode()
    clock.advance(timedelta(hours=2))
    seen = "".join(petra.get(page).content.decode() for page in ("/", "/requests/", "/review/"))
    assert request.number not in seen
    assert petra.get(f"/requests/{request.number}/").status_code == 404


def test_what_was_delegated_ends_with_the_role_that_it_stands_on(world: World, browser_of: Browser) -> None:
    request = request_in(world, "submitted")
    role = world.people["ines"].appointments.get(role=Role.INTAKE_OFFICER)
    until = clock.now() + timedelta(days=9)
    appointments.delegate(
        role,
        actor=world.actor("nora"),
        to=world.people["petra"],
        instrument="Memo 7",
        until=until,
        now=world.now,
    )
    petra = browser_of("petra")
    assert petra.get(f"/requests/{request.number}/").status_code == 200
    appointments.end(role, actor=world.actor("nora"), now=world.now)
    assert petra.get(f"/requests/{request.number}/").status_code == 410


def test_an_older_grant_opens_its_own_window_only(world: World, browser_of: Browser) -> None:
    request = request_in(world, "covered")
    first = window_in(world, request, "scheduled", opens_in=1, days=2)
    second = window_in(world, request, "scheduled", opens_in=5, days=2)
    world.act(first.grants.get(), "end", "sam")
    base = f"/requests/{request.number}/windows/"
    eve = browser_of("eve")
    assert statuses(eve, [f"{base}1/", f"{base}2/"]) == {f"{base}1/": 410, f"{base}2/": 200}
    assert f"{base}1/" not in eve.get(base).content.decode()
    world.act(second.grants.get(), "end", "sam")
    assert set(statuses(eve, [base, f"{base}1/", f"{base}2/", f"/requests/{request.number}/"]).values()) == {
        404,
        410,
    }


def test_an_ended_grant_is_not_brought_back(world: World) -> None:
    window = window_in(world, request_in(world, "covered"), "scheduled")
    grant = window.grants.get()
    world.act(grant, "end", "eve")
    for step, key in (("concur", "carl"), ("activate", "eve"), ("resume", "sam")):
        assert refused(lambda step=step, key=key: world.act(grant, step, key, conditions=True)) != ()
    assert fresh(grant).state == "ended"
    assert ready(world, window).pk != grant.pk


def test_a_signed_out_browser_gets_nothing(world: World, browser_of: Browser) -> None:
    request = request_in(world, "covered")
    carl = browser_of("carl")
    address = f"/requests/{request.number}/"
    assert carl.get(address).status_code == 200
    cookie = carl.cookies["sessionid"].value
    carl.logout()
    carl.cookies["sessionid"] = cookie
    assert carl.get(address).status_code == 302
