"""Menu entries of this package."""

from designation.declared import MenuItem

MENU = (MenuItem("Directory", "directory", 45),)
