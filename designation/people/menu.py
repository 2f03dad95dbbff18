"""Menu entries of this package."""

from designation.declared import MenuItem

MENU = (MenuItem("People", "organizations", 60),)
