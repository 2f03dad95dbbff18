"""System checks: the steps are sound, and the database has every guard that the code states.

`manage.py check --database default` compares the triggers, functions, constraints, unique indexes and NOT NULL in
PostgreSQL with the catalog of the code (`sql/catalog.py`).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from django.core import checks
from django.db import connections
from django.db.migrations.executor import MigrationExecutor

from workflow.creating.declaring import Creation, creations_of, model_of_parent
from workflow.deadlines import Rule, Sets
from workflow.jobs import handler_of
from workflow.models import Log, Stateful
from workflow.sql import catalog
from workflow.sql.catalog import CONSTRAINT, INDEX, NOT_NULL, TRIGGER, Catalog, Place, Stored
from workflow.steps import Step, machines, states_of, steps_of

WHY = "If the code changed, run makemigrations and migrate. Otherwise somebody changed the database. "

NOT_COMPARED = checks.Warning(
    "The guards of the database were not compared with the code, because some migrations are not applied.",
    hint="Run migrate. If it has been run, somebody changed the table django_migrations.",
)


@checks.register()
def steps_are_sound(app_configs: Any, **kwargs: Any) -> list[checks.CheckMessage]:
    """Check each step's states, roles, sides, clocks and jobs.

    It leads from and to declared states, some role or the clock may take it, its clocks end in steps of the clock, and
    its jobs have handlers. Every machine says which sides may open its entries, and its steps name no others. What is
    free is free in declared states.
    """
    of_steps = [
        checks.Error(f"{model._meta.label}.{step.name} {problem}")
        for model in machines()
        for step in steps_of(model).values()
        for problem in _problems(model, step)
    ]
    unknown = {model._meta.label: sorted(set(model.FREE) - set(states_of(model))) for model in machines()}
    of_states = [
        checks.Error(f"{label}.FREE names unknown states {states}.")
        for label, states in unknown.items()
        if states
    ]
    return [*of_steps, *of_states]


@checks.register()
def creations_are_sound(app_configs: Any, **kwargs: Any) -> list[checks.CheckMessage]:
    """Check that every machine says how its rows come into being, by whom and on what, with sides and clocks it has."""
    found: list[checks.CheckMessage] = []
    for model in machines():
        if not model.CREATIONS:
            found.append(checks.Error(f"{model._meta.label} has no creations."))
        for creation in creations_of(model).values():
            name = f"{model._meta.label}.{creation.name}"
            found += [checks.Error(f"{name} {problem}") for problem in _problems_of_creation(model, creation)]
    return found


def _problems_of_creation(model: type[Stateful], creation: Creation) -> Iterator[str]:
    if creation.name in steps_of(model):
        yield "is the name of a step as well."
    if not creation.who and not creation.by_clock:
        yield "can be done by nobody."
    parent = model_of_parent(model, creation)
    if parent is not None and not issubclass(parent, Stateful):
        yield f"is judged on {creation.on!r}, which has no roles."
    yield from _unknown_sides(model, set(creation.sides))
    yield from _clocks_without_end(model, creation.sets)


def _problems(model: type[Stateful], step: Step) -> Iterator[str]:
    unknown = (set(step.sources) | set(step.targets)) - set(states_of(model))
    if unknown:
        yield f"names unknown states {sorted(unknown)}."
    if not step.who and not step.by_clock:
        yield "can be taken by nobody."
    named = {*step.sides, *(step.quorum.sides if step.quorum else ())}
    yield from _unknown_sides(model, named)
    yield from _clocks_without_end(model, step.deadlines)
    for job in step.jobs:
        if handler_of(job.kind) is None:
            yield f"queues a job of the kind {job.kind!r}, for which no handler is registered."


def _unknown_sides(model: type[Stateful], named: set[str]) -> Iterator[str]:
    others = named - set(getattr(model, "SIDES", named))
    if others:
        yield f"is for the sides {sorted(others)}, which are not the machine's."


def _clocks_without_end(model: type[Stateful], rules: Iterable[Rule]) -> Iterator[str]:
    for rule in rules:
        if isinstance(rule, Sets) and isinstance(rule.step, str) and rule.step:
            ends = steps_of(model).get(rule.step)
            if ends is None or not ends.by_clock:
                yield f"starts the clock {rule.kind!r}, but {rule.step!r} is no step that the clock may take."


@checks.register(checks.Tags.database)
def database_has_every_guard(
    app_configs: Any, databases: Any = None, **kwargs: Any
) -> list[checks.CheckMessage]:
    """The definitions in the database are those of the code, all are in force, and there are no others."""
    found: list[checks.CheckMessage] = []
    for alias in databases or ():
        connection = connections[alias]
        executor = MigrationExecutor(connection)
        if executor.migration_plan(executor.loader.graph.leaf_nodes()):
            if Log._meta.db_table in connection.introspection.table_names():
                found.append(NOT_COMPARED)
            continue  # migrations create the guards
        found += differences(catalog.expected(), catalog.stored(connection))
    return found


def differences(wanted: Catalog, present: dict[Place, Stored]) -> Iterator[checks.CheckMessage]:
    """Return an error for each definition that is missing, not in force, different or unknown to the code."""
    for place, definition in sorted(wanted.definitions.items()):
        there = present.get(place)
        if there is None:
            yield checks.Error(
                f"{place} is missing.", hint=f"{WHY}To create it: {_create(place, definition)}"
            )
        elif catalog.comparable(there.definition) != catalog.comparable(definition):
            hint = f"{WHY}The database has: {there.definition} The code wants: {definition}"
            yield checks.Error(f"{place} is not what the code wants.", hint=hint)
        elif not there.in_force:
            yield checks.Error(f"{place} {_off(place)}")
    for place, there in sorted(present.items()):
        if place not in wanted.definitions and wanted.covers(place):
            hint = f"State it in the code or drop it. The database has: {there.definition}"
            yield checks.Error(f"{place} is in the database, but the code does not know it.", hint=hint)


def _create(place: Place, definition: str) -> str:
    """Return the statements that put back what is missing."""
    if place.kind == CONSTRAINT:
        return f"ALTER TABLE public.{place.table} ADD CONSTRAINT {place.name} {definition};"
    if place.kind == TRIGGER:
        return f"{definition}; {_enable(place)};"
    if place.kind == NOT_NULL:
        return f"ALTER TABLE public.{place.table} ALTER COLUMN {place.name} SET NOT NULL;"
    return f"{definition};"


def _enable(place: Place) -> str:
    return f"ALTER TABLE public.{place.table} ENABLE ALWAYS TRIGGER {place.name}"


def _off(place: Place) -> str:
    """Return what it means that something is not in force, and what to do."""
    if place.kind == TRIGGER:
        return f"is not ENABLE ALWAYS. Somebody changed that; run: {_enable(place)};"
    if place.kind == INDEX:
        return f"is not valid. Remove what it forbids, then run: REINDEX INDEX public.{place.name};"
    return (
        f"is not enforced for every row. Run: ALTER TABLE public.{place.table} VALIDATE CONSTRAINT {place.name}; "
        "if its triggers are disabled, enable them."
    )
