"""The package's menu entries."""

from designation.declared import MenuItem

MENU = (MenuItem("My desk", "desk", 10), MenuItem("Checklist", "checklist", 65))
