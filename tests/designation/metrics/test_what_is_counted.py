"""Requests, steps, refusals and jobs are counted; no label tells of a matter or a person."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import transaction
from django.test import Client
from django.urls import URLResolver, get_resolver

from designation.artifacts.models import Artifact
from designation.demo.world import World
from designation.models import FrontierModel, Organization, Person, Request
from designation.web import health
from tests.designation.metrics.conftest import Read, value
from tests.designation.walking import QUESTION, draft, request_in
from workflow import jobs, observing, outbox
from workflow.errors import Refused
from workflow.models import Delivery, Job, Log
from workflow.steps import machines, steps_of

AsPerson = Callable[[World, str], Client]
Committing = Callable[..., Any]


def names_of_views() -> set[str]:
    """Return the names of all URL patterns."""

    def of(resolver: Any, prefix: str = "") -> set[str]:
        found = set()
        for one in resolver.url_patterns:
            if isinstance(one, URLResolver):
                found |= of(one, f"{prefix}{one.namespace}:" if one.namespace else prefix)
            else:
                found.add(f"{prefix}{one.name}")
        return found

    return of(get_resolver())


def test_requests_are_counted_by_the_name_of_their_view(
    read: Read, demo_world: World, as_person: AsPerson
) -> None:
    dana = as_person(demo_world, "dana")
    number = draft(demo_world).number
    for _ in range(2):
        assert dana.get(f"/requests/{number}/").status_code == 200
    dana.post(f"/requests/{number}/")
    dana.get("/there/is/no/such/page/")
    dana.generic("BREW", "/healthz")
    found = read()
    assert value(found, "requests_total", method="GET", view="request", status="2xx") == 2
    assert value(found, "requests_total", method="GET", view="none", status="4xx") == 1
    assert value(found, "requests_total", method="other", view="healthz", status="4xx") == 1
    posted = value(found, "request_seconds_count", view="request")
    assert posted == 3


def test_a_step_is_counted_when_it_commits(
    read: Read, demo_world: World, django_capture_on_commit_callbacks: Committing
) -> None:
    request = request_in(demo_world, "submitted")
    with django_capture_on_commit_callbacks(execute=True):
        demo_world.act(request, "ask_clarification", "ines", questions=QUESTION)
        with transaction.atomic():
            demo_world.act(request, "withdraw", "carl")
            transaction.set_rollback(True)
    found = read()
    machine = "designation.Request"
    assert value(found, "steps_total", machine=machine, step="ask_clarification") == 1
    assert value(found, "steps_total", machine=machine, step="withdraw") is None


def test_a_refusal_is_counted_once_for_each_of_its_codes(read: Read, demo_world: World) -> None:
    request = request_in(demo_world, "submitted")
    with pytest.raises(Refused) as refused:
        demo_world.act(request, "withdraw", "ines")
    assert refused.value.codes == ("not_your_role",)
    assert value(read(), "refusals_total", code="not_your_role") == 1


@pytest.mark.django_db
def test_a_code_that_is_no_code_is_no_label(read: Read) -> None:
    observing.refused.send_robust(None, codes=["Larkspur: no"])
    assert value(read(), "refusals_total", code="other") == 1


def test_jobs_are_counted_by_kind_and_outcome(read: Read, demo_world: World) -> None:
    request_in(demo_world, "submitted")
    Job.objects.update(state="done")
    Job.objects.filter(pk__in=Job.objects.order_by("at", "pk")[:3].values("pk")).update(state="queued")
    broken, strange, _good = Job.objects.filter(state="queued").order_by("at", "pk")
    Job.objects.filter(pk=broken.pk).update(inputs={"audience": "nobody", "template": "task"})
    Job.objects.filter(pk=strange.pk).update(kind="Larkspur")
    outbox.deliver()
    found = read()
    assert value(found, "jobs_total", kind="mail", outcome="done") == 1
    assert value(found, "jobs_total", kind="mail", outcome="failed") == 1
    assert value(found, "jobs_total", kind="other", outcome="dead") == 1
    assert value(found, "jobs_dead", kind="other") == 1


def test_no_metric_names_a_matter_or_a_person(
    answer: Callable[[], str],
    read: Read,
    full_world: World,
    as_person: AsPerson,
    django_capture_on_commit_callbacks: Committing,
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        for request in Request.objects.all():
            for key in ("dana", "ravi", "olga", "ira"):
                client = as_person(full_world, key)
                for rest in ("", "application/", "artifacts/", "record/", "Larkspur/"):
                    client.get(f"/requests/{request.number}/{rest}?name={full_world.people[key].email}")
            for step in steps_of(Request):
                with pytest.raises(Refused):
                    full_world.act(request, step, "olga")
        request_in(full_world, "submitted", "Bluebell")
        outbox.deliver(1000)
    hidden = {str(pk) for pk in Log.objects.values_list("pk", flat=True)}
    hidden |= set(Organization.objects.values_list("name", flat=True))
    hidden |= set(Request.objects.values_list("number", flat=True))
    hidden |= set(FrontierModel.objects.values_list("codename", flat=True))
    hidden |= set(Artifact.objects.values_list("title", flat=True))
    hidden |= {word for one in Person.objects.all() for word in (one.name, one.email, str(one.pk))}
    text = answer()
    assert len(hidden) > 60
    assert [word for word in hidden if word in text] == []

    known = {
        "view": names_of_views() | {"none"},
        "method": {"GET", "POST"},
        "status": {"2xx", "3xx", "4xx"},
        "machine": {model._meta.label for model in machines()},
        "step": {step for model in machines() for step in steps_of(model)},
        "kind": {*jobs.kinds(), "other"},
        "outcome": set(observing.OUTCOMES),
        "part": set(health.PARTS),
        "state": set(Delivery.State.values),
    }
    samples = read()
    assert {"view", "machine", "code", "kind", "part"} <= {name for one in samples for name in one.labels}
    for sample in samples:
        for name, said in sample.labels.items():
            if name not in ("le", "code"):
                assert said in known[name], sample
