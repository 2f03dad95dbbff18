"""The tabs that the requests package adds to the pages of a request."""

from designation.access.permissions import Permission
from designation.declared import Tab

TABS = (
    Tab("Overview", "request", 10, lambda matter: matter.may(Permission.READ_REQUEST)),
    Tab(
        "Review",
        "review",
        20,
        lambda matter: matter.may(Permission.READ_DELIBERATION) and not matter.is_draft,
    ),
    Tab("Application", "application", 30, lambda matter: matter.may(Permission.READ_APPLICATION)),
    Tab(
        "Questions",
        "questions",
        40,
        lambda matter: matter.may(Permission.READ_QUESTIONS) and not matter.is_draft,
    ),
)
