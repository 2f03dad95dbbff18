"""A policy version as clauses: one value per form field, under the field's name.

Clauses let us tell what each editor changed, so that two editors of one draft do not overwrite each other.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from designation.policies.models import DEFAULTS, Policy
from workflow.ledger import canonical

PREFIXES = {"clocks": "clock_", "reminders": "remind_", "notices": "notice_"}


def clauses(values: Mapping[str, Any], effective_at: datetime | None) -> dict[str, Any]:
    """Return the values of a version by clause. The effective date is cut to the minute, as editors type it."""
    found: dict[str, Any] = {}
    for name, value in values.items():
        prefix = PREFIXES.get(name)
        found |= {prefix + key: item for key, item in value.items()} if prefix else {name: value}
    minute = effective_at and effective_at.replace(second=0, microsecond=0)
    return {**found, "effective_at": canonical.instant(minute) if minute else ""}


def clauses_of(policy: Policy) -> dict[str, Any]:
    """Return the clauses of a version, with defaults for values that it does not state."""
    return clauses({**DEFAULTS, **policy.values}, policy.effective_at)


def values_of(found: Mapping[str, Any]) -> dict[str, Any]:
    """Return clauses in the form that `Policy.values` stores. The effective date is left out."""
    values: dict[str, Any] = {}
    for name, value in found.items():
        group = next((group for group, prefix in PREFIXES.items() if name.startswith(prefix)), "")
        if not group:
            values[name] = value
        elif value or group != "reminders":  # a reminder without days is not stored
            values.setdefault(group, {})[name.removeprefix(PREFIXES[group])] = value
        else:
            values.setdefault(group, {})
    values.pop("effective_at", None)
    return values
