"""What a site operator sees of the running site: counts, opaque ids and errors, never content or parties.

No page here shows a matter, an event, an email address or the text of an email. The recipient of an email
appears as a keyed fingerprint, which distinguishes recipients without identifying them.
"""

from __future__ import annotations

import uuid
from datetime import datetime, timedelta
from functools import wraps
from typing import Any, Protocol

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import Count, F, Min, Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.crypto import salted_hmac

from designation import declarations
from designation.people.models import Appointment
from designation.roles import Role
from designation.web import health
from designation.web.paging import page_of
from workflow import clock, outbox
from workflow.ledger import register
from workflow.models import Deadline, Delivery, Log, Message

MOST_COUNTED = 10_000
"""The largest number of rows that any count reads."""
SEALED_WITHIN = timedelta(minutes=1)
OVERDUE, FAILED = "overdue", "failed"
WAITING, DEAD, SENT = "waiting", "dead", "log"
MOST_RESENT = 1_000


class View(Protocol):
    """A view function that takes the arguments in its URL."""

    def __call__(self, http: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Return the response."""


def for_operators(view: View) -> View:
    """Decorate a view so that it returns 404 to anyone who is not a site operator."""

    @login_required
    @wraps(view)
    def guarded(http: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not Appointment.objects.holds(http.user.pk, Role.OPERATOR):
            raise Http404
        return view(http, *args, **kwargs)

    return guarded


@for_operators
def operations(http: HttpRequest) -> HttpResponse:
    """Show whether the site works: its parts, its deadlines, its mail and its register."""
    now = clock.now()
    today = Delivery.objects.filter(at__gt=now - timedelta(days=1))
    context = {
        "heading": "Operations",
        "now": now,
        "health": [
            {"name": part, "state": state, "tone": "open" if state == "ok" else "late"}
            for part, state in health.states().items()
        ],
        "clocks": _counts(_late_or_failed(now), overdue=Q(due_at__lte=now), failed=~Q(last_error="")),
        "mail": outbox.waiting(),
        "mails": _counts(today, sent=Q(state=Delivery.State.SENT), failed=Q(state=Delivery.State.FAILED)),
        "sealing": _sealing(now),
    }
    return render(http, "operations/overview.html", context)


def _counts(rows: QuerySet[Any], **wanted: Q) -> dict[str, int]:
    """Count rows by condition in one query, over at most MOST_COUNTED rows."""
    return rows[:MOST_COUNTED].aggregate(**{name: Count("pk", filter=q) for name, q in wanted.items()})


def _late_or_failed(now: datetime) -> QuerySet[Deadline]:
    return Deadline.objects.filter(Q(due_at__lte=now) | ~Q(last_error=""), state=Deadline.State.RUNNING)


def _sealing(now: datetime) -> dict[str, Any]:
    """Return the progress of the register. `late` says that entries have waited too long to be sealed."""
    last = register.latest()
    unsealed = Log.objects.filter(size__gt=F("sealed_size")).aggregate(
        count=Count("pk"), oldest=Min("last_at")
    )
    since = now - SEALED_WITHIN
    waits_long = unsealed["oldest"] is not None and unsealed["oldest"] < since
    return {
        "checkpoint": last,
        "age": now - last.at if last else None,
        "waiting": unsealed["count"],
        "late": waits_long and (last is None or last.at < since),
    }


@for_operators
def operations_deadlines(http: HttpRequest) -> HttpResponse:
    """List overdue deadlines and deadlines whose step failed, with the next attempt and the name of the error."""
    now = clock.now()
    chosen = http.GET.get("show", "")
    wanted = {OVERDUE: Q(due_at__lte=now), FAILED: ~Q(last_error="")}.get(chosen, Q())
    page = page_of(http, _late_or_failed(now).filter(wanted), by=("due_at", "id"))
    for row in page.rows:
        row.label = declarations.clock_label(row.kind)
    names = (("", "All"), (OVERDUE, "Overdue"), (FAILED, "Failed"))
    context = {
        "heading": "Clocks",
        "crumbs": [("Operations", reverse("operations"))],
        "now": now,
        "page": page,
        "chips": [{"label": label, "url": f"?show={name}", "on": name == chosen} for name, label in names],
    }
    return render(http, "operations/deadlines.html", context)


@for_operators
def operations_deliveries(http: HttpRequest) -> HttpResponse:
    """List the messages that are waiting or that failed for good, or the delivery log."""
    chosen = http.GET.get("show", WAITING)
    context = {
        "heading": "Deliveries",
        "crumbs": [("Operations", reverse("operations"))],
        "now": clock.now(),
        "show": chosen,
        "chips": [
            {"label": label, "url": f"?show={name}", "on": name == chosen}
            for name, label in ((WAITING, "Waiting"), (DEAD, "Gave up"), (SENT, "Delivery log"))
        ],
    }
    if chosen == SENT:
        page = page_of(http, Delivery.objects.all(), by=("-at", "-id"))
        for row in page.rows:
            row.to = fingerprint(row.recipient)
    else:
        state = Message.State.DEAD if chosen == DEAD else Message.State.QUEUED
        page = page_of(http, Message.objects.filter(state=state), by=("at", "id"))
    return render(http, "operations/deliveries.html", {**context, "page": page})


def fingerprint(recipient: uuid.UUID) -> str:
    """Return a keyed fingerprint of a recipient: the same for the same person, and not reversible."""
    return salted_hmac("operations.recipient", str(recipient), algorithm="sha256").hexdigest()[:12]


@for_operators
def message_resend(http: HttpRequest, message_id: uuid.UUID) -> HttpResponse:
    """Put a message that failed for good back into the queue. Requires POST."""
    if http.method != "POST":
        raise Http404
    if outbox.resend(message_id):
        messages.success(http, "The message is in the queue again.")
    else:
        messages.info(http, "This message waits already, or was sent. Nothing changed.")
    return _back_to_the_dead()


@for_operators
def messages_resend(http: HttpRequest) -> HttpResponse:
    """Put all messages that failed for good back into the queue. Requires POST."""
    if http.method != "POST":
        raise Http404
    dead = Message.objects.filter(state=Message.State.DEAD).order_by("at").values_list("pk", flat=True)
    resent = sum(outbox.resend(message_id) for message_id in dead[:MOST_RESENT])
    messages.success(http, f"{resent} message{'' if resent == 1 else 's'} put into the queue again.")
    return _back_to_the_dead()


def _back_to_the_dead() -> HttpResponse:
    return redirect(f"{reverse('operations_deliveries')}?show={DEAD}")
