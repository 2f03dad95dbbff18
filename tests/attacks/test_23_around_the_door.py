"""Attacks 23, 26, 29: raw SQL as the application, the owner and a superuser; the ORM; other ways in."""

import os
from typing import Any
from urllib.parse import urlsplit

import psycopg
import pytest
from django.core.management import call_command
from django.db import DatabaseError, connections, transaction
from django.urls import get_resolver

from designation.demo import world as demonstration
from designation.demo.world import World
from tests.designation.walking import fresh, request_in, window_in
from workflow import clock
from workflow.steps import machines

SIGNED = ("designation_termsversion", "designation_termssignature", "designation_recusal")
LEDGER = (
    "workflow_entry",
    "workflow_personal",
    "workflow_checkpoint",
    "workflow_registerleaf",
    "workflow_registernode",
)
STATEFUL = tuple(m._meta.db_table for m in machines() if m.__module__.startswith("designation."))


def forgeries() -> list[str]:
    """Statements that would change what happened, or a state, without the door."""
    found = [
        "UPDATE designation_window SET state = 'open'",
        "UPDATE designation_request SET standing_outcome = 'covered', state = 'covered', version = version + 1",
        "UPDATE designation_grant SET state = 'active' WHERE state = 'ended'",
        "UPDATE designation_window SET ends_at = ends_at + interval '1 day'",
        "UPDATE designation_frontiermodel SET first_opened_at = NULL",
        "UPDATE designation_termsversion SET content = '{}'",
        "UPDATE designation_termssignature SET digest = ''", "DELETE FROM designation_termsversion",
        "DELETE FROM designation_termssignature", "DELETE FROM designation_recusal",
        "UPDATE workflow_entry SET actor = 'clock'", "DELETE FROM workflow_entry WHERE event = 'request.withdrawn'",
        "UPDATE workflow_log SET size = size - 1", "DELETE FROM workflow_log", "DELETE FROM workflow_personal",
        "INSERT INTO designation_policy (id, log_id, version, number, values, state) "
        "SELECT gen_random_uuid(), log_id, 0, 99, values, 'active' FROM designation_policy LIMIT 1",
    ]  # fmt: skip
    found += [f"TRUNCATE {table} CASCADE" for table in (*SIGNED, *LEDGER)]
    found += [f"DELETE FROM {table}" for table in STATEFUL]
    return found


@pytest.fixture
def full(fresh_database: str) -> World:
    """A world of its own with a window, signatures and a recusal, committed."""
    world = demonstration.people_and_policy(clock.now())
    request = request_in(world, "covered")
    window = window_in(world, request, "closed")
    world.act(request, "recuse", "rosa")
    assert window.terms.signatures.exists()
    return world


def accepted(url: str, *, replica: bool = False) -> list[str]:
    """Which of the forgeries a login can commit in the present database."""
    parts = urlsplit(url)
    name = connections["default"].settings_dict["NAME"]
    done = []
    with psycopg.connect(parts._replace(path=f"/{name}").geturl(), autocommit=True) as login:
        if replica:
            login.execute("SET session_replication_role = replica")
        for statement in forgeries():
            try:
                login.execute("BEGIN")
                found = login.execute(statement)
                if found.rowcount != 0:
                    done.append(statement)
            except psycopg.Error:
                pass
            finally:
                login.execute("ROLLBACK")
    return done


def test_no_login_forges_anything(full: World) -> None:
    application = os.environ["DATABASE_URL"]
    call_command("grant_rights", login=urlsplit(application).username, verbosity=0)
    assert accepted(application) == []
    assert accepted(os.environ["DATABASE_OWNER_URL"]) == []
    assert accepted(os.environ["DATABASE_SUPERUSER_URL"], replica=True) == []


@pytest.mark.parametrize("model", [m for m in machines() if m._meta.db_table in STATEFUL], ids=str)
def test_a_state_is_not_set_by_the_orm(demo_world: World, model: Any) -> None:
    window_in(demo_world, request_in(demo_world, "covered"), "open")
    for row in model._base_manager.all()[:3]:
        for state in set(model.State.values) - {str(row.state)}:
            with pytest.raises(DatabaseError), transaction.atomic():
                model._base_manager.filter(pk=row.pk).update(state=state)
            with pytest.raises(DatabaseError), transaction.atomic():
                model._base_manager.filter(pk=row.pk).update(state=state, version=row.version + 1)
        with pytest.raises(DatabaseError), transaction.atomic():
            model._base_manager.filter(pk=row.pk).delete()
        with pytest.raises(AttributeError):
            row.state = "forged"


def test_there_is_no_other_way_in() -> None:
    said = str(get_resolver().reverse_dict.keys()) + str(
        [str(p.pattern) for p in get_resolver().url_patterns]
    )
    assert "admin" not in said
    from django.apps import apps

    assert not apps.is_installed("django.contrib.admin")


def test_a_step_is_not_taken_by_calling_it(demo_world: World) -> None:
    request = request_in(demo_world, "submitted")
    row = fresh(request)
    from workflow.guards import CLOCK, StepContext

    row.withdraw(StepContext(CLOCK, demo_world.now))
    with pytest.raises(DatabaseError), transaction.atomic():
        row.save()
    assert fresh(request).state == "submitted"
