"""The logs of matters and the register that seals them. Their rows only ever grow.

The application's login may not change or remove these rows, and triggers refuse it to everyone else
(`sql/trigger_sql.py`). Only the head of a log changes, and a personal detail can be erased.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterable

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models.expressions import RawSQL

from workflow.fields import XactField
from workflow.sql.triggers import OnlyGrows


class Log(models.Model):
    """The head of one matter's append-only log: its size and the compact range of its Merkle tree (LEDGER.md §4).

    `parent` is the log of the matter that this one belongs under. It never changes.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    parent = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="children")
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
    sides = ArrayField(models.TextField())
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
            models.CheckConstraint(name="entry_is_for_a_side", condition=~models.Q(sides=[])),
        ]
        indexes = [models.Index(name="entry_subject", fields=["subject_id", "version"])]


def open_to(sides: Iterable[str]) -> models.Q:
    """Return the condition for entries that people of at least one of these sides may open."""
    return models.Q(sides__overlap=[str(side) for side in sides])


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
    """A signed head of the register: a C2SP signed note (Ed25519) and a detached ML-DSA-87 signature beside it.

    `kept_apart` says that it was also kept beside the keys (`ledger/newest.py`); the first releases kept none there.
    """

    id = models.BigAutoField(primary_key=True)
    at = models.DateTimeField()
    size = models.BigIntegerField(unique=True)
    root = models.BinaryField()
    range = models.BinaryField()
    note = models.TextField()
    mldsa87 = models.BinaryField()
    kept_apart = models.BooleanField(db_default=False)


class Restoration(models.Model):
    """A declaration that the register was restored from a backup, signed, as canonical JSON (LEDGER.md §11).

    `leaf` is the data of the register's leaf that commits to it.
    """

    id = models.BigAutoField(primary_key=True)
    leaf = models.BinaryField(unique=True)
    signed = models.TextField()

    class Meta:
        constraints = [OnlyGrows(name="restoration_grows")]


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
