"""Menu entries of this package."""

from designation.declared import MenuItem
from designation.roles import GOVERNMENT_ROLES, Role

MENU = (MenuItem("Policies", "policies", 50, GOVERNMENT_ROLES | {Role.POLICY_EDITOR}),)
