"""Operators learn that the register is refused, and `manage.py declare_restored` lets sealing go on."""

import io
import json
import shutil
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.test import Client

from designation.config.celery import app
from designation.models import Organization, Person
from designation.operations import refused_register
from designation.web import degraded, health
from workflow import outbox
from workflow.ledger import newest, register, restored
from workflow.ledger.keys import PUBLIC, public_keys
from workflow.ledger.newest import RegisterBehind
from workflow.ledger.seal import seal
from workflow.models import Entry, Job
from workflow.tasks import seal as seal_task

REASON = "The disk of the database server failed."


def declare(*options: str, typed: str = "", monkeypatch: Any = None) -> tuple[str, str]:
    """Run the command and return what it printed."""
    out, err = io.StringIO(), io.StringIO()
    call_command("declare_restored", "--reason", REASON, *options, stdout=out, stderr=err)
    return out.getvalue(), err.getvalue()


def refuse() -> None:
    """Let a worker try to seal."""
    assert app.tasks["workflow.tasks.seal"] is not None
    assert isinstance(seal_task.apply().result, RegisterBehind)


def operator() -> Client:
    client = Client()
    client.force_login(
        Person.objects.get(email="olga@ood.example"),
        backend="designation.identity.factors.backend.Backend",
    )
    return client


@pytest.mark.usefixtures("restored")
def test_readiness_names_the_register(client: Client) -> None:
    answer = client.get("/readyz")
    assert (answer.status_code, answer.json()["register"]) == (503, "older than what was signed")
    declare("--yes")
    assert client.get("/readyz").json()["register"] == "ok"


@pytest.mark.usefixtures("restored")
def test_operators_are_told_once_by_mail(mailoutbox: list[Any]) -> None:
    outbox.deliver()
    mailoutbox.clear()
    for _ in range(3):
        refuse()
    outbox.deliver()
    assert sorted(to for mail in mailoutbox for to in mail.to) == ["olga@ood.example", "oskar@ood.example"]
    assert {mail.subject for mail in mailoutbox} == {
        "No checkpoints are signed: the database is older than the register"
    }
    assert all("/operations/" in mail.body for mail in mailoutbox)


@pytest.mark.usefixtures("restored")
def test_pages_say_it_and_go_on_working() -> None:
    assert "refused" not in health.away()
    refuse()
    assert "refused" in health.away()
    degraded.watch.look_again()
    client = operator()
    assert "No checkpoints are signed" in client.get("/", follow=True).content.decode()
    page = client.get("/operations/").content.decode()
    assert "manage.py declare_restored" in page
    assert "Some things happen later than usual" in page
    assert Organization.objects.get().state == "active"


@pytest.mark.usefixtures("restored")
def test_a_web_machine_without_the_keys_says_what_a_worker_was_refused(
    client: Client, settings: Any, tmp_path: Path
) -> None:
    with_keys, without = settings.LEDGER_KEYS, tmp_path / "public"
    without.mkdir()
    shutil.copy(with_keys / PUBLIC, without)
    settings.LEDGER_KEYS = without
    assert client.get("/readyz").json()["register"] == "ok"
    settings.LEDGER_KEYS = with_keys
    refuse()
    settings.LEDGER_KEYS = without
    answer = client.get("/readyz")
    assert (answer.status_code, answer.json()["register"]) == (503, "refused by a worker")
    assert "manage.py declare_restored" in operator().get("/operations/").content.decode()


@pytest.mark.usefixtures("restored")
def test_a_declaration_is_recorded_published_and_sealed(client: Client, mailoutbox: list[Any]) -> None:
    out, err = declare("--yes")
    assert "Declared. Checkpoints are signed again. The first one is of size 48." in out
    assert "size 32, root " in err
    entry = Entry.objects.latest("id")
    assert (entry.event, entry.details["reason"]) == ("register.restored", REASON)
    assert (entry.details["abandoned"]["size"], entry.details["continued"]["size"]) == (32, 16)
    [signed] = restored.decode(client.get("/register/declarations").content, public_keys())
    assert signed.declaration.reason == REASON
    assert register.latest().size == 48  # type: ignore[union-attr]
    page = client.get("/ledger/checkpoints/").content.decode()
    assert REASON in page
    outbox.deliver()
    assert "The register was declared to be restored from a backup" in {mail.subject for mail in mailoutbox}


@pytest.mark.usefixtures("restored")
@pytest.mark.parametrize("typed", ["", "yes\n"])
def test_nothing_is_declared_without_the_word(monkeypatch: pytest.MonkeyPatch, typed: str) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO(typed))
    with pytest.raises(CommandError, match="Nothing was declared"):
        declare()
    assert newest.declared() == []
    monkeypatch.setattr("sys.stdin", io.StringIO("restored\n"))
    declare()
    assert len(newest.declared()) == 1


@pytest.mark.usefixtures("site")
def test_a_site_that_lost_nothing_declares_nothing(client: Client) -> None:
    with pytest.raises(CommandError, match="There is nothing to declare"):
        declare("--yes")
    with pytest.raises(CommandError, match="is not lost"):
        declare("--newest-lost")
    assert json.loads(client.get("/register/declarations").content) == []
    assert refused_register.why() == ""
    assert not Job.objects.filter(event=refused_register.EVENT).exists()


@pytest.mark.usefixtures("site")
def test_a_lost_file_is_replaced_and_that_is_recorded(client: Client, settings: Any) -> None:
    (settings.LEDGER_KEYS / newest.NAME).unlink()
    assert client.get("/readyz").json()["register"] == "register.newest is missing"
    out, _ = declare("--newest-lost")
    assert "size 16, root " in out
    assert Entry.objects.latest("id").event == "register.newest_replaced"
    assert client.get("/readyz").json()["register"] == "ok"
    assert seal() is not None
