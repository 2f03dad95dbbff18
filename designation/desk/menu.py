"""The package's menu entry."""

from designation.declared import MenuItem

MENU = (MenuItem("My desk", "desk", 10),)
