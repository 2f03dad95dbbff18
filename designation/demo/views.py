"""Pages that exist only in a demonstration: its front door, its mail and its clock, open to everyone.

Outside a demonstration they return 404.
"""

from __future__ import annotations

import uuid
from datetime import timedelta
from functools import wraps
from typing import Any, Protocol

from django import forms
from django.conf import settings
from django.contrib import auth, messages
from django.contrib.auth import REDIRECT_FIELD_NAME
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme

from designation import declarations
from designation.content.instants import written
from designation.demo import story
from designation.demo.cast import PASSWORD
from designation.people import feed
from designation.people.models import Person
from designation.web.access import Access, Rule, declare
from designation.web.actor import BY_DEMONSTRATION, record_authentication
from designation.web.fields import NumberField
from designation.web.paging import page_of
from workflow import clock, mail, sweep
from workflow.models import Deadline, Delivery, Job
from workflow.steps import machine_named, step_of


class View(Protocol):
    """A view function."""

    def __call__(self, http: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Return the response."""


def demonstrated(view: View) -> View:
    """Decorate a view so that it returns 404 outside a demonstration."""

    @wraps(view)
    def shown(http: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if settings.MODE != "demonstration" or not settings.WORKFLOW_TIME_TRAVEL:
            raise Http404
        return view(http, *args, **kwargs)

    return declare(shown, Access(Rule.DEMONSTRATION))


@demonstrated
def demo_front(http: HttpRequest) -> HttpResponse:
    """Show what this is, the flow as a picture, and the cast in the order of the story, to sign in with one click."""
    context = {
        "heading": "A model’s way through the framework",
        "acts": story.cast(),
        "password": PASSWORD,
        "next": http.GET.get(REDIRECT_FIELD_NAME, ""),
    }
    return render(http, "demo/front.html", context)


@demonstrated
def demo_tasks(http: HttpRequest) -> HttpResponse:
    """Return how many tasks each person of the cast has. The front door asks for it once it is shown."""
    return render(http, "demo/tasks.html", {"tasks": story.tasks()})


@demonstrated
def demo_sign_in(http: HttpRequest) -> HttpResponse:
    """Sign in as somebody of the cast, in one click. Requires POST."""
    addresses = {address for act in story.STORY for address, _does in act.cast}
    chosen = http.POST.get("address", "")
    person = Person.objects.filter(email=chosen, is_active=True).first() if chosen in addresses else None
    if http.method != "POST" or person is None:
        raise Http404
    auth.logout(http)
    auth.login(http, person, backend=settings.AUTHENTICATION_BACKENDS[0])
    record_authentication(http, method=BY_DEMONSTRATION)
    target = http.POST.get(REDIRECT_FIELD_NAME, "")
    safe = url_has_allowed_host_and_scheme(target, {http.get_host()}, http.is_secure())
    return redirect(target if safe else "desk")


@demonstrated
def demo_mail(http: HttpRequest) -> HttpResponse:
    """Show every email that was sent, newest first, with its links. `?to=` filters by address."""
    wanted = http.GET.get("to", "").strip().casefold().replace("\0", "")
    rows = Delivery.objects.filter(address__contains=wanted) if wanted else Delivery.objects.all()
    context = {
        "heading": "Mail of the demonstration",
        "lead": "No mail leaves this installation. What would have been sent stands here, for everybody to read.",
        "page": page_of(http, rows, by=("-at", "-id"), size=25),
        "wanted": wanted,
        "waiting": Job.objects.filter(kind=mail.KIND, state=Job.State.QUEUED).count(),
    }
    return render(http, "demo/mail.html", context)


class AdvanceForm(forms.Form):
    """How far to move the clock forward."""

    days = NumberField(min_value=0, max_value=366, required=False, label="Days")
    hours = NumberField(min_value=0, max_value=23, required=False, label="Hours")

    def clean(self) -> dict[str, Any]:
        """Require at least one day or one hour."""
        cleaned: dict[str, Any] = super().clean() or {}
        if not self.errors and not (cleaned.get("days") or cleaned.get("hours")):
            raise forms.ValidationError("Give days, hours or both. The clock only goes forward.")
        return cleaned

    @property
    def span(self) -> timedelta:
        """The length of time to move forward."""
        typed = self.cleaned_data
        return timedelta(days=typed.get("days") or 0, hours=typed.get("hours") or 0)


def _what_became_of(deadline: uuid.UUID) -> str:
    """Return what happened when a deadline came: what the clock did about it, or that it is overdue."""
    row = Deadline.objects.get(pk=deadline)
    due = f"{declarations.clock_label(row.kind)} was due."
    if row.state != Deadline.State.FIRED or not row.step:
        return f"{due} Nothing happens by itself: it is overdue now."
    return f"{due} {feed.sentence(step_of(machine_named(row.machine), row.step).event, feed.CLOCK_NAME)}."


@demonstrated
def demo_clock(http: HttpRequest) -> HttpResponse:
    """Show the demonstration's time and let anyone move it forward. Deadlines that fall due fire immediately."""
    now = clock.now()
    running = Deadline.objects.filter(state=Deadline.State.RUNNING)
    event = running.filter(due_at__gt=now).order_by("due_at").first()
    if http.method == "POST" and "jump" in http.POST and event is not None:
        clock.advance(event.due_at - now)
        sweep.sweep()
        messages.success(http, f"The clock now shows {written(clock.now())}. {_what_became_of(event.pk)}")
        return redirect("demo_clock")
    form = AdvanceForm(http.POST if http.method == "POST" else None)
    if http.method == "POST" and form.is_valid():
        clock.advance(form.span)
        woken = sweep.sweep()
        messages.success(
            http,
            f"The clock moved on. {woken} clock{' was' if woken == 1 else 's were'} looked at; what was due is done.",
        )
        return redirect("demo_clock")
    context = {
        "heading": "Clock of the demonstration",
        "now": now,
        "offset": clock.offset(),
        "form": form,
        "event": {"label": declarations.clock_label(event.kind), "due_at": event.due_at} if event else None,
        "due": [
            {"label": label, "count": running.filter(due_at__lte=now + span).count()}
            for label, span in (
                ("hour", timedelta(hours=1)),
                ("day", timedelta(days=1)),
                ("30 days", timedelta(days=30)),
            )
        ],
    }
    return render(http, "demo/clock.html", context)
