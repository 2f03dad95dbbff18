"""What the package adds to the menu."""

from designation.declared import MenuItem

MENU = (MenuItem("My desk", "desk", 10, None),)
