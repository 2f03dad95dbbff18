"""`@step` declares one transition with all its facts, on top of `django_fsm`; `@machine` adds the database's guards.

A step is stated once. `perform` takes it, `affordances` offers it, `drawings` draw it, `@machine` turns its source and
target into the legal moves that the database enforces, and the tests try it from every state by every role.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType
from typing import Any, TypeVar

from django.apps import apps
from django_fsm import GET_STATE, transition

from workflow.approvals import Quorum
from workflow.deadlines import Rule
from workflow.errors import UnknownStep
from workflow.guards import Guard, StepContext, recently_authenticated
from workflow.jobs import Queues
from workflow.ledger.sides import ordered
from workflow.models import Stateful
from workflow.sql.triggers import LegalMoves, NeedsEntry

Body = Callable[..., None]
Machine = TypeVar("Machine", bound=type[Stateful])
Cascade = Callable[[Any, StepContext], Iterable[tuple[Stateful, str, Mapping[str, Any]]]]
Effect = Callable[[Any, StepContext], None]


@dataclass(frozen=True)
class Computed:
    """A target that depends on the subject: `choose(subject)` returns one of `states`."""

    choose: Callable[[Any], str]
    states: tuple[str, ...]


@dataclass(frozen=True)
class Step:
    """The facts of one step.

    `who` are roles in relation to the subject; `by_clock` lets the actor `clock` take the step too. `guards` depend on
    the data and explain why a button is missing; `checks` depend on the inputs. `quorum` collects several signatures.
    `deadlines` are set, met, paused or resumed. `cascades` name child steps of the same transaction, with their inputs;
    `leaves` marks an exit, whose cascades skip the children's guards, except for steps with `keeps_guards`. `effects`
    write rows that belong to the subject; `below` says that they write to logs below as well. `jobs` are work outside
    the database, done after the commit. `sides` are those whose people may open the step's entry, if they are fewer
    than the machine's (`Stateful.SIDES`). `asks_for` names the inputs; `consequence` tells a person what will happen.
    """

    name: str
    sources: tuple[str, ...]
    target: str | Computed | None
    event: str
    label: str
    who: frozenset[str] = frozenset()
    by_clock: bool = False
    guards: tuple[Guard, ...] = ()
    checks: tuple[Guard, ...] = ()
    quorum: Quorum | None = None
    sides: tuple[str, ...] = ()
    deadlines: tuple[Rule, ...] = ()
    cascades: tuple[Cascade, ...] = ()
    effects: tuple[Effect, ...] = ()
    below: bool = False
    jobs: tuple[Queues, ...] = ()
    leaves: bool = False
    keeps_guards: bool = False
    asks_for: tuple[str, ...] = ()
    consequence: str = ""
    hidden: bool = False

    @property
    def targets(self) -> tuple[str, ...]:
        """Every state in which the step may end; empty if it changes no state."""
        if self.target is None:
            return ()
        return self.target.states if isinstance(self.target, Computed) else (self.target,)

    @property
    def moves(self) -> tuple[tuple[str, str], ...]:
        """The changes of state that the step may make."""
        return tuple(
            (source, target) for source in self.sources for target in self.targets if source != target
        )

    @property
    def locks_below(self) -> bool:
        """Whether the step needs the logs below its subject's locks."""
        return self.below or bool(self.cascades)

    @property
    def judged(self) -> tuple[Guard, ...]:
        """The guards and the checks, all of which are asked when an actor asks for the step."""
        return self.guards + self.checks

    def entry_sides(self, subject: Stateful, event: str) -> tuple[str, ...]:
        """Return the sides whose people may open an entry of the step; signatures may be for fewer."""
        unfinished = self.quorum.sides if self.quorum and event != self.event else ()
        return ordered(unfinished or self.sides or subject.entry_sides())


def step(
    *,
    source: str | Sequence[str],
    target: str | Computed | None,
    event: str,
    label: str,
    who: Iterable[str] = (),
    by_clock: bool = False,
    guards: Sequence[Guard] = (),
    checks: Sequence[Guard] = (),
    quorum: Quorum | None = None,
    sides: Sequence[str] = (),
    deadlines: Sequence[Rule] = (),
    cascades: Sequence[Cascade] = (),
    effects: Sequence[Effect] = (),
    below: bool = False,
    jobs: Sequence[Queues] = (),
    leaves: bool = False,
    keeps_guards: bool = False,
    reauthenticate: bool = False,
    asks_for: Sequence[str] = (),
    consequence: str = "",
    hidden: bool = False,
) -> Callable[[Body], Body]:
    """Declare a method of a `Stateful` model to be a step.

    The body gets the `StepContext`, sets fields of its own row and does nothing else. `target=None` keeps the state.
    `reauthenticate` adds the check that the person recently proved who they are. `hidden` keeps the step out of the
    lists of buttons, because it has its own form.
    """
    sources = (source,) if isinstance(source, str) else tuple(source)

    def declare(body: Body) -> Body:
        facts = Step(
            name=body.__name__,
            sources=tuple(str(s) for s in sources),
            target=target if target is None or isinstance(target, Computed) else str(target),
            event=event,
            label=label,
            who=frozenset(str(role) for role in who),
            by_clock=by_clock,
            guards=tuple(guards),
            checks=(recently_authenticated, *checks) if reauthenticate else tuple(checks),
            quorum=quorum,
            sides=ordered(sides),
            deadlines=tuple(deadlines),
            cascades=tuple(cascades),
            effects=tuple(effects),
            below=below,
            jobs=tuple(jobs),
            leaves=leaves,
            keeps_guards=keeps_guards,
            asks_for=tuple(asks_for),
            consequence=consequence,
            hidden=hidden,
        )
        end: Any = target
        if isinstance(target, Computed):
            end = GET_STATE(lambda subject, *_args: target.choose(subject), states=list(target.states))
        decorated: Body = transition(field="state", source=list(sources), target=end, custom={"step": facts})(
            body
        )
        return decorated

    return declare


def machine(model: Machine) -> Machine:
    """Read a model's steps, and let PostgreSQL enforce its legal moves and the rule that every change needs an entry.

    Changes of what is `FREE` need none; what is `FIXED` never changes. Both guards become constraints of the model, so
    that `makemigrations` notices when the steps change.
    Raises: TypeError, for a model that does not say which sides may open its entries.
    """
    if not hasattr(model, "SIDES") and model.entry_sides is Stateful.entry_sides:
        raise TypeError(f"{model.__name__} does not say which sides may open its entries: state SIDES.")
    guards = [
        LegalMoves(
            name=f"{model._meta.db_table}_moves",
            initial=initial_state(model),
            moves=legal_moves(model),
            keeps=tuple(column_of(model, name) for name in model.FIXED),
        ),
        NeedsEntry(
            name=f"{model._meta.db_table}_entry",
            label=model.machine(),
            shown_as=tuple(
                f"{state}={internal.shown_as}" for state, internal in sorted(model.INTERNAL.items())
            ),
            free=tuple(
                f"{state}={column_of(model, name)}" for state, names in model.FREE.items() for name in names
            ),
        ),
    ]
    model.TAKES_SIGNATURES = any(facts.quorum for facts in steps_of(model).values())
    model._meta.constraints = [*model._meta.constraints, *guards]
    model._meta.original_attrs["constraints"] = model._meta.constraints
    return model


def column_of(model: type[Stateful], name: str) -> str:
    """Return the column of a field. Raises: FieldDoesNotExist."""
    column: Any = model._meta.get_field(name)
    return str(column.column)


def steps_of(model: type[Stateful]) -> Mapping[str, Step]:
    """Return the model's steps by name, in the order in which the class states them."""
    return _steps_of(model)


@cache
def _steps_of(model: Any) -> Mapping[str, Step]:
    found: dict[str, Step] = {}
    for base in reversed(model.__mro__):
        for name, attribute in vars(base).items():
            facts = getattr(attribute, "_django_fsm", None)
            if facts is not None:
                found[name] = next(iter(facts.transitions.values())).custom["step"]
            elif name in found:
                del found[name]  # a subclass replaced it
    return MappingProxyType(found)


def restate(model: Any, facts: Step) -> None:
    """Replace the facts of a step, while models are imported."""
    for base in model.__mro__:
        declared = getattr(vars(base).get(facts.name), "_django_fsm", None)
        for one in declared.transitions.values() if declared else ():
            one.custom["step"] = facts
    _steps_of.cache_clear()


def step_of(model: type[Stateful], name: str) -> Step:
    """Return one step. Raises: UnknownStep."""
    try:
        return steps_of(model)[name]
    except KeyError:
        raise UnknownStep(f"{model._meta.label} has no step {name!r}.") from None


def states_of(model: type[Stateful]) -> dict[str, str]:
    """Return the model's states, value to label, in their declared order."""
    return {str(value): str(label) for value, label in _state_field(model).choices or ()}


def initial_state(model: type[Stateful]) -> str:
    """Return the state in which every row of the model is created."""
    return str(_state_field(model).get_default())


def _state_field(model: Any) -> Any:
    return model._meta.get_field("state")


def final_states(model: type[Stateful]) -> frozenset[str]:
    """Return the states that no step leaves."""
    return _final_states(model)


@cache
def _final_states(model: Any) -> frozenset[str]:
    left = {source for one in steps_of(model).values() for source, _target in one.moves}
    return frozenset(states_of(model)) - left


def legal_moves(model: type[Stateful]) -> tuple[str, ...]:
    """Return every legal change of state as sorted `source>target` words."""
    return tuple(sorted({f"{s}>{t}" for one in steps_of(model).values() for s, t in one.moves}))


def machine_named(label: str) -> type[Stateful]:
    """Return the stateful model that entries, deadlines, approvals and jobs name by `label`."""
    model: Any = apps.get_model(label)
    found: type[Stateful] = model
    return found


def machines() -> list[type[Stateful]]:
    """Return every stateful model of the installation, ordered by label."""
    found = [model for model in apps.get_models() if issubclass(model, Stateful)]
    return sorted(found, key=lambda model: model._meta.label)
