"""The engine's tables, and `Stateful`, which every machine is built on.

Entry, Personal, RegisterLeaf, RegisterNode, Checkpoint and Cosignature only ever grow: the application's login may not
change or remove their rows, and triggers refuse it to everyone else (`sql/trigger_sql.py`). Entry, Approval, Deadline
and Message name their subject by `machine` (the model's label) and `subject_id`; there are no content types.
"""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

from django.db import models
from django.db.models.expressions import RawSQL
from django.db.models.functions import Coalesce
from django_fsm import FSMField

from workflow.fields import XactField
from workflow.guards import Actor, HeldRole
from workflow.sql.triggers import OnlyGrows


class Log(models.Model):
    """The head of one matter's append-only log: its size and the compact range of its Merkle tree (LEDGER.md §4)."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    machine = models.CharField(max_length=80)
    size = models.BigIntegerField(default=0)
    range = models.BinaryField(default=b"")
    last_at = models.DateTimeField(null=True)
    sealed_size = models.BigIntegerField(default=0)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="log_range_fits_size", condition=models.Q(size__gte=0, sealed_size__lte=models.F("size"))
            )
        ]
        indexes = [
            models.Index(
                name="log_unsealed", fields=["id"], condition=models.Q(size__gt=models.F("sealed_size"))
            )
        ]


class Entry(models.Model):
    """One thing that happened. The leaf of the log covers everything but `key`, `asked` and `xact` (LEDGER.md §3)."""

    id = models.BigAutoField(primary_key=True)
    log = models.ForeignKey(Log, on_delete=models.PROTECT, related_name="entries", db_index=False)
    index = models.BigIntegerField()
    at = models.DateTimeField()
    machine = models.CharField(max_length=80)
    subject_id = models.UUIDField()
    version = models.PositiveIntegerField()
    step = models.CharField(max_length=60)
    event = models.CharField(max_length=80)
    source = models.CharField(max_length=40)
    target = models.CharField(max_length=40)
    actor = models.CharField(max_length=64)
    audience = models.CharField(max_length=40)
    details = models.JSONField(default=dict)
    personal = models.JSONField(default=dict)
    salt = models.BinaryField()
    commit = models.BinaryField()
    leaf = models.BinaryField()
    key = models.CharField(max_length=80, null=True)
    asked = models.CharField(max_length=64, blank=True)
    xact = XactField(db_default=RawSQL("pg_current_xact_id()", []))

    class Meta:
        ordering = ["log", "index"]
        constraints = [
            models.UniqueConstraint(name="entry_place", fields=["log", "index"]),
            models.UniqueConstraint(
                name="entry_key", fields=["actor", "key"], condition=models.Q(key__isnull=False)
            ),
        ]
        indexes = [models.Index(name="entry_subject", fields=["subject_id", "version"])]


class Personal(models.Model):
    """A personal detail of an entry, in the open. Erasing deletes this row; the commitment in the entry stays."""

    log = models.ForeignKey(Log, on_delete=models.PROTECT, related_name="+", db_index=False)
    index = models.BigIntegerField()
    name = models.CharField(max_length=40)
    salt = models.BinaryField()
    value = models.JSONField()

    class Meta:
        constraints = [models.UniqueConstraint(name="personal_place", fields=["log", "index", "name"])]


class RegisterLeaf(models.Model):
    """One leaf of the register: a salted commitment to a log's head, or padding when `log` is empty."""

    index = models.BigIntegerField(primary_key=True)
    commitment = models.BinaryField()
    log = models.ForeignKey(Log, null=True, on_delete=models.PROTECT, related_name="sealed")
    size = models.BigIntegerField(null=True)
    root = models.BinaryField(null=True)
    salt = models.BinaryField(null=True)


class RegisterNode(models.Model):
    """A stored hash of the register at a tile level: `level` 0 is a leaf, each further level covers 256 times more."""

    level = models.PositiveSmallIntegerField()
    index = models.BigIntegerField()
    hash = models.BinaryField()

    class Meta:
        constraints = [models.UniqueConstraint(name="register_node_place", fields=["level", "index"])]


class Checkpoint(models.Model):
    """A signed head of the register: a C2SP signed note (Ed25519) and a detached ML-DSA-87 signature beside it."""

    id = models.BigAutoField(primary_key=True)
    at = models.DateTimeField()
    size = models.BigIntegerField(unique=True)
    root = models.BinaryField()
    range = models.BinaryField()
    note = models.TextField()
    mldsa87 = models.BinaryField()


class Cosignature(models.Model):
    """A witness's line under a checkpoint: `key` is its verifier key, `at` its own word for when (LEDGER.md §10)."""

    checkpoint = models.ForeignKey(Checkpoint, on_delete=models.PROTECT, related_name="cosignatures")
    key = models.CharField(max_length=200)
    at = models.DateTimeField()
    line = models.CharField(max_length=400)

    class Meta:
        constraints = [
            models.UniqueConstraint(name="cosignature_once_per_witness", fields=["checkpoint", "key"]),
            OnlyGrows(name="cosignature_grows"),
        ]
        indexes = [models.Index(name="cosignature_of_witness", fields=["key", "-checkpoint"])]


class Approval(models.Model):
    """One person's signature under one step of one subject, bound to the content they saw (APPROVALS.md)."""

    class State(models.TextChoices):
        OPEN = "open", "Counts"
        USED = "used", "Completed the step"
        VOIDED = "voided", "Voided by a change"
        TAKEN_BACK = "taken_back", "Taken back"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    log = models.ForeignKey(Log, on_delete=models.PROTECT, related_name="+", db_index=False)
    machine = models.CharField(max_length=80)
    subject_id = models.UUIDField()
    step = models.CharField(max_length=60)
    version = models.PositiveIntegerField()
    digest = models.CharField(max_length=64)
    inputs = models.JSONField(default=dict)
    actor = models.UUIDField()
    actor_name = models.CharField(max_length=200)
    held_roles = models.JSONField(default=list)
    at = models.DateTimeField()
    expires_at = models.DateTimeField()
    state = models.CharField(max_length=12, choices=State, default=State.OPEN)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="approval_once_per_person",
                fields=["subject_id", "step", "actor"],
                condition=models.Q(state="open"),
            )
        ]


class Deadline(models.Model):
    """A due date and the step that the clock performs when it passes.

    `wake_at` is when a worker next looks at the row: the first unsent reminder, the due instant, or the next try.
    """

    class State(models.TextChoices):
        RUNNING = "running", "Running"
        PAUSED = "paused", "Paused"
        MET = "met", "Met"
        FIRED = "fired", "Passed"
        CANCELED = "canceled", "Canceled"

    LIVE = (State.RUNNING, State.PAUSED)
    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    log = models.ForeignKey(Log, on_delete=models.PROTECT, related_name="deadlines", db_index=False)
    machine = models.CharField(max_length=80)
    subject_id = models.UUIDField()
    kind = models.CharField(max_length=40)
    step = models.CharField(max_length=60, blank=True)
    calendar = models.CharField(max_length=20)
    set_at = models.DateTimeField()
    due_at = models.DateTimeField()
    wake_at = models.DateTimeField()
    remaining_s = models.BigIntegerField(null=True)
    remaining_days = models.IntegerField(null=True)
    reminders = models.JSONField(default=list)
    reminded = models.JSONField(default=list)
    state = models.CharField(max_length=10, choices=State, default=State.RUNNING)
    attempts = models.PositiveIntegerField(default=0)
    last_error = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="deadline_one_live_per_kind",
                fields=["subject_id", "kind"],
                condition=models.Q(state__in=["running", "paused"]),
            )
        ]
        indexes = [
            models.Index(name="deadline_wake", fields=["wake_at"], condition=models.Q(state="running")),
            models.Index(
                name="deadline_soonest",
                fields=["log", "due_at"],
                condition=models.Q(state__in=["running", "paused"]),
            ),
            models.Index(
                name="deadline_due",
                fields=["machine", "due_at", "subject_id"],
                condition=models.Q(state="running"),
            ),
        ]


class Message(models.Model):
    """A message to one audience, written with the step that caused it and delivered afterward."""

    class State(models.TextChoices):
        QUEUED = "queued", "Waiting to be sent"
        DELIVERED = "delivered", "Sent"
        DEAD = "dead", "Gave up"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    log = models.ForeignKey(Log, on_delete=models.PROTECT, related_name="+", db_index=False)
    machine = models.CharField(max_length=80)
    subject_id = models.UUIDField()
    event = models.CharField(max_length=80)
    audience = models.CharField(max_length=40)
    template = models.CharField(max_length=80)
    actor = models.CharField(max_length=64, blank=True)
    at = models.DateTimeField()
    due_at = models.DateTimeField(null=True)
    state = models.CharField(max_length=10, choices=State, default=State.QUEUED)
    attempts = models.PositiveIntegerField(default=0)
    next_at = models.DateTimeField()
    last_error = models.TextField(blank=True)

    class Meta:
        indexes = [
            models.Index(name="message_queue", fields=["next_at"], condition=models.Q(state="queued")),
            models.Index(name="message_dead", fields=["at"], condition=models.Q(state="dead")),
        ]


class Delivery(models.Model):
    """One mail to one person because of one message; the row is written before the mail leaves."""

    class State(models.TextChoices):
        SENDING = "sending", "Being sent"
        SENT = "sent", "Sent"
        FAILED = "failed", "Failed"

    message = models.ForeignKey(Message, on_delete=models.PROTECT, related_name="deliveries")
    recipient = models.UUIDField()
    address = models.EmailField()
    subject = models.CharField(max_length=200)
    body = models.TextField()
    at = models.DateTimeField()
    state = models.CharField(max_length=10, choices=State, default=State.SENDING)
    error = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(name="delivery_once_per_person", fields=["message", "recipient"])
        ]
        indexes = [models.Index(name="delivery_recent", fields=["-at"])]


class ClockOffset(models.Model):
    """How far a demonstration's clock is ahead (one row; never in production)."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    amount = models.DurationField()

    class Meta:
        constraints = [models.CheckConstraint(name="clock_one_row", condition=models.Q(id=1))]


class StateField(FSMField):
    """A protected state column. It starts as the first of its choices, and only `perform` changes it."""

    def __init__(self, states: type[models.TextChoices] | None = None, **options: Any) -> None:
        if states is not None:
            options |= {"choices": states.choices, "default": states.values[0], "protected": True}
        options.setdefault("max_length", 40)
        super().__init__(**options)

    def contribute_to_class(
        self, cls: type[models.Model], name: str, private_only: bool = False, **options: Any
    ) -> None:
        """Join a model; the models of migrations, which have no steps, get a plain text column.

        `FSMField` looks for steps in every model that is created after it, and migrations create hundreds.
        """
        if cls.__module__ == "__fake__":
            models.CharField.contribute_to_class(self, cls, name, private_only)
        else:
            super().contribute_to_class(cls, name, private_only, **options)


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
        """The label under which the ledger, deadlines and messages know this machine."""
        return cls._meta.label
