"""The Partners tab of a request's pages: the board."""

from designation.access.permissions import Permission
from designation.declared import Tab

TABS = (
    Tab(
        "Partners",
        "board",
        65,
        lambda matter: matter.may(Permission.READ_BOARD) and matter.request.standing_outcome == "covered",
    ),
)
