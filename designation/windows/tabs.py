"""The Windows tab of a request's pages."""

from designation.access.permissions import Permission
from designation.declared import Tab

TABS = (
    Tab("Windows", "windows", 50, lambda matter: matter.may(Permission.LIST_WINDOWS) and not matter.is_draft),
)
