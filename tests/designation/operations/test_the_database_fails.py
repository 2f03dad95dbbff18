"""The database is away, read-only or full: what is asked is done wholly or refused in plain words, nothing is lost."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from hashlib import sha512
from html import unescape
from typing import Any

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client

from designation.demo.cast import PASSWORD
from designation.demo.world import World
from designation.models import Request
from designation.web.actor import PROVED_AT
from tests.designation.identity.moving_sessions import move, session_of
from tests.designation.operations.breaking import OwnPostgres, OwnRedis, working_in
from tests.designation.operations.forms import Form, new_request
from tests.designation.walking import fresh, request_in
from workflow import clock, outbox
from workflow.models import Delivery, Entry, Job

pytestmark = [pytest.mark.race]
AsPerson = Callable[[World, str], Client]
Risk = tuple[OwnPostgres, World]
WORDS = "Ran for\nthree <days>."


@pytest.fixture
def server(world_at_risk: Risk, own_redis: OwnRedis) -> OwnPostgres:
    return world_at_risk[0]


@pytest.fixture
def small_disk(server: OwnPostgres) -> Iterator[OwnPostgres]:
    """Work in a copy of the database on a disk that can be filled. Comes before whatever writes to it."""
    if not server.has_small_disk:
        pytest.skip("this machine gives out no mounts of one's own (unshare -Urm), so no disk can be filled")
    with server.copy_on_small_disk() as name, working_in(server, name):
        yield server


@pytest.fixture
def draft(server: OwnPostgres, world_at_risk: Risk) -> Request:
    world = world_at_risk[1]
    world.now = clock.now()
    return request_in(world, "draft", f"Larkspur {Entry.objects.count()}")


@pytest.fixture
def carl(world_at_risk: Risk, as_person: AsPerson) -> Client:
    """A certifying officer, signed in; what fails on the server comes to the browser as a page."""
    client = as_person(world_at_risk[1], "carl")
    client.raise_request_exception = False
    return client


def section(draft: Request) -> str:
    return f"/requests/{draft.number}/application/capabilities/"


def read(client: Client, address: str = "/") -> Any:
    new_request()
    return client.get(address, headers={"Accept": "text/html"})


@pytest.fixture
def page(carl: Client, draft: Request) -> Form:
    """A section of the draft, open before anything fails."""
    return Form(read(carl, section(draft)))


def state(client: Client) -> dict[str, Any]:
    new_request()
    answer: dict[str, Any] = client.get("/readyz").json()
    return answer


def test_away_it_says_so_and_gives_back_what_was_typed(
    server: OwnPostgres, carl: Client, draft: Request, page: Form
) -> None:
    server.stop()
    answers = [read(carl), page.send(carl, section(draft), evaluations=WORDS)]
    alive, ready = carl.get("/healthz"), state(carl)
    server.start()
    assert [answer.status_code for answer in answers] == [503, 503]
    for answer in answers:
        assert "The site does not answer at the moment" in answer.content.decode()
        assert "<main" in answer.content.decode()
        assert answer["Retry-After"] == "60"
        assert "Content-Security-Policy" in answer.headers
        assert "socket" not in answer.content.decode()
    assert (alive.status_code, ready["database"], ready["redis"]) == (200, "does not answer", "ok")
    again = Form(answers[1])
    assert again.sent["evaluations"] == WORDS
    assert again.send(carl).status_code == 302
    assert fresh(draft).answers["evaluations"] == WORDS


def test_programs_read_the_same_in_two_sentences(server: OwnPostgres, carl: Client, draft: Request) -> None:
    server.stop()
    answer = carl.post(section(draft), {"evaluations": WORDS}, headers={"X-Autosave": "1"})
    server.start()
    assert (answer.status_code, answer["Content-Type"]) == (503, "text/plain; charset=utf-8")
    assert "does not answer" in answer.content.decode()


@pytest.mark.parametrize("at", ["entry", "commit"])
def test_restarted_in_the_middle_of_a_step_it_is_taken_once(
    server: OwnPostgres, carl: Client, draft: Request, at: str
) -> None:
    form = Form(read(carl, f"/requests/{draft.number}/steps/withdraw/"))
    with _restarted(server, at):
        answer = form.send(carl, f"/requests/{draft.number}/steps/withdraw/")
    assert answer.status_code == 503
    assert "in full or not at all" in answer.content.decode()
    new_request()
    withdrawn = Entry.objects.filter(subject_id=draft.pk, event="request.withdrawn")
    assert withdrawn.count() == (1 if at == "commit" else 0)
    assert (fresh(draft).state == "withdrawn") == (at == "commit")
    assert Form(answer).send(carl).status_code == 302
    assert withdrawn.count() == 1
    while outbox.deliver():
        pass
    told = Job.objects.filter(subject_id=draft.pk, event="request.withdrawn")
    sent = Delivery.objects.filter(job__in=told, state="sent").values_list("recipient", flat=True)
    assert set(told.values_list("state", flat=True)) <= {"done"}
    assert len(sent) == len(set(sent))


@contextmanager
def _restarted(server: OwnPostgres, at: str) -> Iterator[None]:
    """Restart the server when the entry of a step is about to be written, or when the step was just committed."""
    left = [True]

    def restart() -> None:
        left.clear()
        server.stop()
        server.start()

    def around(execute: Any, sql: Any, *args: Any) -> Any:
        if left and at == "entry" and "workflow_entry" in str(sql) and "INSERT" in str(sql):
            restart()
        return execute(sql, *args)

    def around_commit() -> None:
        commit()
        if left and at == "commit" and wrote[0]:
            restart()

    wrote = [False]

    def note(execute: Any, sql: Any, *args: Any) -> Any:
        wrote[0] |= "workflow_entry" in str(sql) and "INSERT" in str(sql)
        return execute(sql, *args)

    commit = connection._commit
    connection._commit = around_commit
    try:
        with connection.execute_wrapper(around), connection.execute_wrapper(note):
            yield
    finally:
        del connection._commit
    assert not left, "The step never came to that point."


@pytest.fixture
def read_only(server: OwnPostgres) -> Iterator[Callable[[bool], None]]:
    """Switches the whole server to read-only and back, for connections that are open as well."""

    def switch(on: bool) -> None:
        said = "SET default_transaction_read_only = on" if on else "RESET default_transaction_read_only"
        server.administer(f"ALTER SYSTEM {said}", "SELECT pg_reload_conf()")
        with connection.cursor() as cursor:
            while True:
                cursor.execute("SHOW default_transaction_read_only")
                if cursor.fetchone() == ("on" if on else "off",):
                    return

    yield switch
    switch(False)


def test_read_only_one_reads_on_and_is_told_that_nothing_can_be_saved(
    carl: Client, draft: Request, page: Form, read_only: Callable[[bool], None]
) -> None:
    before = Entry.objects.count()
    read_only(True)
    for address in ("/", f"/requests/{draft.number}/", section(draft), "/about/", "/requests/"):
        answer = read(carl, address)
        assert answer.status_code == 200, address
        assert "takes nothing in at the moment" in answer.content.decode(), address
    refused = page.send(carl, section(draft), evaluations=WORDS)
    assert refused.status_code == 503
    assert "takes nothing in at the moment" in refused.content.decode()
    assert "most likely not" in refused.content.decode()
    assert state(carl)["database"] == "read-only"
    with pytest.raises(Exception, match="read-only"):
        outbox.deliver()
    read_only(False)
    assert Entry.objects.count() == before
    assert Form(refused).send(carl).status_code == 302
    assert fresh(draft).answers["evaluations"] == WORDS
    assert "takes nothing in" not in read(carl).content.decode()


def test_a_message_on_the_page_does_not_keep_it_from_being_read(
    carl: Client, draft: Request, page: Form, read_only: Callable[[bool], None]
) -> None:
    assert page.send(carl, section(draft), evaluations=WORDS).status_code == 302
    read_only(True)
    answer = read(carl, section(draft))
    assert answer.status_code == 200
    assert "Saved." in answer.content.decode()


def test_read_only_one_reads_on_though_the_last_use_cannot_be_written(
    carl: Client, draft: Request, read_only: Callable[[bool], None]
) -> None:
    unused = timedelta(minutes=20)
    before = move(carl, last_used_at=unused)
    read_only(True)
    new_request()
    assert read(carl, f"/requests/{draft.number}/").status_code == 200
    assert session_of(carl).last_used_at == before.last_used_at
    read_only(False)
    move(carl, last_used_at=settings.SESSION_IDLE)
    read_only(True)
    assert read(carl, f"/requests/{draft.number}/").status_code == 302


def test_read_only_nobody_signs_in(
    world_at_risk: Risk, server: OwnPostgres, read_only: Callable[[bool], None]
) -> None:
    stranger = Client(raise_request_exception=False)
    read_only(True)
    login = {"login": world_at_risk[1].people["carl"].email, "password": PASSWORD}
    answer = stranger.post("/accounts/login/", login, headers={"Accept": "text/html"})
    assert answer.status_code == 503
    assert PASSWORD not in answer.content.decode()
    again = Form(answer).sent
    assert (again["login"], again["password"]) == (login["login"], "")
    read_only(False)
    assert Form(answer).send(stranger, password=PASSWORD)["Location"] == "/"
    assert PROVED_AT in stranger.session


def test_with_a_full_disk_one_reads_on_and_what_was_typed_is_kept(
    small_disk: OwnPostgres, carl: Client, draft: Request, page: Form
) -> None:
    words = " ".join(sha512(str(number).encode()).hexdigest() for number in range(30))
    before = Entry.objects.count()
    small_disk.fill()
    try:
        refused = page.send(
            carl, section(draft), cyber_capabilities=words, evaluations=words, safeguards=words
        )
        pages = [read(carl, address) for address in ("/", f"/requests/{draft.number}/", section(draft))]
        ready = state(carl)
    finally:
        small_disk.make_room()
    assert refused.status_code == 503
    assert "has no room to save anything" in refused.content.decode()
    assert [answer.status_code for answer in pages] == [200, 200, 200]
    assert "takes nothing in at the moment" in unescape(pages[0].content.decode())
    assert ready["database"] == "full"
    assert Entry.objects.count() == before
    assert Form(refused).send(carl).status_code == 302
    assert fresh(draft).answers["evaluations"] == words
