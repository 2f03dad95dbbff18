"""Menu entries of this package."""

from designation.declared import MenuItem

MENU = (MenuItem("Policies", "policies", 50),)
