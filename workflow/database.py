"""What PostgreSQL itself refuses, stated as constraints of the models so that migrations carry it.

All are immediate triggers, `ENABLE ALWAYS`: they fire inside the statement, for every login, also for a superuser
under `session_replication_role = replica`. The functions they call stand in `refusals.py`.
"""

from __future__ import annotations

from typing import Any

from django.db.models import BaseConstraint, Model


def literal(text: str) -> str:
    """Quote a string for SQL text."""
    return "'" + text.replace("'", "''") + "'"


def table_of(model: type[Model] | None) -> str:
    """Return the name of the model's table."""
    if model is None:
        raise TypeError("A trigger belongs to a table.")
    return model._meta.db_table


def _stays(name: str, table: str) -> dict[str, str]:
    """Return the trigger beside the one called `name` that refuses TRUNCATE, name to statement."""
    stay = f"{name}_stay"
    return {
        stay: f"CREATE TRIGGER {stay} BEFORE TRUNCATE ON public.{table} "
        "FOR EACH STATEMENT EXECUTE FUNCTION workflow_append_only()"
    }


class Trigger(BaseConstraint):
    """A trigger that Django's migrations add and remove like any other constraint."""

    events = ""
    function = ""

    def arguments(self) -> tuple[str, ...]:
        """The literal arguments that the trigger's function receives."""
        return ()

    def definition(self, table: str) -> str:
        """Return the statement that creates the trigger, as `pg_get_triggerdef` prints it back."""
        arguments = ", ".join(literal(argument) for argument in self.arguments())
        return (
            f"CREATE TRIGGER {self.name} {self.events} ON public.{table} "
            f"FOR EACH ROW EXECUTE FUNCTION {self.function}({arguments})"
        )

    def definitions(self, table: str) -> dict[str, str]:
        """Return every trigger that this constraint stands for, name to statement."""
        return {self.name: self.definition(table)}

    def create_sql(self, model: type[Model] | None, schema_editor: Any) -> str:
        table = table_of(model)
        return "; ".join(
            f"{definition}; ALTER TABLE {table} ENABLE ALWAYS TRIGGER {name}"
            for name, definition in self.definitions(table).items()
        )

    def remove_sql(self, model: type[Model] | None, schema_editor: Any) -> str:
        table = table_of(model)
        return "; ".join(f"DROP TRIGGER IF EXISTS {name} ON {table}" for name in self.definitions(table))

    def constraint_sql(self, model: type[Model] | None, schema_editor: Any) -> str:
        """Leave nothing inside CREATE TABLE; the trigger follows once the table stands."""
        schema_editor.deferred_sql.append(self.create_sql(model, schema_editor))
        return ""

    def validate(
        self,
        model: type[Model],
        instance: Model,
        exclude: Any = None,
        using: str = "default",
    ) -> None:
        """Leave the judgement to PostgreSQL: only it knows the row's present state."""

    def __eq__(self, other: object) -> bool:
        return isinstance(other, type(self)) and self.deconstruct() == other.deconstruct()

    def __hash__(self) -> int:
        return hash((type(self), self.name))


class OnlyGrows(Trigger):
    """Rows are added, and never changed or removed. A second trigger, `NAME_stay`, refuses TRUNCATE."""

    events = "BEFORE DELETE OR UPDATE"
    function = "workflow_append_only"

    def definitions(self, table: str) -> dict[str, str]:
        return super().definitions(table) | _stays(self.name, table)


class LegalMoves(Trigger):
    """Rows are born in the initial state at version 0, move as the steps say, and are never deleted.

    A second trigger, `NAME_stay`, refuses TRUNCATE.
    """

    events = "BEFORE INSERT OR DELETE OR UPDATE"
    function = "workflow_legal_moves"

    def __init__(self, *, name: str, initial: str, moves: tuple[str, ...] | list[str]) -> None:
        super().__init__(name=name)
        self.initial = initial
        self.moves = tuple(moves)

    def arguments(self) -> tuple[str, ...]:
        return (self.initial, *self.moves)

    def definitions(self, table: str) -> dict[str, str]:
        return super().definitions(table) | _stays(self.name, table)

    def deconstruct(self) -> tuple[str, tuple[Any, ...], dict[str, Any]]:
        path, args, kwargs = super().deconstruct()
        return path, tuple(args), kwargs | {"initial": self.initial, "moves": self.moves}


class NeedsEntry(Trigger):
    """Birth and every change of state or version need a ledger entry of the same transaction.

    `told` lists internal states as `state=shown`: an entry may tell of them either way (`Stateful.INTERNAL`).
    """

    events = "AFTER INSERT OR UPDATE"
    function = "workflow_needs_entry"

    def __init__(self, *, name: str, label: str, told: tuple[str, ...] | list[str] = ()) -> None:
        super().__init__(name=name)
        self.label = label
        self.told = tuple(told)

    def arguments(self) -> tuple[str, ...]:
        return (self.label, *self.told)

    def deconstruct(self) -> tuple[str, tuple[Any, ...], dict[str, Any]]:
        path, args, kwargs = super().deconstruct()
        told = {"told": self.told} if self.told else {}
        return path, tuple(args), kwargs | {"label": self.label} | told


def triggers_of(model: type[Model]) -> list[Trigger]:
    """Return the triggers that the model's constraints ask for."""
    return [constraint for constraint in model._meta.constraints if isinstance(constraint, Trigger)]
