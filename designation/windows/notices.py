"""Who is notified of what about windows and named evaluators."""

from __future__ import annotations

from django.db.models import Q
from django.urls import reverse

from designation.access.models import Party, Recusal
from designation.declared import Notice
from designation.roles import Role
from designation.windows.models import Grant, Window
from workflow.mail import Message

NOTICES = (
    Notice("window.proposed", "reviewers", "task"),
    Notice("window.proposed", "approving", "task"),
    Notice("window.revised", "reviewers", "task"),
    Notice("window.revised", "approving", "task"),
    Notice("window.countered", "certifying", "task"),
    Notice("window.terms_accepted", "approving", "task"),
    Notice("window.approved.signed", "approving", "task"),
    Notice("window.approved", "developer", "news"),
    Notice("window.declined", "developer", "news"),
    Notice("window.opened", "developer", "news"),
    Notice("window.opened", "evaluators", "news"),
    Notice("window.suspended", "developer", "stopped"),
    Notice("window.suspended", "evaluators", "stopped"),
    Notice("window.suspended", "approving", "stopped"),
    Notice("window.resumed.signed", "developer", "task"),
    Notice("window.resumed.signed", "approving", "task"),
    Notice("window.resumed", "evaluators", "news"),
    Notice("window.trimmed", "evaluators", "news"),
    Notice("window.trimmed", "approving", "news"),
    Notice("window.marked", "developer", "news"),
    Notice("window.closed", "developer", "stopped"),
    Notice("window.destroyed", "developer", "news"),
    Notice("grant.nominated", "certifying", "task"),
    Notice("grant.concurred", "evaluator", "task"),
    Notice("grant.asked_again", "evaluator", "task"),
    Notice("grant.suspended", "evaluator", "stopped"),
    Notice("grant.suspended", "developer", "stopped"),
    Notice("grant.suspended", "risk", "news"),
    Notice("grant.resumed", "evaluator", "news"),
    Notice("access.stopped", "developer", "stopped"),
    Notice("access.stop_lifted", "developer", "news"),
    Notice("grant.ended", "evaluator", "stopped"),  # also sent when a window ends its grants
    Notice("deadline.reminder.closing", "developer", "reminder"),
    Notice("deadline.reminder.closing", "evaluators", "reminder"),
)


def _evaluator(message: Message) -> Q:
    request = Grant.objects.filter(pk=message.subject_id).values("window__request")
    recused = Recusal.objects.filter(matter__in=request).values("person")
    return Q(grants__pk=message.subject_id) & ~Q(pk__in=recused)


def _evaluators(message: Message) -> Q:
    grants = Grant.objects.filter(window=message.subject_id, state__in=["active", "suspended"])
    parties = Party.in_effect(message.log_id).values("person")
    return Q(Q(pk__in=grants.values("person")), pk__in=parties)


AUDIENCES = {
    "approving": frozenset({Role.APPROVING_OFFICIAL}),
    "risk": frozenset({Role.INSIDER_RISK_OFFICER}),
    "evaluator": _evaluator,
    "evaluators": _evaluators,
}


def _window(message: Message) -> str:
    window = Window.objects.select_related("request").get(pk=message.subject_id)
    return reverse("window", args=[window.request.number, window.number])


def _grant(message: Message) -> str:
    grant = Grant.objects.select_related("window__request").get(pk=message.subject_id)
    return reverse("window", args=[grant.window.request.number, grant.window.number])


PATHS = {"designation.Window": _window, "designation.Grant": _grant}
"""The page that a message links to, by the machine of its subject."""
