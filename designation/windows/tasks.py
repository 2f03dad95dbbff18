"""Whose task a window or a grant is in each state, and whom other people are waiting on."""

from __future__ import annotations

from typing import Any

from django.db.models import DateTimeField, Exists, F, OuterRef, Q, QuerySet, Subquery
from django.db.models.expressions import RawSQL
from django.urls import reverse

from designation.access.permissions import IN_WINDOW, Permission
from designation.declared import Duty, Kind, TaskSource
from designation.frontier_models.rules import THIRTY_DAYS
from designation.roles import DEVELOPER_ROLES, Role, Side
from designation.windows.models import Grant, Window
from workflow import clock
from workflow.models import Entry

RESUMING = frozenset(
    {Role.CERTIFYING_OFFICER, Role.SECURITY_CONTACT, Role.APPROVING_OFFICIAL, Role.INSIDER_RISK_OFFICER}
)
NAMING = frozenset({Role.APPROVING_OFFICIAL, Role.REVIEWER})
READERS = frozenset(role for (_side, role), granted in IN_WINDOW.items() if Permission.READ_WINDOW in granted)
_READY = Q(Exists(Grant.objects.filter(window=OuterRef("pk"), state="active")))
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
        "Agree to resume access, or close the window",
        "Read",
        "window",
        except_whose="suspended_by",
        kind=Kind.NEXT,
        clock="Closes",
    ),
    Duty(
        ("scheduled",),
        NAMING,
        "Name evaluators: nobody is ready yet",
        "Name evaluators",
        "window",
        where=Q(partner__isnull=True) & ~_READY,
        kind=Kind.NEXT,
        clock="Opens",
    ),
    Duty(
        ("scheduled",),
        frozenset({Role.PARTNER_ADMINISTRATOR}),
        "Name the people who evaluate: nobody is ready yet",
        "Name people",
        "window",
        where=Q(partner__isnull=False) & ~_READY,
        kind=Kind.NEXT,
        clock="Opens",
    ),
    Duty(
        ("open",),
        READERS,
        lambda row: "Early access is open" if row.partner_id else "The access window is open",
        "View the window",
        "window",
        kind=Kind.UNDER_WAY,
        clock="Closes",
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
    suspensions = Entry.objects.filter(subject_id=OuterRef("pk"), event="window.suspended")
    rows = Window.objects.select_related("request__model", "terms", "partner").annotate(
        suspended_by=Subquery(suspensions.order_by("-index").values("actor")[:1])
    )
    if reader.is_developer:
        return rows
    return rows.filter(terms__isnull=False)  # only the developer sees drafts


def _may_have_a_window() -> Q:
    """Return the condition that a covered request has no window and can have one (`facts.no_window_because`)."""
    now = RawSQL(clock.sql(), [], output_field=DateTimeField())
    windows = (
        Window.of_the_government().filter(request=OuterRef("pk")).exclude(state__in=["declined", "canceled"])
    )
    possible = ~Q(Exists(windows))
    for began in ("model__first_opened_at", "model__same_as__first_opened_at"):
        possible &= Q(**{f"{began}__isnull": True}) | Q(**{f"{began}__gt": now - THIRTY_DAYS})
    release = "model__planned_partner_release_at"
    return possible & (Q(**{f"{release}__isnull": True}) | Q(**{f"{release}__gt": now}))


MORE_DUTIES = (
    (
        "requests",
        Duty(
            ("covered",),
            DEVELOPER_ROLES,
            "Propose an access window",
            "View access windows",
            "windows",
            where=_may_have_a_window(),
            kind=Kind.NEXT,
            clock="",
        ),
    ),
)
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
