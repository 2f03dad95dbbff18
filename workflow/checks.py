"""System checks: the code and the database must say the same.

`manage.py check --database default` reads triggers and functions back from PostgreSQL and compares them with the steps
and with `refusals.py`.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.apps import apps
from django.core import checks
from django.db import connections
from django.db.migrations.executor import MigrationExecutor

from workflow.deadlines import Sets
from workflow.models import Stateful
from workflow.sql import trigger_sql
from workflow.sql.triggers import triggers_of
from workflow.steps import Step, machines, states_of, steps_of

Place = tuple[str, str]


@checks.register()
def steps_are_sound(app_configs: Any, **kwargs: Any) -> list[checks.CheckMessage]:
    """Every step leads from declared states to declared states, somebody may take it, and its clocks can."""
    return [
        checks.Error(f"{model._meta.label}.{step.name} {problem}")
        for model in machines()
        for step in steps_of(model).values()
        for problem in _problems(model, step)
    ]


def _problems(model: type[Stateful], step: Step) -> Iterator[str]:
    unknown = (set(step.sources) | set(step.targets)) - set(states_of(model))
    if unknown:
        yield f"names unknown states {sorted(unknown)}."
    if not step.who and not step.by_clock:
        yield "can be taken by nobody."
    for rule in step.deadlines:
        if isinstance(rule, Sets) and isinstance(rule.step, str) and rule.step:
            ends = steps_of(model).get(rule.step)
            if ends is None or not ends.by_clock:
                yield f"starts the clock {rule.kind!r}, but {rule.step!r} is no step that the clock may take."


@checks.register(checks.Tags.database)
def database_holds_the_line(
    app_configs: Any, databases: Any = None, **kwargs: Any
) -> list[checks.CheckMessage]:
    """The triggers and their functions in the database are those of the code, and all are always on."""
    found: list[checks.CheckMessage] = []
    for alias in databases or ():
        connection = connections[alias]
        executor = MigrationExecutor(connection)
        if executor.migration_plan(executor.loader.graph.leaf_nodes()):
            continue  # the triggers come with the migrations; `migrate --check` reports those
        found += _triggers_differ(_triggers(connection))
        found += _functions_differ(_functions(connection))
    return found


def _triggers_differ(present: dict[Place, tuple[str, str]]) -> Iterator[checks.CheckMessage]:
    for (table, name), wanted in _wanted().items():
        definition, enabled = present.get((table, name), ("", ""))
        if definition != wanted:
            hint = f"The database has: {definition or 'nothing'}. Run makemigrations and migrate."
            yield checks.Error(
                f"Trigger {name} on {table} is not what the code asks for: {wanted}", hint=hint
            )
        elif enabled != "A":
            hint = "Somebody switched it off."
            yield checks.Error(f"Trigger {name} on {table} is not ENABLE ALWAYS.", hint=hint)


def _functions_differ(present: dict[str, tuple[str, str]]) -> Iterator[checks.CheckMessage]:
    for name, body in trigger_sql.FUNCTIONS.items():
        if present.get(name) != (body, f"search_path={trigger_sql.SEARCH_PATH}"):
            hint = "A migration has to run workflow.sql.trigger_sql.install() again; or somebody replaced it."
            yield checks.Error(f"Function {name} is not what the code asks for.", hint=hint)


def _triggers(connection: Any) -> dict[Place, tuple[str, str]]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT c.relname, t.tgname, pg_get_triggerdef(t.oid), t.tgenabled::text FROM pg_trigger t "
            "JOIN pg_class c ON c.oid = t.tgrelid WHERE NOT t.tgisinternal AND c.relnamespace = 'public'::regnamespace"
        )
        return {
            (table, name): (definition, enabled) for table, name, definition, enabled in cursor.fetchall()
        }


def _functions(connection: Any) -> dict[str, tuple[str, str]]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT proname, prosrc, array_to_string(proconfig, ';') FROM pg_proc "
            "WHERE pronamespace = 'public'::regnamespace AND prorettype = 'trigger'::regtype"
        )
        return {name: (body, config) for name, body, config in cursor.fetchall()}


def _wanted() -> dict[Place, str]:
    wanted = dict(trigger_sql.TRIGGERS)
    for model in apps.get_models():
        table = model._meta.db_table
        for trigger in triggers_of(model):
            wanted |= {(table, name): text for name, text in trigger.definitions(table).items()}
    return wanted
