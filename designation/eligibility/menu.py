"""The package's menu entry."""

from designation.declared import MenuItem

MENU = (MenuItem("Eligibility", "eligibility", 46),)
