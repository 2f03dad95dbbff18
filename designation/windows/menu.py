"""The package's menu entries."""

from designation.declared import MenuItem

MENU = (MenuItem("Access windows", "my_windows", 30),)
