"""The package's menu entry."""

from designation.declared import MenuItem

MENU = (MenuItem("Insider risk", "insider_risk", 44),)
