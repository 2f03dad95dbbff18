"""What can be taken away, and how."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

GUARD, ROLE, QUORUM, TRIGGER = "guard", "role", "quorum", "trigger"
PERMISSION = "permission"


@dataclass(frozen=True)
class Removal:
    """One thing to take away: of a step (`machine`, `step`, `index` of the guard), a trigger (`sql`) or a permission.

    A permission is taken from the role of a side in `table`, or given to it where it has not got it.
    """

    kind: str
    name: str
    machine: str = ""
    step: str = ""
    index: int = 0
    sql: str = ""
    function: str = ""
    table: str = ""
    held: tuple[str, str] = ("", "")
    permission: str = ""

    @property
    def what(self) -> str:
        """The words under which it is shown."""
        return f"{self.kind:8} {self.name}"


def of_steps() -> Iterator[Removal]:
    """Return every guard, role check and quorum of every step and creation of every machine."""
    from workflow.steps import machines

    for model in machines():
        for step in facts_of(model):
            place = {"machine": model._meta.label, "step": step.name}
            words = f"{model._meta.label}.{step.name}"
            yield Removal(ROLE, words, **place)
            if getattr(step, "quorum", None) is not None:
                yield Removal(QUORUM, words, **place)
            for index, guard in enumerate(step.judged):
                name = getattr(guard, "__name__", str(guard))
                yield Removal(GUARD, f"{words}: {name}", **place, index=index)


def of_database(cursor: Any) -> Iterator[Removal]:
    """Return every trigger of the database."""
    cursor.execute(
        "SELECT c.relname, t.tgname, p.proname FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid "
        "JOIN pg_proc p ON p.oid = t.tgfoid WHERE NOT t.tgisinternal ORDER BY 1, 2"
    )
    for table, name, function in cursor.fetchall():
        sql = f"DROP TRIGGER {name} ON {table}"
        yield Removal(TRIGGER, f"{table}: {name}", sql=sql, function=function)


def of_permissions() -> Iterator[Removal]:
    """Return every permission of every role of each side, and for each role one that it has not got."""
    from designation.access import permissions
    from designation.roles import HELD_BY

    for table in ("IN_REQUEST", "IN_WINDOW"):
        for side, roles in HELD_BY.items():
            for held in ((str(side), str(role)) for role in sorted(roles)):
                granted = getattr(permissions, table).get(held, frozenset())
                words = f"{table} {held[0]} {held[1]}"
                for one in sorted(granted):
                    yield Removal(PERMISSION, f"{words}: {one}", table=table, held=held, permission=one)
                more = next(one for one in permissions.Permission if one not in granted)
                yield Removal(PERMISSION, f"{words}: {more}, given", table=table, held=held, permission=more)


def change_permission(removal: Removal) -> None:
    """Take a permission from a role, or give it one that it has not got, in this process."""
    from designation.access import permissions

    table: Any = getattr(permissions, removal.table)
    table[removal.held] = table.get(removal.held, frozenset()) ^ {permissions.Permission(removal.permission)}


def facts_of(model: Any) -> list[Any]:
    """Return the steps and the creations of a machine. No two have the same name."""
    from workflow.creating.declaring import creations_of
    from workflow.steps import steps_of

    return [*creations_of(model).values(), *steps_of(model).values()]


def take_away(removal: Removal) -> None:
    """Take one thing of a step or a creation away, or change a permission, in this process."""
    if removal.kind == PERMISSION:
        change_permission(removal)
        return
    from django.apps import apps

    model = apps.get_model(removal.machine)
    step = next(facts for facts in facts_of(model) if facts.name == removal.step)
    if removal.kind == QUORUM:
        restate(model, replace(step, quorum=None))
    elif removal.kind == GUARD:
        kept = [guard for place, guard in enumerate(step.judged) if place != removal.index]
        asked = len(step.guards) - (removal.index < len(step.guards))
        restate(model, replace(step, guards=tuple(kept[:asked]), checks=tuple(kept[asked:])))
    else:
        open_to_all = replace(step, who=Anybody(step.who))
        restate(model, open_to_all)
        watch_roles(lambda facts, act, may: facts is open_to_all or may)


class Anybody(frozenset):
    """Roles among which everybody's are."""

    def __contains__(self, role: object) -> bool:
        return True


def restate(model: Any, facts: Any) -> None:
    """Put other facts in the place of a step or a creation."""
    from workflow import steps

    model.CREATIONS = tuple(facts if one.name == facts.name else one for one in model.CREATIONS)
    for base in model.__mro__:
        declared = getattr(vars(base).get(facts.name), "_django_fsm", None)
        for transition in declared.transitions.values() if declared else ():
            transition.custom["step"] = facts
    steps._steps_of.cache_clear()


def watch_roles(answer: Any) -> None:
    """Let `answer(facts, act, may)` have the last word whenever it is asked whose step it is."""
    from workflow import affordances, authorization, perform
    from workflow.creating import create

    original = authorization.may
    for module in (authorization, perform, affordances, create):
        module.may = lambda facts, act: answer(facts, act, original(facts, act))
