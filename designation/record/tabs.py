"""The tab of a request's record."""

from designation.declared import Tab

TABS = (Tab("Record", "record", 90, lambda matter: True),)
