"""What a person may read and do in a matter, by the roles that they hold there.

Everything is granted, to a role of a side; nothing is granted by leaving something out. A role that these tables do not
name sees nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from enum import StrEnum

from designation.access.capacities import CAPACITIES, Capacity
from designation.roles import DEVELOPER_ROLES, Role, Side, SideRoles
from workflow.guards import HeldRole


class Permission(StrEnum):
    """What the pages of a request or of a window ask for."""

    READ_REQUEST = "read_request"
    READ_APPLICATION = "read_application"
    READ_QUESTIONS = "read_questions"
    READ_DELIBERATION = "read_deliberation"
    READ_RECORD = "read_record"
    LIST_WINDOWS = "list_windows"
    PLAN_RELEASE = "plan_release"
    READ_ARTIFACTS = "read_artifacts"
    CONTROL_ACCESS = "control_access"
    READ_WINDOW = "read_window"
    READ_EVALUATORS = "read_evaluators"
    READ_WHOLE_LOG = "read_whole_log"
    READ_NEGOTIATION = "read_negotiation"
    READ_BOARD = "read_board"
    READ_SELECTION = "read_selection"


Granted = Mapping[tuple[str, str], frozenset[Permission]]
"""The permissions of each role, by side and role."""

_OFFICIALS = CAPACITIES[Capacity.LEAD] | CAPACITIES[Capacity.NAMED]


def _grant(side: Side, roles: Iterable[str], *permissions: Permission) -> Granted:
    return {(side, role): frozenset(permissions) for role in roles}


_READ_BY_BOTH = (
    Permission.READ_REQUEST,
    Permission.READ_APPLICATION,
    Permission.READ_QUESTIONS,
    Permission.READ_RECORD,
    Permission.LIST_WINDOWS,
)

IN_REQUEST: Granted = {
    **_grant(
        Side.DEVELOPER, [Role.AUDITOR], *_READ_BY_BOTH, Permission.READ_BOARD, Permission.READ_ARTIFACTS
    ),
    **_grant(
        Side.DEVELOPER,
        DEVELOPER_ROLES,
        *_READ_BY_BOTH,
        Permission.READ_BOARD,
        Permission.READ_ARTIFACTS,
        Permission.CONTROL_ACCESS,
        Permission.PLAN_RELEASE,
    ),
    **_grant(
        Side.GOVERNMENT,
        _OFFICIALS,
        *_READ_BY_BOTH,
        Permission.READ_BOARD,
        Permission.READ_DELIBERATION,
    ),
    **_grant(
        Side.GOVERNMENT,
        CAPACITIES[Capacity.CONSULTED] - _OFFICIALS,
        *_READ_BY_BOTH,
        Permission.READ_DELIBERATION,
    ),
}
"""What each role may read in a request in which it counts."""

_WHOLE_WINDOW = (Permission.READ_WINDOW, Permission.READ_EVALUATORS, Permission.READ_WHOLE_LOG)

IN_WINDOW: Granted = {
    **_grant(Side.DEVELOPER, CAPACITIES[Capacity.DEVELOPER], *_WHOLE_WINDOW, Permission.READ_NEGOTIATION),
    **_grant(Side.GOVERNMENT, _OFFICIALS, *_WHOLE_WINDOW, Permission.READ_NEGOTIATION),
    **_grant(Side.GOVERNMENT, [Role.EVALUATOR], Permission.READ_WINDOW, Permission.READ_NEGOTIATION),
    **_grant(Side.PARTNER, [Role.PARTNER_ADMINISTRATOR], *_WHOLE_WINDOW),
    **_grant(Side.PARTNER, [Role.PARTNER_EVALUATOR], Permission.READ_WINDOW),
}
"""What each role may read in a window in which it counts. Evaluators read what is about them or about everybody.

The two sides read how the terms came about. A partner was not there: it reads the terms, and who agreed to them.
"""


IN_SELECTION: Granted = {
    **_grant(
        Side.DEVELOPER, CAPACITIES[Capacity.DEVELOPER], Permission.READ_SELECTION, Permission.READ_WHOLE_LOG
    ),
    **_grant(Side.GOVERNMENT, _OFFICIALS, Permission.READ_SELECTION, Permission.READ_WHOLE_LOG),
    **_grant(
        Side.PARTNER, [Role.PARTNER_ADMINISTRATOR], Permission.READ_SELECTION, Permission.READ_WHOLE_LOG
    ),
}
"""What each role may read in the selection of a partner. The partner takes part from the invitation on."""


def granting(granted: Granted, permission: Permission) -> SideRoles:
    """Return the roles to which a table grants a permission."""
    return frozenset(one for one, allowed in granted.items() if permission in allowed)


READING: SideRoles = (
    granting(IN_REQUEST, Permission.READ_REQUEST)
    | granting(IN_WINDOW, Permission.READ_WINDOW)
    | granting(IN_SELECTION, Permission.READ_SELECTION)
)
"""The roles that let a person know of a request, a window or a selection."""
READING_WHOLE_LOGS: SideRoles = granting(IN_REQUEST, Permission.READ_RECORD) | granting(
    IN_WINDOW, Permission.READ_WHOLE_LOG
)
"""The roles that read every entry of a log that their side may open. Evaluators read a part of it."""


def permissions(granted: Granted, held: Iterable[HeldRole]) -> frozenset[Permission]:
    """Return what these roles may do together."""
    return frozenset[Permission]().union(*(granted.get((one.side, one.role), ()) for one in held))
