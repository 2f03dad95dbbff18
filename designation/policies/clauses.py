"""A policy version clause by clause: each value alone, under the name of the field in which it is typed.

So what one editor changed is told from what another did, and two at one draft overwrite nothing of each other's.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from designation.policies.models import DEFAULTS, Policy
from workflow.ledger import canonical

PREFIXES = {"clocks": "clock_", "reminders": "remind_", "notices": "notice_"}


def clauses(values: Mapping[str, Any], effective_at: datetime | None) -> dict[str, Any]:
    """Return the values of a version by clause, with its effective date to the minute, as it is typed."""
    found: dict[str, Any] = {}
    for name, value in values.items():
        prefix = PREFIXES.get(name)
        found |= {prefix + key: item for key, item in value.items()} if prefix else {name: value}
    minute = effective_at and effective_at.replace(second=0, microsecond=0)
    return {**found, "effective_at": canonical.instant(minute) if minute else ""}


def clauses_of(policy: Policy) -> dict[str, Any]:
    """Return what a version says by clause, with the defaults where it does not state them."""
    return clauses({**DEFAULTS, **policy.values}, policy.effective_at)


def values_of(found: Mapping[str, Any]) -> dict[str, Any]:
    """Return the values of a version as it keeps them; the effective date is none of them."""
    values: dict[str, Any] = {}
    for name, value in found.items():
        group = next((group for group, prefix in PREFIXES.items() if name.startswith(prefix)), "")
        if not group:
            values[name] = value
        elif value or group != "reminders":  # no day at all is no reminder
            values.setdefault(group, {})[name.removeprefix(PREFIXES[group])] = value
        else:
            values.setdefault(group, {})
    values.pop("effective_at", None)
    return values
