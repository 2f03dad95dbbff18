"""Menu entries of this package."""

from designation.declared import MenuItem
from designation.roles import DEVELOPER_ROLES

MENU = (MenuItem("Models", "models", 30, DEVELOPER_ROLES),)
