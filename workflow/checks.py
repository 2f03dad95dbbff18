"""System checks: the code and the database must say the same.

`manage.py check --database default` reads the triggers back from PostgreSQL and compares them with the steps.
"""

from __future__ import annotations

from typing import Any

from django.apps import apps
from django.core import checks
from django.db import connections
from django.db.migrations.executor import MigrationExecutor

from workflow.database import triggers_of
from workflow.steps import machines, states_of, steps_of

APPEND_ONLY = ("entry", "personal", "registerleaf", "registernode", "checkpoint")


@checks.register()
def steps_are_sound(app_configs: Any, **kwargs: Any) -> list[checks.CheckMessage]:
    """Every step starts from and leads to declared states, and somebody may take it."""
    found: list[checks.CheckMessage] = []
    for model in machines():
        states = set(states_of(model))
        for step in steps_of(model).values():
            unknown = (set(step.sources) | set(step.targets)) - states
            if unknown:
                found.append(
                    checks.Error(f"{model._meta.label}.{step.name} names unknown states {sorted(unknown)}.")
                )
            if not step.who and not step.by_clock:
                found.append(checks.Error(f"{model._meta.label}.{step.name} can be taken by nobody."))
    return found


@checks.register(checks.Tags.database)
def database_holds_the_line(
    app_configs: Any, databases: Any = None, **kwargs: Any
) -> list[checks.CheckMessage]:
    """The triggers in the database are those that the steps ask for, and all are always on."""
    found: list[checks.CheckMessage] = []
    for alias in databases or ():
        connection = connections[alias]
        executor = MigrationExecutor(connection)
        if executor.migration_plan(executor.loader.graph.leaf_nodes()):
            continue  # the triggers come with the migrations; `migrate --check` reports those
        present = _triggers(connection)
        for name, wanted in _wanted().items():
            definition, enabled = present.get(name, ("", ""))
            if definition != wanted:
                hint = f"The database has: {definition or 'nothing'}. Run makemigrations and migrate."
                found.append(
                    checks.Error(f"Trigger {name} is not what the code asks for: {wanted}", hint=hint)
                )
            elif enabled != "A":
                found.append(
                    checks.Error(f"Trigger {name} is not ENABLE ALWAYS.", hint="Somebody switched it off.")
                )
    return found


def _triggers(connection: Any) -> dict[str, tuple[str, str]]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT tgname, pg_get_triggerdef(oid), tgenabled::text FROM pg_trigger WHERE NOT tgisinternal"
        )
        return {name: (definition, enabled) for name, definition, enabled in cursor.fetchall()}


def _wanted() -> dict[str, str]:
    wanted = {
        trigger.name: trigger.definition(model._meta.db_table)
        for model in apps.get_models()
        for trigger in triggers_of(model)
    }
    for table in APPEND_ONLY:
        wanted[f"{table}_appends"] = (
            f"CREATE TRIGGER {table}_appends BEFORE DELETE OR UPDATE ON public.workflow_{table} "
            "FOR EACH ROW EXECUTE FUNCTION workflow_append_only()"
        )
        wanted[f"{table}_stays"] = (
            f"CREATE TRIGGER {table}_stays BEFORE TRUNCATE ON public.workflow_{table} "
            "FOR EACH STATEMENT EXECUTE FUNCTION workflow_append_only()"
        )
    return wanted
