"""Menu entries of this package."""

from designation.declared import MenuItem
from designation.roles import Role

MENU = (
    MenuItem("People", "organizations", 60, frozenset({Role.ADMINISTRATOR, Role.AUDITOR, Role.OPERATOR})),
)
