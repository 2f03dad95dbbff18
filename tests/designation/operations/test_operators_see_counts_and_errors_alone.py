"""The operator's pages: whether the site works, and nothing of what is in it."""

import uuid
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from designation.demo import world as demonstration
from designation.demo.world import World
from designation.models import Request
from designation.operations.views import fingerprint
from tests.overwriting import overwrite
from workflow import clock, outbox
from workflow.ledger.seal import seal
from workflow.models import Deadline, Delivery, Job

AsPerson = Callable[[World, str], Client]
PAGES = ("", "clocks/", "clocks/?show=failed", "jobs/", "jobs/?show=dead", "deliveries/")


@pytest.fixture
def larkspur(demo_world: World) -> Request:
    return demonstration.filed(demo_world, "Larkspur")


def text(client: Client, rest: str = "") -> str:
    answer = client.get(f"/operations/{rest}")
    assert answer.status_code == 200
    return str(answer.content.decode())


def give_up(job: Job) -> None:
    """Let a job fail as often as it may."""
    job.state, job.attempts, job.last_error = "dead", 8, "ConnectionRefusedError"
    job.save()


def test_nobody_but_operators_finds_the_pages(demo_world: World, as_person: AsPerson) -> None:
    for key in ("dana", "ines", "paul", "ada", "nora", "ira"):
        client = as_person(demo_world, key)
        for rest in (*PAGES, "jobs/run-again/", f"jobs/{uuid.uuid4()}/run-again/"):
            assert client.get(f"/operations/{rest}").status_code == 404, (key, rest)
            assert client.post(f"/operations/{rest}").status_code == 404, (key, rest)
    assert Client().get("/operations/").status_code == 302


def test_no_page_names_a_matter_a_person_an_event_or_the_words_of_a_mail(
    demo_world: World, larkspur: Request, as_person: AsPerson
) -> None:
    outbox.deliver()
    for job in Job.objects.filter(state="queued"):
        give_up(job)
    demonstration.filed(demo_world, "Tamarack")
    overwrite(Deadline.objects.filter(log=larkspur.log_id), due_at=clock.now(), last_error="lead_missing")
    olga = as_person(demo_world, "olga")
    hidden = [
        larkspur.number,
        "Larkspur",
        str(larkspur.pk),
        str(larkspur.model_id),
        "Meridian",
        "request.submitted",
    ]
    for person in demo_world.people.values():
        if person.name != "Olga Stone":
            hidden += [person.name, person.email, str(person.pk)]
    hidden += list(Delivery.objects.values_list("subject", flat=True))
    assert Delivery.objects.exists()
    for rest in PAGES:
        page = text(olga, rest)
        assert [word for word in hidden if word in page] == [], rest


def test_clocks_that_ran_out_and_that_failed_are_listed_with_their_error(
    demo_world: World, larkspur: Request, as_person: AsPerson
) -> None:
    row = Deadline.objects.filter(log=larkspur.log_id).earliest("due_at")
    olga = as_person(demo_world, "olga")
    past = clock.now() - timedelta(days=3)
    overwrite(Deadline.objects.filter(pk=row.pk), due_at=past, attempts=4, last_error="lead_missing")
    for rest in ("clocks/", "clocks/?show=failed", "clocks/?show=overdue"):
        page = text(olga, rest)
        assert str(row.pk) in page
        assert "lead_missing" in page
        assert "3 days late" in page
    Deadline.objects.filter(pk=row.pk).update(last_error="")
    assert str(row.pk) not in text(olga, "clocks/?show=failed")


def test_a_dead_letter_is_shown_and_runs_again(
    demo_world: World, larkspur: Request, as_person: AsPerson
) -> None:
    outbox.deliver(1000)
    job = Job.objects.filter(deliveries__isnull=False).latest("at")
    Delivery.objects.filter(job=job).delete()
    give_up(job)
    olga = as_person(demo_world, "olga")
    page = text(olga, "jobs/?show=dead")
    shown = ("mail", str(job.pk), fingerprint("matter", job.log_id), "ConnectionRefusedError", "Run again")
    assert [word for word in shown if word not in page] == []
    address = f"/operations/jobs/{job.pk}/run-again/"
    assert olga.get(address).status_code == 404
    assert "back in the queue" in olga.post(address, follow=True).content.decode()
    assert str(job.pk) in text(olga, "jobs/")
    assert "Nothing changed" in olga.post(address, follow=True).content.decode()
    outbox.deliver()
    assert Job.objects.get(pk=job.pk).state == "done"
    assert Delivery.objects.filter(job=job, state="sent").exists()


def test_all_dead_letters_run_again_at_once(
    demo_world: World, larkspur: Request, as_person: AsPerson
) -> None:
    for job in Job.objects.all()[:3]:
        give_up(job)
    said = as_person(demo_world, "olga").post("/operations/jobs/run-again/", follow=True).content.decode()
    assert "3 jobs are back in the queue." in said
    assert not Job.objects.filter(state="dead").exists()


def test_the_log_tells_recipients_apart_by_a_fingerprint(
    demo_world: World, larkspur: Request, as_person: AsPerson
) -> None:
    outbox.deliver(1000)
    recipient = Delivery.objects.latest("at").recipient
    assert fingerprint("recipient", recipient) in text(as_person(demo_world, "olga"), "deliveries/")
    assert fingerprint("recipient", recipient) != fingerprint("recipient", uuid.uuid4())
    assert fingerprint("recipient", recipient) != fingerprint("matter", recipient)


def test_the_state_of_the_register_is_said(demo_world: World, larkspur: Request, as_person: AsPerson) -> None:
    olga = as_person(demo_world, "olga")
    before = text(olga)
    assert "There is none yet." in before
    assert "wait to be sealed for more than a minute" in before
    checkpoint = seal()
    assert checkpoint is not None
    after = text(olga)
    assert f"{checkpoint.pk}, register size {checkpoint.size}" in after
    assert "for more than a minute" not in after


@pytest.mark.usefixtures("nothing_heard")
def test_silent_parts_of_the_site_are_named(demo_world: World, as_person: AsPerson) -> None:
    page = text(as_person(demo_world, "olga"))
    for part in ("Database", "Redis", "Worker", "Beat"):
        assert part in page
    assert "silent" in page


def test_no_page_takes_more_than_twelve_queries(
    demo_world: World, larkspur: Request, as_person: AsPerson, django_assert_max_num_queries: Any
) -> None:
    for number in range(20):
        demonstration.filed(demo_world, f"Model {number}")
    for job in Job.objects.all()[:60]:
        give_up(job)
    outbox.deliver(1000)
    overwrite(Deadline.objects.all(), due_at=clock.now(), last_error="x")
    olga = as_person(demo_world, "olga")
    for rest in PAGES:
        with django_assert_max_num_queries(12):
            assert olga.get(f"/operations/{rest}").status_code == 200


def test_operators_see_whether_pages_can_be_drawn(
    demo_world: World, as_person: AsPerson, renderer: object, settings: Any
) -> None:
    olga = as_person(demo_world, "olga")
    assert "Pages of documents can be drawn." in text(olga)
    settings.RENDERER_SOCKET = ""
    assert "RENDERER_SOCKET is not set" in text(olga)
