"""The package's menu entries."""

from designation.declared import MenuItem

MENU = (
    MenuItem("Requests", "requests", 20),
    MenuItem("Review queue", "review_queue", 40),
)
