"""`Stateful`, which every machine is built on."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

from django.db import models
from django.db.models.functions import Coalesce

from workflow.guards import Actor, HeldRole
from workflow.models.ledger import Log


@dataclass(frozen=True)
class Internal:
    """A state that only some sides, and entries for them, may name; everyone else sees `shown_as` instead."""

    shown_as: str
    known_to: frozenset[str]


class Stateful(models.Model):
    """The base of every machine. A concrete class adds `state = StateField(States)` and `@step` methods.

    Inserting and changing state both need a ledger entry in the same transaction; `perform` and `create` write it.
    `INTERNAL` maps states that only some may know to what others see. `READ_WITH` names relations of the row that its
    steps use: `perform` reads them together with it.
    """

    INTERNAL: ClassVar[Mapping[str, Internal]] = {}
    READ_WITH: ClassVar[tuple[str, ...]] = ()

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    log = models.ForeignKey(Log, on_delete=models.PROTECT, related_name="+", editable=False)
    version = models.PositiveIntegerField(default=0, editable=False)

    class Meta:
        abstract = True

    def log_ids(self) -> list[uuid.UUID]:
        """The logs that a step may write to, the same for every subject of a matter; all are locked, in order of id."""
        return [self.log_id]

    def visible_state(self, side: str, state: str | None = None) -> Any:
        """Return a state (by default the row's own) as people of a side, or readers of its entries, may see it."""
        state = str(vars(self)["state"]) if state is None else state
        internal = self.INTERNAL.get(state)
        return state if internal is None or side in internal.known_to else internal.shown_as

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
