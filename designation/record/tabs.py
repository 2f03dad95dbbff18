"""The Record tab of a request's pages."""

from designation.access.permissions import Permission
from designation.declared import Tab

TABS = (Tab("Record", "record", 90, lambda matter: matter.may(Permission.READ_RECORD)),)
