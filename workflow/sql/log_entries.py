"""`NeedsLogEntry`, for the tables of a matter that are no machines: their rows change only with an entry of its log.

Each table says which log tells of its rows, which of its columns ever change, and which changes need no entry. One
check for each statement reads the newest entry of those logs. Like all triggers of this package, it is immediate and
applies to every login.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from workflow.sql.triggers import Trigger, create_function, create_trigger, literal, stays

Columns = tuple[str, ...] | list[str]

_BODY = """
BEGIN
  IF TG_OP = 'INSERT' THEN
    PERFORM FROM new_rows r WHERE {untold};
  ELSIF TG_OP = 'DELETE' THEN
    PERFORM FROM old_rows r WHERE {untold};
  ELSE
    PERFORM FROM old_rows was FULL JOIN new_rows r ON r.id = was.id
      WHERE (to_jsonb(was) - {changes}) IS DISTINCT FROM (to_jsonb(r) - {changes});
    IF FOUND THEN
      RAISE EXCEPTION '{refusal}', TG_TABLE_NAME USING ERRCODE = 'check_violation';
    END IF;
    PERFORM FROM old_rows was JOIN new_rows r ON r.id = was.id
      WHERE (to_jsonb(was) - ({free})) IS DISTINCT FROM (to_jsonb(r) - ({free})) AND {untold};
  END IF;
  IF FOUND THEN
    RAISE EXCEPTION 'no ledger entry of this transaction tells of this change in %', TG_TABLE_NAME
      USING ERRCODE = 'check_violation';
  END IF;
  RETURN NULL;
END
"""

_TOLD = """EXISTS (SELECT FROM ({logs}) o (log_id) WHERE pg_current_xact_id() = (
      SELECT e.xact FROM public.workflow_entry e WHERE e.log_id = o.log_id ORDER BY e.index DESC LIMIT 1))"""


class NeedsLogEntry(Trigger):
    """INSERT, UPDATE and DELETE need that the newest entry of an owning log is of the same transaction.

    `logs` are queries for the ids of logs that may tell of a row `r`; one that does is enough. `changes` are the
    columns that ever change. `free` maps conditions on a row before (`was`) and after (`r`) to the columns that may
    then change without an entry. `NAME_born` is the trigger for INSERT, `NAME_gone` that for DELETE, and `NAME_stay`
    refuses TRUNCATE.
    """

    def __init__(
        self,
        *,
        name: str,
        logs: Columns,
        changes: Columns = (),
        free: Mapping[str, Columns] | None = None,
    ) -> None:
        super().__init__(name=name)
        self.function = name
        self.logs = tuple(logs)
        self.changes = tuple(changes)
        self.free = {condition: tuple(columns) for condition, columns in (free or {}).items()}

    def definitions(self, table: str) -> dict[str, str]:
        triggers = {
            self.name: ("AFTER UPDATE", "OLD TABLE AS old_rows NEW TABLE AS new_rows"),
            f"{self.name}_born": ("AFTER INSERT", "NEW TABLE AS new_rows"),
            f"{self.name}_gone": ("AFTER DELETE", "OLD TABLE AS old_rows"),
        }
        own = {
            name: create_trigger(name, when, table, self.function, each="STATEMENT", rows=rows)
            for name, (when, rows) in triggers.items()
        }
        return own | stays(self.name, table)

    def functions(self) -> dict[str, str]:
        told = "\n    OR ".join(_TOLD.format(logs=logs) for logs in self.logs)
        free = [f"CASE WHEN {when} THEN {_array(names)} END" for when, names in self.free.items()]
        body = _BODY.format(
            untold=f"({told}) IS NOT TRUE",
            changes=_array(self.changes),
            refusal=f"in a row of %, only {', '.join(self.changes) or 'nothing'} ever changes",
            free=" || ".join([_array(()), *free]),
        )
        return {self.name: create_function(self.name, body)}

    def fixed(self, columns: Iterable[str]) -> set[str]:
        return set(columns) - set(self.changes)

    def deconstruct(self) -> tuple[str, tuple[Any, ...], dict[str, Any]]:
        path, args, kwargs = super().deconstruct()
        given = {"logs": self.logs, "changes": self.changes, "free": self.free}
        return path, tuple(args), kwargs | {name: value for name, value in given.items() if value}


def _array(columns: Columns) -> str:
    return f"{literal('{' + ','.join(columns) + '}')}::text[]"
