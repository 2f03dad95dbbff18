"""Rules about imports."""

from __future__ import annotations

from typing import Any

from designation.directory.fields import FIELD, REQUIRED
from workflow.guards import Pass, Refusal, StepContext, Verdict

LARGEST_BYTES = 512 * 2**20
OUTDATED = "The directory changed after this file was checked. Check the file again."


def file_is_not_too_large(_directory: Any, context: StepContext) -> Verdict:
    """A file has at most 512 MB."""
    if context.proposed.size_bytes <= LARGEST_BYTES:
        return Pass()
    return Refusal(
        "file_too_large",
        "The file is larger than 512 MB. Split it into smaller files and upload each one.",
        "file",
    )


def has_headers(_directory: Any, context: StepContext) -> Verdict:
    """The first line of a file must name its columns."""
    header = context.proposed.header
    if len(header) > 1 and all(header) and len(set(header)) == len(header):
        return Pass()
    return Refusal(
        "headers_missing",
        "The first line has to name the columns: at least two names, each of them once.",
        "file",
    )


def required_columns_are_there(_directory_import: Any, context: StepContext) -> Verdict:
    """Every field that an organization must have needs a column."""
    mapping = context.inputs["mapping"]
    missing = [name for name in REQUIRED if name not in mapping]
    return (
        tuple(
            Refusal("column_missing", f"Choose the column that holds the {FIELD[name].label.lower()}.", name)
            for name in missing
        )
        or Pass()
    )


def columns_are_used_once(directory_import: Any, context: StepContext) -> Verdict:
    """A column must be one of the file, and belong to one field."""
    mapping = context.inputs["mapping"]
    columns = list(mapping.values())
    wrong = [name for name, column in mapping.items() if column not in range(len(directory_import.header))]
    wrong += [name for name, column in mapping.items() if columns.count(column) > 1 and name not in wrong]
    wrong += [name for name in mapping if name not in FIELD]
    return (
        tuple(
            Refusal("column_taken", "Choose a column of the file that no other field uses.", name)
            for name in wrong
        )
        or Pass()
    )


def every_pair_is_decided(directory_import: Any, _context: StepContext) -> Verdict:
    """A person must have decided about every likely duplicate."""
    open_pairs = directory_import.open_pairs().count()
    if not open_pairs:
        return Pass()
    return Refusal(
        "pairs_open", f"Decide about {open_pairs} likely duplicate{'s' if open_pairs > 1 else ''} first."
    )


def pairs_agree(directory_import: Any, _context: StepContext) -> Verdict:
    """A line must be the same organization as one other at most, and two organizations must differ in something."""
    lines = directory_import.contradicting_lines()
    if not lines:
        return Pass()
    named = ", ".join(map(str, lines))
    return Refusal(
        "pairs_contradict",
        f"The decisions about line {named} contradict others. A line can be the same as one organization only, one "
        "line alone can be the same as an organization in the directory, and two organizations cannot have the same "
        "identifier, or the same name without a place. Decide again, or leave the line out.",
    )


def changes_something(directory_import: Any, _context: StepContext) -> Verdict:
    """An import must add or change something."""
    counts = directory_import.counted()
    if counts["added"] or counts["changed"]:
        return Pass()
    return Refusal(
        "nothing_to_import",
        "The directory already has every organization in this file, with the same values. Discard this import.",
    )


def directory_is_as_checked(directory_import: Any, _context: StepContext) -> Verdict:
    """What the file was compared with must not have changed since."""
    if not directory_import.is_outdated():
        return Pass()
    return Refusal("directory_changed", OUTDATED)
