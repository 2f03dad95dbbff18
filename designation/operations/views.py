"""What a site operator sees of the running site: counts, opaque ids and errors, never content or parties.

No page here shows a matter, an event, an email address or the text of an email. A matter and the recipient of an
email appear as keyed fingerprints, which tell them apart without identifying them.
"""

from __future__ import annotations

import uuid
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.db.models import Count, F, Min, Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.crypto import salted_hmac

from designation import declarations
from designation.operations import refused_register
from designation.roles import OPERATORS
from designation.vault.rendering.client import Renderer
from designation.web import health
from designation.web.access import by_role
from designation.web.paging import page_of
from workflow import clock, outbox
from workflow.ledger import register
from workflow.models import Deadline, Delivery, Job, Log

MOST_COUNTED = 10_000
"""The largest number of rows that any count reads."""
SEALED_WITHIN = timedelta(minutes=1)
OVERDUE, FAILED = "overdue", "failed"
WAITING, DEAD = "waiting", "dead"
MOST_RUN_AGAIN = 1_000


@by_role(OPERATORS)
def operations(http: HttpRequest) -> HttpResponse:
    """Show whether the site works: its parts, its deadlines, its jobs, its mail and its register."""
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
        "jobs": outbox.waiting(),
        "mails": _counts(today, sent=Q(state=Delivery.State.SENT), failed=Q(state=Delivery.State.FAILED)),
        "sealing": _sealing(now),
        "refused": refused_register.why(),
        "renderer": Renderer(settings.RENDERER_SOCKET, timeout_s=2).why_unavailable(),
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


@by_role(OPERATORS)
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


@by_role(OPERATORS)
def operations_jobs(http: HttpRequest) -> HttpResponse:
    """List the jobs that are waiting, or the dead letters, with the error of the last attempt."""
    chosen = DEAD if http.GET.get("show") == DEAD else WAITING
    state = Job.State.DEAD if chosen == DEAD else Job.State.QUEUED
    page = page_of(http, Job.objects.filter(state=state), by=("at", "id"))
    for row in page.rows:
        row.matter = fingerprint("matter", row.log_id)
    names = ((WAITING, "Waiting"), (DEAD, "Dead letters"))
    context = {
        "heading": "Jobs",
        "crumbs": [("Operations", reverse("operations"))],
        "page": page,
        "dead": chosen == DEAD,
        "chips": [{"label": label, "url": f"?show={name}", "on": name == chosen} for name, label in names],
    }
    return render(http, "operations/jobs.html", context)


@by_role(OPERATORS)
def operations_deliveries(http: HttpRequest) -> HttpResponse:
    """List the emails that were sent or that failed, newest first."""
    page = page_of(http, Delivery.objects.all(), by=("-at", "-id"))
    for row in page.rows:
        row.to = fingerprint("recipient", row.recipient)
    crumbs = [("Operations", reverse("operations"))]
    return render(
        http, "operations/deliveries.html", {"heading": "Deliveries", "crumbs": crumbs, "page": page}
    )


def fingerprint(of: str, identifier: uuid.UUID) -> str:
    """Return a keyed fingerprint of a matter or a recipient: always the same for the same one, and not reversible."""
    return salted_hmac(f"operations.{of}", str(identifier), algorithm="sha256").hexdigest()[:12]


@by_role(OPERATORS)
def job_run_again(http: HttpRequest, job_id: uuid.UUID) -> HttpResponse:
    """Put a dead letter back into the queue. Requires POST."""
    if http.method != "POST":
        raise Http404
    if outbox.run_again(job_id):
        messages.success(http, "The job is back in the queue. A worker will run it within a few seconds.")
    else:
        messages.info(http, "Nothing changed. This job is already waiting or done.")
    return _back_to_the_dead()


@by_role(OPERATORS)
def jobs_run_again(http: HttpRequest) -> HttpResponse:
    """Put all dead letters back into the queue, at most MOST_RUN_AGAIN of them. Requires POST."""
    if http.method != "POST":
        raise Http404
    dead = Job.objects.filter(state=Job.State.DEAD).order_by("at").values_list("pk", flat=True)
    count = sum(outbox.run_again(job_id) for job_id in dead[:MOST_RUN_AGAIN])
    messages.success(http, f"{count} {'job is' if count == 1 else 'jobs are'} back in the queue.")
    return _back_to_the_dead()


def _back_to_the_dead() -> HttpResponse:
    return redirect(f"{reverse('operations_jobs')}?show={DEAD}")
