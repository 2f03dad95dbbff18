"""Triggers as constraints of the models, so that migrations create them and `manage.py check` compares them.

Every trigger is immediate and `ENABLE ALWAYS`: it fires inside the statement, for every login, even for a superuser
under `session_replication_role = replica`. The engine's own trigger functions are in `trigger_sql.py`; a
`FunctionTrigger` brings its own function. Every function fixes its search path and names tables with their schema, so
that a table of the same name in another schema, temporary or not, cannot take a table's place.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db.models import BaseConstraint, Model

SEARCH_PATH = ("pg_catalog", "pg_temp")


def literal(text: str) -> str:
    """Quote a string for SQL text."""
    return "'" + text.replace("'", "''") + "'"


def table_of(model: type[Model] | None) -> str:
    """Return the name of the model's table."""
    if model is None:
        raise TypeError("A trigger belongs to a table.")
    return model._meta.db_table


def create_trigger(
    name: str,
    events: str,
    table: str,
    function: str,
    *arguments: str,
    each: str = "ROW",
    when: str = "",
    rows: str = "",
) -> str:
    """Return the statement that creates a trigger, as `pg_get_triggerdef` prints it back.

    `rows` names the transition tables of a trigger for each statement, such as `NEW TABLE AS new_rows`.
    """
    condition = f"WHEN (({when})) " if when else ""
    transition = f"REFERENCING {rows} " if rows else ""
    return (
        f"CREATE TRIGGER {name} {events} ON public.{table} {transition}FOR EACH {each} {condition}"
        f"EXECUTE FUNCTION {function}({', '.join(map(literal, arguments))})"
    )


def create_function(name: str, body: str) -> str:
    """Return the statement that creates or replaces a trigger function, as `pg_get_functiondef` prints it back."""
    search_path = ", ".join(map(literal, SEARCH_PATH))
    return (
        f"CREATE OR REPLACE FUNCTION public.{name}()\n RETURNS trigger\n LANGUAGE plpgsql\n"
        f" SET search_path TO {search_path}\nAS $function${body}$function$\n"
    )


def always(table: str, name: str, definition: str) -> str:
    """Return the statements that create or replace a trigger and keep it on under every setting of a session."""
    replaced = definition.replace("CREATE TRIGGER", "CREATE OR REPLACE TRIGGER", 1)
    return f"{replaced}; ALTER TABLE public.{table} ENABLE ALWAYS TRIGGER {name}"


def stays(name: str, table: str) -> dict[str, str]:
    """Return the trigger that refuses TRUNCATE for the constraint `name`, name to statement."""
    stay = f"{name}_stay"
    return {stay: create_trigger(stay, "BEFORE TRUNCATE", table, "workflow_append_only", each="STATEMENT")}


class Trigger(BaseConstraint):
    """A constraint that is a trigger; migrations add and remove it like any other constraint."""

    events = ""
    function = ""

    def definitions(self, table: str) -> dict[str, str]:
        """Return every trigger of this constraint, name to the statement that creates it."""
        return {self.name: create_trigger(self.name, self.events, table, self.function)}

    def functions(self) -> dict[str, str]:
        """Return the functions that belong to this constraint alone, name to the statement that creates it."""
        return {}

    def fixed(self, columns: Iterable[str]) -> set[str]:
        """Return those of the table's columns that never change because of this constraint."""
        return set()

    def create_sql(self, model: type[Model] | None, schema_editor: Any) -> str:
        table = table_of(model)
        triggers = (always(table, *trigger) for trigger in self.definitions(table).items())
        return "; ".join([*self.functions().values(), *triggers])

    def remove_sql(self, model: type[Model] | None, schema_editor: Any) -> str:
        table = table_of(model)
        triggers = (f"DROP TRIGGER IF EXISTS {name} ON {table}" for name in self.definitions(table))
        functions = (f"DROP FUNCTION IF EXISTS public.{name}()" for name in self.functions())
        return "; ".join([*triggers, *functions])

    def constraint_sql(self, model: type[Model] | None, schema_editor: Any) -> str:
        """Add nothing to CREATE TABLE; the trigger is created after the table."""
        schema_editor.deferred_sql.append(self.create_sql(model, schema_editor))
        return ""

    def validate(
        self,
        model: type[Model],
        instance: Model,
        exclude: Any = None,
        using: str = "default",
    ) -> None:
        """Leave the check to PostgreSQL, which alone knows the row's present state."""

    def __eq__(self, other: object) -> bool:
        return isinstance(other, type(self)) and self.deconstruct() == other.deconstruct()

    def __hash__(self) -> int:
        return hash((type(self), self.name))


class OnlyGrows(Trigger):
    """Rows are inserted and never updated or deleted. A second trigger, `NAME_stay`, refuses TRUNCATE."""

    events = "BEFORE DELETE OR UPDATE"
    function = "workflow_append_only"

    def definitions(self, table: str) -> dict[str, str]:
        return super().definitions(table) | stays(self.name, table)


class FunctionTrigger(Trigger):
    """A rule of one table in PL/pgSQL. The trigger and its function share the constraint's name.

    `events` are as in CREATE TRIGGER, such as `BEFORE UPDATE`; `body` is the function's body, from BEGIN or DECLARE on.
    """

    def __init__(self, *, name: str, events: str, body: str) -> None:
        super().__init__(name=name)
        self.events = events
        self.function = name
        self.body = body

    def functions(self) -> dict[str, str]:
        return {self.name: create_function(self.name, self.body)}

    def deconstruct(self) -> tuple[str, tuple[Any, ...], dict[str, Any]]:
        path, args, kwargs = super().deconstruct()
        return path, tuple(args), kwargs | {"events": self.events, "body": self.body}


class LegalMoves(Trigger):
    """Rows are created in the initial state at version 0, change as the steps say, and are never deleted.

    `keeps` are the columns that never change after that; none of them is of the type text.

    The conditions of the triggers say what is legal, so no function runs for a legal change, and no search path affects
    it. `NAME_born` checks INSERT, `NAME_kept` refuses DELETE, and `NAME_stay` refuses TRUNCATE.
    """

    function = "workflow_legal_moves"

    def __init__(
        self,
        *,
        name: str,
        initial: str,
        moves: tuple[str, ...] | list[str],
        keeps: tuple[str, ...] | list[str] = (),
    ) -> None:
        super().__init__(name=name)
        self.initial = initial
        self.moves = tuple(moves)
        self.keeps = tuple(keeps)

    def definitions(self, table: str) -> dict[str, str]:
        events = {
            self.name: ("BEFORE UPDATE", self._moves_otherwise()),
            f"{self.name}_born": ("BEFORE INSERT", self._born_otherwise()),
            f"{self.name}_kept": ("BEFORE DELETE", ""),
        }
        own = {
            name: create_trigger(name, when, table, self.function, self.initial, *self.keeps, when=condition)
            for name, (when, condition) in events.items()
        }
        return own | stays(self.name, table)

    def fixed(self, columns: Iterable[str]) -> set[str]:
        return {"id", "log_id", *self.keeps} & set(columns)

    def _born_otherwise(self) -> str:
        return f"((new.state)::text IS DISTINCT FROM {literal(self.initial)}::text) OR (new.version <> 0)"

    def _moves_otherwise(self) -> str:
        moves = f"{literal('{' + ','.join(self.moves) + '}')}::text[]"
        illegal = f"(((((old.state)::text || '>'::text) || (new.state)::text) = ANY ({moves})) IS NOT TRUE)"
        changes = "((new.state)::text IS DISTINCT FROM (old.state)::text)"
        fixed = (f"OR ((new.{name})::text IS DISTINCT FROM (old.{name})::text) " for name in self.keeps)
        return (
            "(new.id IS DISTINCT FROM old.id) OR (new.log_id IS DISTINCT FROM old.log_id) "
            f"{''.join(fixed)}OR ({changes} AND {illegal}) "
            f"OR (({changes} OR (new.version <> old.version)) AND (new.version <> (old.version + 1)))"
        )

    def deconstruct(self) -> tuple[str, tuple[Any, ...], dict[str, Any]]:
        path, args, kwargs = super().deconstruct()
        keeps = {"keeps": self.keeps} if self.keeps else {}
        return path, tuple(args), kwargs | {"initial": self.initial, "moves": self.moves} | keeps


class NeedsEntry(Trigger):
    """INSERT (`NAME_born`) and every step (a change of state or version) need an entry of the same transaction.

    So does every other change of a row (`NAME_row`): the newest entry of the row's log must be of the same transaction,
    unless all that changes is free in the row's state. `free` lists that as `state=column`. `shown_as` lists internal
    states as `state=shown`: an entry may name either state (`Stateful.INTERNAL`).
    """

    function = "workflow_needs_entry"

    def __init__(
        self,
        *,
        name: str,
        label: str,
        shown_as: tuple[str, ...] | list[str] = (),
        free: tuple[str, ...] | list[str] = (),
    ) -> None:
        super().__init__(name=name)
        self.label = label
        self.shown_as = tuple(shown_as)
        self.free = tuple(free)

    def definitions(self, table: str) -> dict[str, str]:
        changes = "((new.state)::text IS DISTINCT FROM (old.state)::text) OR (new.version IS DISTINCT FROM old.version)"
        events = {self.name: ("AFTER UPDATE", changes), f"{self.name}_born": ("AFTER INSERT", "")}
        own = {
            name: create_trigger(name, when, table, self.function, self.label, *self.shown_as, when=condition)
            for name, (when, condition) in events.items()
        }
        row, same = f"{self.name}_row", "(new.version = old.version) AND (old.* IS DISTINCT FROM new.*)"
        needs = "workflow_needs_log_entry"
        return own | {row: create_trigger(row, "AFTER UPDATE", table, needs, *self.free, when=same)}

    def deconstruct(self) -> tuple[str, tuple[Any, ...], dict[str, Any]]:
        path, args, kwargs = super().deconstruct()
        given = {"label": self.label, "shown_as": self.shown_as, "free": self.free}
        return path, tuple(args), kwargs | {name: value for name, value in given.items() if value}


def fixed_columns(model: type[Model], columns: Iterable[str]) -> set[str]:
    """Return those of the columns that never change because one of the model's constraints says so."""
    return {column for trigger in triggers_of(model) for column in trigger.fixed(columns)}


def triggers_of(model: type[Model]) -> list[Trigger]:
    """Return the triggers that the model's constraints ask for."""
    return [constraint for constraint in model._meta.constraints if isinstance(constraint, Trigger)]
