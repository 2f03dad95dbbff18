"""The Record tab of a request's pages."""

from designation.declared import Tab

TABS = (Tab("Record", "record", 90, lambda matter: True),)
