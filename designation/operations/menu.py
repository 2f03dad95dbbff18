"""The package's menu entry."""

from designation.declared import MenuItem

MENU = (MenuItem("Operations", "operations", 70),)
