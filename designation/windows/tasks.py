"""Whose task a window or a grant is in each state, and whom other people are waiting on."""

from __future__ import annotations

from typing import Any

from django.db.models import F, Q, QuerySet
from django.urls import reverse

from designation.declared import Duty, TaskSource
from designation.roles import Role, Side
from designation.windows.models import Grant, Window

RESUMING = frozenset(
    {Role.CERTIFYING_OFFICER, Role.SECURITY_CONTACT, Role.APPROVING_OFFICIAL, Role.INSIDER_RISK_OFFICER}
)
OF_WINDOWS = (
    Duty(
        ("draft",),
        frozenset({Role.CERTIFYING_OFFICER}),
        "Finish and sign the terms",
        "Open the terms",
        "window",
    ),
    Duty(
        ("proposed",),
        frozenset({Role.APPROVING_OFFICIAL}),
        "Sign the terms, or decline",
        "Read the terms",
        "window",
    ),
    Duty(
        ("proposed",),
        frozenset({Role.REVIEWER}),
        "Read the developer's terms, and counter what does not fit",
        "Read the terms",
        "window",
        where=Q(terms__side=Side.DEVELOPER),
    ),
    Duty(
        ("countered",),
        frozenset({Role.CERTIFYING_OFFICER}),
        "Sign or revise the government's terms",
        "Read the terms",
        "window",
    ),
    Duty(
        ("suspended",),
        RESUMING,
        "Access is suspended: agree to resume it, or close the window",
        "Read",
        "window",
    ),
)
OF_GRANTS = (
    Duty(
        ("nominated",),
        frozenset({Role.CERTIFYING_OFFICER, Role.SECURITY_CONTACT}),
        "Concur with a named evaluator, or not",
        "Read",
        "window",
    ),
    Duty(
        ("concurred",),
        frozenset({Role.EVALUATOR, Role.PARTNER_EVALUATOR}),
        "Accept the conditions of use",
        "Read",
        "window",
        whose="person",
    ),
    Duty(
        ("suspended",),
        frozenset({Role.EVALUATOR, Role.PARTNER_EVALUATOR}),
        "Accept the new version of the terms",
        "Read",
        "window",
        whose="person",
        where=~Q(agreed_terms=F("window__terms__digest")),
    ),
    Duty(
        ("suspended",),
        RESUMING,
        "An evaluator is suspended: agree to lift it, or end their access",
        "Read",
        "window",
    ),
)
WAITS_FOR = {
    "draft": "your certifying officer's signature",
    "proposed": "the government's signatures",
    "countered": "the developer's signature or revision",
    "suspended": "agreement of both sides to resume access",
}


def _window(row: Any, _duty: Duty | None) -> tuple[str, str]:
    request = row.request
    matter = f"{request.number} “{request.model.codename}”, {row.in_words}"
    return matter, reverse("window", args=[request.number, row.number])


def _grant(row: Any, duty: Duty | None) -> tuple[str, str]:
    return _window(row.window, duty)


def _windows(reader: Any) -> QuerySet[Any]:
    rows = Window.objects.select_related("request__model", "terms", "partner")
    if reader.is_developer:
        return rows
    return rows.filter(terms__isnull=False)  # only the developer sees drafts


SOURCES = (
    TaskSource(
        "windows",
        Window,
        rows=_windows,
        duties=OF_WINDOWS,
        describe=_window,
        waits_for=WAITS_FOR,
        untimed=frozenset({"draft"}),
    ),
    TaskSource(
        "grants",
        Grant,
        rows=lambda _reader: Grant.objects.select_related("window__request__model", "window__partner"),
        duties=OF_GRANTS,
        describe=_grant,
        untimed=frozenset({"nominated", "concurred", "suspended"}),
    ),
)
