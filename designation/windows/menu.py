"""The package's menu entries."""

from designation.declared import MenuItem
from designation.roles import DEVELOPER_ROLES, GOVERNMENT_ROLES

MENU = (MenuItem("Access windows", "my_windows", 30, DEVELOPER_ROLES | GOVERNMENT_ROLES),)
