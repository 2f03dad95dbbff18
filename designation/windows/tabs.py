"""The Windows tab of a request's pages."""

from designation.declared import Tab

TABS = (Tab("Windows", "windows", 50, lambda matter: not matter.is_draft),)
