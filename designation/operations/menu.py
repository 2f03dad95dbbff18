"""The package's menu entry."""

from designation.declared import MenuItem
from designation.roles import Role

MENU = (MenuItem("Operations", "operations", 70, frozenset({Role.OPERATOR})),)
