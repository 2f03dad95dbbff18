"""The lifecycle of an import: a file is uploaded, checked, applied as a whole, and may be undone.

Nothing of the directory changes before a person confirms what the check found. Reading, writing and undoing are jobs,
because files may be long; each ends with a step of the clock.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.db import models

from designation.content.markings import nothing_above_the_ceiling
from designation.directory import effects
from designation.directory.rules import imports as rules
from designation.roles import Role, Side
from workflow.creating.declaring import Creation
from workflow.deadlines import Due, Meets, Sets
from workflow.guards import StepContext
from workflow.jobs import Queues
from workflow.models import Stateful
from workflow.steps import step

CHECK, APPLY, UNDO = "check_directory_import", "apply_directory_import", "undo_directory_import"
KEPT = timedelta(days=30)
"""How long a file waits for somebody to go on with it."""


class State(models.TextChoices):
    """The states of an import."""

    UPLOADED = "uploaded", "Uploaded"
    CHECKING = "checking", "Being checked"
    CHECKED = "checked", "Ready to confirm"
    FAILED = "failed", "Needs correction"
    APPLYING = "applying", "Being applied"
    APPLIED = "applied", "Applied"
    UNDOING = "undoing", "Being undone"
    UNDONE = "undone", "Undone"
    DISCARDED = "discarded", "Discarded"


def _kept(_subject: Any, context: StepContext) -> Due:
    return Due(context.now + KEPT)


UNFINISHED = Sets("import_kept", "discard", _kept)


class DirectoryImportSteps(Stateful):
    """The machine of an import."""

    SIDES = (Side.GOVERNMENT,)
    State = State
    CREATIONS = (
        Creation(
            name="upload",
            on="directory",
            label="Import a file",
            event="directory_import.uploaded",
            who=frozenset({Role.ROSTER_ADMINISTRATOR}),
            checks=(rules.file_is_not_too_large, rules.has_headers, nothing_above_the_ceiling),
            sets=(UNFINISHED,),
            reserved="Files are imported by roster administrators.",
            consequence="Nothing changes in the directory before you have read what the import would do.",
        ),
    )

    class Meta:
        abstract = True

    mapping: Any
    counts: Any
    problems: Any
    read_bytes: int
    read_lines: int
    compared: bool
    applied_at: Any
    undone_at: Any
    state: Any

    @step(
        source=[State.UPLOADED, State.CHECKED, State.FAILED],
        target=State.CHECKING,
        who=[Role.ROSTER_ADMINISTRATOR],
        checks=[rules.required_columns_are_there, rules.columns_are_used_once],
        deadlines=[UNFINISHED],
        effects=[effects.forget_reading],
        jobs=[Queues(CHECK)],
        event="directory_import.check_begun",
        label="Check this file",
        asks_for=["mapping"],
        hidden=True,
    )
    def begin_check(self, context: StepContext) -> None:
        """Have the whole file read and compared with the directory."""
        self.mapping = context.inputs["mapping"]
        self.counts, self.problems, self.read_bytes, self.read_lines, self.compared = {}, [], 0, 0, False
        context.details["mapping"] = self.mapping

    @step(
        source=State.CHECKING,
        target=State.CHECKED,
        by_clock=True,
        event="directory_import.checked",
        label="Record that the file can be imported",
    )
    def note_checked(self, context: StepContext) -> None:
        """Record how many organizations the import would add and change."""
        self.counts = context.inputs["counts"]
        context.details |= self.counts

    @step(
        source=State.CHECKING,
        target=State.FAILED,
        by_clock=True,
        event="directory_import.failed",
        label="Record that the file cannot be imported",
    )
    def note_failed(self, context: StepContext) -> None:
        """Record how many lines have problems."""
        self.counts, self.problems = context.inputs["counts"], context.inputs["problems"]
        context.details |= self.counts

    @step(
        source=State.CHECKED,
        target=State.APPLYING,
        who=[Role.ROSTER_ADMINISTRATOR],
        guards=[
            rules.every_pair_is_decided,
            rules.pairs_agree,
            rules.changes_something,
            rules.directory_is_as_checked,
        ],
        deadlines=[Meets(("import_kept",))],
        jobs=[Queues(APPLY)],
        event="directory_import.confirmed",
        label="Import these organizations",
        consequence="All organizations are written at once, or none if something is wrong. You can undo the import "
        "later.",
    )
    def confirm(self, context: StepContext) -> None:
        """Have everything written that the check found and people decided."""
        self.counts = self.counted()
        context.details |= self.counts

    @step(
        source=State.APPLYING,
        target=State.APPLIED,
        by_clock=True,
        guards=[rules.directory_is_as_checked],
        effects=[effects.write_import],
        event="directory_import.applied",
        label="Write the organizations",
    )
    def note_applied(self, context: StepContext) -> None:
        """Write all organizations. This one entry tells of all of them."""
        self.applied_at = context.now
        context.details |= self.counts | {"sha256": self.sha256}

    @step(
        source=State.APPLYING,
        target=State.FAILED,
        by_clock=True,
        deadlines=[UNFINISHED],
        event="directory_import.outdated",
        label="Record that the directory changed in between",
    )
    def note_outdated(self, context: StepContext) -> None:
        """Record that the directory changed after the check, so that the file has to be checked again."""
        self.problems = [rules.OUTDATED]

    @step(
        source=State.APPLIED,
        target=State.UNDOING,
        who=[Role.ROSTER_ADMINISTRATOR],
        jobs=[Queues(UNDO)],
        event="directory_import.undo_asked",
        label="Undo this import",
        leaves=True,
        consequence="What the import changed gets its old values back, and what it added is removed. Organizations "
        "that someone edited since, or that are in use, stay as they are, and are listed.",
    )
    def undo(self, context: StepContext) -> None:
        """Have the import undone."""

    @step(
        source=State.UNDOING,
        target=State.UNDONE,
        by_clock=True,
        effects=[effects.take_import_back],
        event="directory_import.undone",
        label="Restore the old values",
    )
    def note_undone(self, context: StepContext) -> None:
        """Restore the old values. This one entry tells of all of them."""
        self.undone_at = context.now

    @step(
        source=[State.UPLOADED, State.CHECKING, State.CHECKED, State.FAILED, State.APPLYING],
        target=State.DISCARDED,
        who=[Role.ROSTER_ADMINISTRATOR],
        by_clock=True,
        effects=[effects.remove_file],
        leaves=True,
        event="directory_import.discarded",
        label="Discard this import",
        consequence="The file and what was read from it are deleted. The directory stays as it is.",
    )
    def discard(self, context: StepContext) -> None:
        """Give up an import that was not applied."""
        self.problems = []

    def content(self, step: str) -> dict[str, object]:
        """Return what a person confirms: what the import would do, with every decision about likely duplicates."""
        return {"counts": self.counted(), "decided": self.decided()} if step == "confirm" else {}

    counted: Any
    decided: Any
    sha256: str
