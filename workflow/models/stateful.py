"""`Stateful`, which every machine is built on."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar

from django.db import models
from django.db.models.functions import Coalesce

from workflow.guards import Actor, HeldRole
from workflow.models.ledger import Log

if TYPE_CHECKING:
    from workflow.creating.declaring import Creation


@dataclass(frozen=True)
class Internal:
    """A state that only some sides, and entries for them alone, may name; everyone else sees `shown_as` instead."""

    shown_as: str
    known_to: frozenset[str]


class Stateful(models.Model):
    """The base of every machine. A concrete class adds `state = StateField(States)` and `@step` methods.

    Inserting a row and changing it both need a ledger entry in the same transaction; `perform` and `create` write it.
    `CREATIONS` are the ways in which its rows come into being. `FREE` maps a state to the fields that may change
    without an entry, such as those of a draft. `FIXED` are the fields that never change after a row is inserted.
    `SIDES` are the sides whose people may open its entries, unless a step or a creation names fewer; it has no default.
    `INTERNAL` maps states that only some may know to what others see. `READ_WITH` names relations of the row that its
    steps use: `perform` reads them together with it. `PARENT` names the relation to the subject that this one belongs
    under. It lives in the parent's log, or has a log of its own below it. `machine` sets `TAKES_SIGNATURES`.
    """

    CREATIONS: ClassVar[tuple[Creation, ...]] = ()
    SIDES: ClassVar[tuple[str, ...]]
    INTERNAL: ClassVar[Mapping[str, Internal]] = {}
    READ_WITH: ClassVar[tuple[str, ...]] = ()
    PARENT: ClassVar[str] = ""
    FREE: ClassVar[Mapping[str, tuple[str, ...]]] = {}
    FIXED: ClassVar[tuple[str, ...]] = ()
    TAKES_SIGNATURES: ClassVar[bool] = False

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    log = models.ForeignKey(Log, on_delete=models.PROTECT, related_name="+", editable=False)
    version = models.PositiveIntegerField(default=0, editable=False)

    class Meta:
        abstract = True

    def log_ids(self) -> list[uuid.UUID]:
        """The logs that every step locks: the subject's own and its ancestors'.

        A step with cascades also locks the logs below them.
        """
        return [self.log_id] if self.parent is None else [self.log_id, *self.parent.log_ids()]

    @property
    def parent(self) -> Stateful | None:
        """The subject that this one belongs under."""
        return getattr(self, self.PARENT) if self.PARENT else None

    def entry_sides(self) -> Iterable[str]:
        """The sides whose people may open this subject's entries. Overridden if that differs from row to row."""
        return self.SIDES

    def visible_state(self, *sides: str, state: str | None = None) -> Any:
        """Return a state (by default the row's own) that people of every one of these sides may know.

        People whose side is not known count as one of no side, and see what everyone may see.
        """
        state = str(vars(self)["state"]) if state is None else state
        internal = self.INTERNAL.get(state)
        if internal is None or (sides and internal.known_to.issuperset(sides)):
            return state
        return internal.shown_as

    def step_label(self, facts: Any, side: str) -> str:
        """The label of a step of this row for a reader of a side. Overridden where the step's own says too little."""
        return str(facts.label)

    def content(self, step: str) -> Any:
        """What a signature under `step` covers, in addition to the step's inputs: plain JSON values."""
        return {}

    @classmethod
    def roles_of(cls, actor_id: uuid.UUID) -> models.expressions.Combinable:
        """A subquery giving the actor's roles in relation to each row, as a JSON list of `HeldRole` fields."""
        raise NotImplementedError  # a machine without roles has nobody who may take a step

    @classmethod
    def with_roles(cls, actor_id: uuid.UUID | None) -> models.QuerySet[Any]:
        """All rows, each with `roles_json`, the actor's roles in relation to it, and `roles_held_by`, the actor."""
        none: Any = models.Value([], output_field=models.JSONField())
        roles = none if actor_id is None else Coalesce(cls.roles_of(actor_id), none)
        holder = models.Value("" if actor_id is None else str(actor_id), output_field=models.CharField())
        return cls._base_manager.annotate(roles_json=roles, roles_held_by=holder)

    @classmethod
    def roles_at_large(cls, actor_id: uuid.UUID) -> tuple[HeldRole, ...]:
        """The actor's roles in which they may create a row that nothing precedes."""
        return ()

    @property
    def held_roles(self) -> tuple[HeldRole, ...]:
        """The roles read with the row by `with_roles`."""
        return tuple(HeldRole(**role) for role in getattr(self, "roles_json", ()))

    def label_of(self, actor: Actor) -> str:
        """The opaque label of an actor in this subject's record, the same for all entries and keys."""
        return actor.label

    def names_for(self, side: str) -> Mapping[uuid.UUID, str]:
        """The names that people of a side see for actors whose own names they may not see, by the actors' ids."""
        return {}

    @classmethod
    def machine(cls) -> str:
        """The label under which the ledger, deadlines and jobs know this machine."""
        return cls._meta.label
