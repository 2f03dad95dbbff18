"""The tabs that the requests package adds to the pages of a request."""

from designation.declared import Tab

TABS = (
    Tab("Overview", "request", 10, lambda matter: True),
    Tab("Review", "review", 20, lambda matter: matter.is_reviewed and not matter.is_draft),
    Tab("Application", "application", 30, lambda matter: not matter.only_evaluates),
    Tab("Questions", "questions", 40, lambda matter: not matter.only_evaluates and not matter.is_draft),
)
