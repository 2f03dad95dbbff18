"""`Creation` declares one way in which a row of a machine comes into being, with all its facts.

It is stated once, in `CREATIONS` of the machine. `create` follows it, `affordances` offers it, `drawings` draw it, and
the tests try it by every role.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from workflow.deadlines import Sets
from workflow.errors import UnknownCreation
from workflow.guards import Guard
from workflow.models import Stateful


@dataclass(frozen=True)
class Creation:
    """The facts of one way to create a row.

    `on` names the relation to the row on which the creation is judged: the request of a window, the organization of an
    invitation. It is empty for a row that nothing precedes. `who` are roles in relation to that row, or at large
    (`Stateful.roles_at_large`) if there is none; `by_clock` lets the clock do it too. `guards` depend on that row alone
    and explain why a button is missing; `checks` depend on the inputs and on the proposed row (`StepContext.proposed`).
    `sets` are the new row's first deadlines. `sides` are those whose people may open the entry, if they are fewer than
    the machine's. `reserved` is what people without the role are told. `consequence` says what will happen.
    """

    name: str
    label: str
    event: str
    on: str = ""
    who: frozenset[str] = frozenset()
    by_clock: bool = False
    guards: tuple[Guard, ...] = ()
    checks: tuple[Guard, ...] = ()
    sets: tuple[Sets, ...] = ()
    sides: tuple[str, ...] = ()
    reserved: str = ""
    consequence: str = ""

    @property
    def judged(self) -> tuple[Guard, ...]:
        """The guards and the checks, all of which are asked when an actor asks for the creation."""
        return self.guards + self.checks

    def judged_on(self, subject: Stateful) -> Stateful | None:
        """Return the row on which the creation of `subject` is judged."""
        found: Stateful | None = getattr(subject, self.on) if self.on else None
        return found


def creations_of(model: type[Stateful]) -> Mapping[str, Creation]:
    """Return the ways in which a row of the machine comes into being, by name, in the order in which it states them."""
    return MappingProxyType({facts.name: facts for facts in model.CREATIONS})


def creation_of(model: type[Stateful], name: str) -> Creation:
    """Return one creation. Raises: UnknownCreation."""
    for facts in model.CREATIONS:
        if facts.name == name:
            return facts
    raise UnknownCreation(f"{model._meta.label} has no creation {name!r}.")


def model_of_parent(model: Any, facts: Creation) -> type[Stateful] | None:
    """Return the machine on whose rows a creation is judged."""
    found: type[Stateful] | None = model._meta.get_field(facts.on).related_model if facts.on else None
    return found
