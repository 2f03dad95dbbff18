"""Rows that the steps of the directory and of its imports write."""

from __future__ import annotations

from typing import Any

from workflow.guards import StepContext


def write_new(directory: Any, context: StepContext) -> None:
    """Write the organization that was added."""
    directory.write_entry(context.inputs["entry"], context.inputs["values"], now=context.now, new=True)


def write_changed(directory: Any, context: StepContext) -> None:
    """Write the organization that was corrected."""
    directory.write_entry(context.inputs["entry"], context.inputs["values"], now=context.now, new=False)


def write_removed(directory: Any, context: StepContext) -> None:
    """Remove the organization, and keep its values."""
    given = context.inputs
    directory.remove_entry(given["entry"], reason=str(given["reason"]), by=context.actor.id, now=context.now)


def write_restored(directory: Any, context: StepContext) -> None:
    """Put the organization back."""
    directory.restore_entry(context.inputs["entry"], now=context.now)


def write_import(directory_import: Any, context: StepContext) -> None:
    """Write what an import adds and changes."""
    directory_import.write_to_directory(context.now)


def take_import_back(directory_import: Any, context: StepContext) -> None:
    """Restore what an import changed, and remove what it added, except what was edited since."""
    directory_import.take_from_directory(context.now)


def remove_file(directory_import: Any, _context: StepContext) -> None:
    """Remove the file of an import and what was read from it."""
    directory_import.remove_staged()


def forget_reading(directory_import: Any, _context: StepContext) -> None:
    """Remove what an earlier check read from the file."""
    directory_import.remove_rows()
