"""A query of the ORM, compiled once and run many times with other values: compiling costs more than running it.

The query is built with stand-ins in the places of its values; a run puts the values there. A machine's `roles_of` has
to hand the actor's id on as a parameter (or its text), which is all that it can do with it anyway.
"""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.db import connection

from workflow.guards import Actor

ACTOR, PK = uuid.uuid4(), uuid.uuid4()
LABEL, KEY = f"label {uuid.uuid4()}", f"key {uuid.uuid4()}"


@cache
def log_at(place: int) -> uuid.UUID:
    """Return what stands in for the log at this place."""
    return uuid.uuid4()


@dataclass(frozen=True)
class Plan:
    """A compiled query for one row of a model, with its annotations."""

    model: Any
    sql: str
    values: tuple[Any, ...]
    fields: tuple[str, ...]
    places: tuple[int, ...]
    annotations: tuple[tuple[str, int], ...]
    converters: tuple[tuple[int, Any, Any], ...]

    @classmethod
    def of(cls, rows: Any) -> Plan:
        """Compile a queryset in which stand-ins take the places of values."""
        compiler = rows.query.get_compiler(connection=connection)
        sql, values = compiler.as_sql()
        places = tuple(compiler.klass_info["select_fields"])
        return cls(
            model=rows.model,
            sql=sql,
            values=tuple(values),
            fields=tuple(compiler.select[place][0].target.attname for place in places),
            places=places,
            annotations=tuple(compiler.annotation_col_map.items()),
            converters=tuple(
                (place, convert, expression)
                for place, (all_of_it, expression) in compiler.get_converters(
                    [selected[0] for selected in compiler.select]
                ).items()
                for convert in all_of_it
            ),
        )

    def execute(self, cursor: Any, *, actor: Actor, pk: Any, logs: Sequence[uuid.UUID], key: str) -> None:
        """Send the query with these values."""
        given = {ACTOR: actor.id, str(ACTOR): str(actor.id), PK: pk, LABEL: actor.label, KEY: key}
        given |= {log_at(place): log for place, log in enumerate(logs)}
        cursor.execute(self.sql, [_given(value, given) for value in self.values])

    def fetch(self, cursor: Any) -> Any:
        """Return the row that the query found, as `QuerySet.get` would. Raises: the model's DoesNotExist."""
        found = cursor.fetchone()
        if found is None:
            raise self.model.DoesNotExist(f"This {self.model._meta.label} does not exist.")
        cells = list(found)
        for place, convert, expression in self.converters:
            cells[place] = convert(cells[place], expression, connection)
        row = self.model.from_db(connection.alias, self.fields, [cells[place] for place in self.places])
        for name, place in self.annotations:
            setattr(row, name, cells[place])
        return row


def _given(value: Any, given: dict[Any, Any]) -> Any:
    return given.get(value, value) if isinstance(value, uuid.UUID | str) else value
