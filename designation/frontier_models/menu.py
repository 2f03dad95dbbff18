"""Menu entries of this package."""

from designation.declared import MenuItem

MENU = (MenuItem("Models", "models", 30),)
