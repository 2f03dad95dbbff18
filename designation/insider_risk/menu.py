"""The package's menu entry."""

from designation.declared import MenuItem

MENU = (MenuItem("Suspensions", "suspensions", 45),)
