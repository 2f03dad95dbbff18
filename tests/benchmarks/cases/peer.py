"""The peer's client, in the peer's environment: one case from its start to its end."""

import os
from types import SimpleNamespace
from typing import Any

from tests.benchmarks.databases import database, make
from tests.benchmarks.pairs import serve

make("bench_viewflow")
os.environ["DJANGO_SETTINGS_MODULE"] = "tests.benchmarks.cases.viewflow_settings"
os.environ["DATABASE_OWNER_URL"] = database("bench_viewflow")
import django

django.setup()

from django.contrib.auth.models import User
from django.core.management import call_command
from django.db import transaction
from viewflow.workflow.models import Task

call_command("migrate", verbosity=0)

from tests.benchmarks.cases.flow.flows import CaseFlow

people = {
    name: User.objects.create(username=name)
    for name in ("dana", "carl", "ines", "cora", "ravi", "dora", "cleo")
}
APPLICATION = {f"field {number}": "What the application says here." for number in range(22)}
TASKS: tuple[tuple[Any, str, str, Any], ...] = (
    (CaseFlow.submit, "carl", "application", APPLICATION),
    (CaseFlow.accept, "ines", "lead", "ravi"),
    (CaseFlow.concur, "cora", "concurred", True),
    (CaseFlow.recommend, "ravi", "recommended", "covered"),
    (CaseFlow.determine, "dora", "determined_by", ["dora"]),
    (CaseFlow.attest, "cleo", "determined_by", ["dora", "cleo"]),
)


def step() -> None:
    """Take one case from its start to its end."""
    with transaction.atomic():
        start = CaseFlow.create.activation_class.create(CaseFlow.create, None, None)
        start.start(SimpleNamespace(user=people["dana"]))
        start.process.application = APPLICATION
        start.execute()
    process = start.process
    for node, who, name, value in TASKS:
        with transaction.atomic(), CaseFlow.lock(process.pk):
            task = Task.objects.get(process=process.pk, flow_task=node, status="NEW")
            activation = node.activation_class(task)
            activation.assign(people[who])
            activation.start(SimpleNamespace(user=people[who]))
            setattr(activation.process, name, value)
            activation.process.save()
            activation.execute()
    process.refresh_from_db()
    assert process.status == "DONE", process.status


serve(step)
