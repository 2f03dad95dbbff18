"""What the package adds to the menu."""

from designation.declared import MenuItem
from designation.roles import Role

MENU = (MenuItem("Operations", "operations", 70, frozenset({Role.OPERATOR})),)
