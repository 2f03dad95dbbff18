"""The package's menu entries."""

from designation.declared import MenuItem

MENU = (
    MenuItem("Trusted partners", "partners", 40),
    MenuItem("Our organization", "own_partner", 41),
    MenuItem("Early access", "own_selections", 42),
)
