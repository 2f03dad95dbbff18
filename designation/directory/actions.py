"""What roster administrators do outside of the steps of an import: upload a file, decide, add, correct and remove."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Max

from designation.content.names import plain_name
from designation.directory import cells
from designation.directory.fields import NAMES
from designation.directory.guards import DIRECTORY_LOG
from designation.directory.importing import upload as uploading
from designation.directory.models import (
    Directory,
    DirectoryEntry,
    DirectoryImport,
    ImportPair,
    ImportRow,
    Outcome,
)
from designation.directory.models.applying import ROW, differs, run
from designation.directory.models.writing import ENTRY
from designation.directory.rules import decisions as rules
from workflow import clock
from workflow.creating.create import create, require
from workflow.errors import Refused
from workflow.guards import CLOCK, Actor, StepContext, refusals
from workflow.perform import Outcome as Performed
from workflow.perform import perform
from workflow.sql import snapshot

Blocks = Callable[[], Iterable[bytes]]
"""Returns the blocks of a file from its beginning. It is called more than once."""


def directory(now: datetime | None = None) -> Directory:
    """Return the directory. Its log begins when it is asked for the first time."""
    present = Directory.present()
    if present is not None:
        return present
    try:
        with transaction.atomic():
            made = Directory(id=DIRECTORY_LOG)
            create(made, "open", actor=CLOCK, now=now)
            return made
    except IntegrityError:  # somebody else was first
        return Directory._base_manager.get(pk=DIRECTORY_LOG)


def upload(
    blocks: Blocks, *, actor: Actor, file_name: str, header: list[str], now: datetime | None = None
) -> DirectoryImport:
    """Store a file, so that it can be checked. Raises: Refused."""
    sha256, length = uploading.digest_of(blocks())
    with transaction.atomic():
        row = snapshot.locked(directory(now), actor)
        require(DirectoryImport, "upload", row, actor=actor, now=now)
        made = DirectoryImport(
            directory=row,
            log_id=row.log_id,
            number=(row.imports.aggregate(last=Max("number"))["last"] or 0) + 1,
            file_name=plain_name(file_name)[-200:] or "Lines that were typed",
            size_bytes=length,
            sha256=sha256,
            header=header,
            uploaded_by_id=actor.id,
            uploaded_at=now or clock.now(),
        )
        details = {"import": made.number, "file_name": made.file_name, "sha256": sha256, "size_bytes": length}
        create(
            made,
            "upload",
            actor=actor,
            inputs={"header": header, "name": file_name},
            details=details,
            now=now,
        )
        uploading.store(made, blocks())
    return made


def check(
    of: DirectoryImport,
    mapping: Mapping[str, int],
    *,
    actor: Actor,
    seen: int | None = None,
    key: str | None = None,
    now: datetime | None = None,
) -> None:
    """Have a file checked with this mapping, and remember it for files with the same columns. Raises: Refused."""
    perform(of, "begin_check", actor=actor, inputs={"mapping": mapping}, seen=seen, key=key, now=now)
    uploading.remember(of.header, dict(mapping))


def decide(pair: ImportPair, decision: str, *, actor: Actor) -> None:
    """Say whether a line is the same organization as another, or take that back (""). Raises: Refused."""
    with transaction.atomic():
        of = snapshot.locked(pair.directory_import, actor)
        context = StepContext(actor, clock.now(), of.held_roles, {"decision": decision})
        if found := refusals(rules.DECIDING, of, context):
            raise Refused(found)
        ImportPair.objects.filter(pk=pair.pk).update(
            decision=decision, decided_by=actor.id if decision else None
        )
        _settle(pair.row)


def keep_apart(of: DirectoryImport, *, actor: Actor) -> int:
    """Say of all pairs that nobody decided yet that they are different organizations. Raises: Refused."""
    with transaction.atomic():
        row = snapshot.locked(of, actor)
        context = StepContext(actor, clock.now(), row.held_roles, {"decision": "different"})
        if found := refusals(rules.DECIDING, row, context):
            raise Refused(found)
        undecided = of.open_pairs().filter(by_identifier=False)
        return undecided.update(decision=ImportPair.Decision.DIFFERENT, decided_by=actor.id)


def _settle(row: ImportRow) -> None:
    """Let a line do what results from the decisions about its pairs."""
    decided = list(row.pairs.exclude(decision="").exclude(decision="different").order_by("pk"))
    values: dict[str, Any] = {"outcome": Outcome.ADDED, "entry": uuid.uuid4(), "revision": 0, "leader": None}
    same = next((pair for pair in decided if pair.decision == "same"), None)
    if any(pair.decision == "skip" for pair in decided):
        values["outcome"] = Outcome.SKIPPED
    elif same is not None and same.entry is not None:
        revision = DirectoryEntry.objects.filter(pk=same.entry).values_list("revision", flat=True).first()
        values |= {
            "outcome": Outcome.CHANGED,
            "entry": same.entry,
            "revision": -1 if revision is None else revision,
        }
    elif same is not None:
        values |= {"outcome": Outcome.JOINED, "leader": same.other_row_id}
    ImportRow.objects.filter(pk=row.pk).update(**values)
    if same is not None and same.entry is not None:
        run(
            f"UPDATE {ROW} r SET outcome = 'unchanged' FROM {ENTRY} e "
            f"WHERE r.id = %s AND e.id = r.entry AND r.outcome = 'changed' AND NOT {differs()}",
            [row.pk],
        )


def values_of(typed: Mapping[str, str]) -> dict[str, Any]:
    """Return what was typed into the fields of an organization, in the form that is stored.

    A value that cannot be read stays as it was typed, so that a rule can refuse it.
    """
    found = cells.read(typed)
    stored: dict[str, Any] = {**found.values, **found.lists}
    for name in found.problems:
        if name in typed and typed[name] and name not in found.lists:
            stored[name] = typed[name]
        elif name in found.lists:
            stored[name] = [typed[name]]
    return {name: stored[name] for name in NAMES}


def add(
    values: Mapping[str, Any], *, actor: Actor, key: str | None = None, now: datetime | None = None
) -> uuid.UUID:
    """Add one organization, and return its id. Raises: Refused."""
    entry = uuid.uuid5(DIRECTORY_LOG, f"{actor.id} {key}") if key else uuid.uuid4()
    perform(
        directory(now), "add", actor=actor, inputs={"entry": str(entry), "values": values}, key=key, now=now
    )
    return entry


def change(
    entry: DirectoryEntry,
    values: Mapping[str, Any],
    *,
    actor: Actor,
    revision: int,
    key: str | None = None,
    now: datetime | None = None,
) -> Performed:
    """Correct one organization that was read at this revision. Raises: Refused."""
    inputs = {"entry": str(entry.pk), "values": values, "revision": -1 if revision is None else revision}
    return perform(directory(now), "change", actor=actor, inputs=inputs, key=key, now=now)


def remove(
    entry: DirectoryEntry,
    *,
    actor: Actor,
    revision: int,
    reason: str,
    key: str | None = None,
    now: datetime | None = None,
) -> Performed:
    """Remove one organization that was read at this revision. Raises: Refused."""
    inputs = {"entry": str(entry.pk), "revision": revision, "reason": reason}
    return perform(directory(now), "remove", actor=actor, inputs=inputs, key=key, now=now)


def restore(
    entry: uuid.UUID, *, actor: Actor, key: str | None = None, now: datetime | None = None
) -> Performed:
    """Put back one organization that was removed. Raises: Refused."""
    return perform(directory(now), "restore", actor=actor, inputs={"entry": str(entry)}, key=key, now=now)
