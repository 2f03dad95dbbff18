"""What is missing before a developer can submit an application, and who can fix it.

Each package declares its part (`needs.py`), read from the rules that would refuse. Operators see the whole list on a
page. Administrators and policy editors see on their desk what they can fix.
"""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from datetime import datetime

from designation import declarations
from designation.declared import Need
from designation.people.needs import Sight
from designation.roles import Role

MENDERS = frozenset({Role.OPERATOR, Role.ADMINISTRATOR, Role.POLICY_EDITOR})
"""The roles that can fix something on the checklist."""


def checklist(side: str, organization: uuid.UUID, now: datetime) -> list[Need]:
    """Return everything on the checklist that people of a side may know of, in the order in which to do it."""
    sight = Sight(side, organization, now)
    return [need for needs in declarations.listed("needs", "NEEDS") for need in needs(sight)]


def to_mend(side: str, held: Mapping[str, uuid.UUID], now: datetime, *, has_policy: bool) -> list[Need]:
    """Return what is missing and a person with these roles can fix, in the order in which to do it.

    With a policy in force, its editors have nothing to fix, so nothing is read for them (`has_policy`).
    """
    mending = MENDERS.intersection(held) - ({Role.POLICY_EDITOR} if has_policy else set())
    if not mending:
        return []
    organization = held[sorted(mending)[0]]
    return [
        need for need in checklist(side, organization, now) if not need.is_met and need.is_for(side, held)
    ]
