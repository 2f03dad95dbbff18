"""Whose task a request or a consultation is in each state, and whom other people are waiting on."""

from __future__ import annotations

from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.urls import reverse

from designation.access.models import Party
from designation.declared import Duty, TaskSource
from designation.people.models import Appointment
from designation.requests.lifecycle.states import ANSWERING
from designation.requests.models import Consultation, Question, Request
from designation.roles import DEVELOPER_ROLES, Role

CERTIFIES = frozenset({Role.CERTIFYING_OFFICER})

UNANSWERED = Q(Exists(Question.objects.filter(request=OuterRef("pk"), answered_at=None, answer="")))
"""The condition that a question of a request has no answer yet, not even a draft."""


def _ask(row: Any) -> str:
    """Return the task of those who write an application and may not submit it: who can."""
    names = row.certifiers
    if not names:
        return "Finish the application. Nobody can certify it yet: your administrator can appoint a certifying officer"
    return f"Finish the application, then ask {' or '.join(names)} to certify"


DUTIES = (
    Duty(("draft",), CERTIFIES, "Finish and submit the application", "Open the draft", "application"),
    Duty(("draft",), DEVELOPER_ROLES - CERTIFIES, _ask, "Open the draft", "application"),
    Duty(ANSWERING, DEVELOPER_ROLES, "Answer questions", "Answer", "questions", where=UNANSWERED),
    Duty(ANSWERING, DEVELOPER_ROLES, "Send the answers", "Send", "questions", where=~UNANSWERED),
    Duty(
        ("submitted",),
        frozenset({Role.INTAKE_OFFICER}),
        "Check whether the application is complete",
        "Check",
        "review",
    ),
    Duty(
        ("in_assessment",),
        frozenset({Role.REVIEWER}),
        "Assess, then recommend an outcome",
        "Assess",
        "review",
        whose="lead",
    ),
    Duty(
        ("recommended",),
        frozenset({Role.DETERMINING_OFFICIAL}),
        "Determine the outcome",
        "Read",
        "review",
    ),
    Duty(
        ("recommended",),
        frozenset({Role.RECORDS_CERTIFIER}),
        "Certify the determination",
        "Read",
        "review",
    ),
)
WAITS_FOR = {
    "submitted": "the government's intake",
    "clarification_requested": "the developer's answers",
    "information_requested": "the developer's answers",
    "in_assessment": "the government's assessment",
    "recommended": "the determining official",
}


def _requests(_reader: Any) -> QuerySet[Any]:
    """Return the requests, each with the names of those who can certify it."""
    able = Party.in_effect(OuterRef("log_id"), CERTIFIES).order_by("person__name", "person")
    rows = Request.objects.select_related("model")
    return rows.annotate(certifiers=ArraySubquery(able.values("person__name")))


def _request(row: Any, duty: Duty | None) -> tuple[str, str]:
    url = reverse(duty.page if duty else "request", args=[row.number])
    return f"{row.number} “{row.model.codename}”", url


def _consultation(row: Any, _duty: Duty | None) -> tuple[str, str]:
    request = row.request
    matter = f"{request.number} “{request.model.codename}”, {row.office.name}"
    return matter, reverse("review", args=[request.number])


def _consultations(reader: Any) -> QuerySet[Any]:
    own = Appointment.objects.held_by(reader.id).filter(role=Role.CONSULTED_OFFICIAL)
    return Consultation.objects.filter(office__in=own.values("office")).select_related(
        "request__model", "office"
    )


SOURCES = (
    TaskSource(
        "requests",
        Request,
        rows=_requests,
        duties=DUTIES,
        describe=_request,
        waits_for=WAITS_FOR,
        untimed=frozenset({"draft", "covered"}),
    ),
    TaskSource(
        "consultations",
        Consultation,
        rows=_consultations,
        duties=(
            Duty(
                ("open",),
                frozenset({Role.CONSULTED_OFFICIAL}),
                "Concur with the assessment, object or comment, for your office",
                "Answer",
                "review",
            ),
        ),
        describe=_consultation,
    ),
)
