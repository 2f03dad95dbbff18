"""The tabs that the artifacts package adds to the pages of a request."""

from designation.access.permissions import Permission
from designation.declared import Tab

TABS = (
    Tab("Artifacts", "artifacts", 60, lambda m: m.may(Permission.READ_ARTIFACTS) and not m.is_draft),
    Tab("Access feed", "accesses", 70, lambda m: m.may(Permission.READ_ARTIFACTS) and not m.is_draft),
)
