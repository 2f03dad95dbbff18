"""The eligibility records of an organization: the list, entering one, and the page and steps of each."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from designation.eligibility import actions
from designation.eligibility.facts import facts_of
from designation.eligibility.forms import EnterForm
from designation.eligibility.models import EligibilityRecord
from designation.eligibility.views.readers import KEEP, SEE, RecordReader, for_record
from designation.eligibility.words import TONES
from designation.people import feed
from designation.web.access import by_role
from designation.web.action_page import ActionPage, action_page
from designation.web.actor import actor_of
from designation.web.paging import page_of
from designation.web.step_links import steps_for
from designation.web.step_views import step_page
from workflow import clock
from workflow.models import Entry
from workflow.models.ledger import open_to

SOON = timedelta(days=60)
CHIPS = (
    ("waiting", "To be verified"),
    ("counting", "In force"),
    ("soon", "Expiring within 60 days"),
    ("over", "Over"),
)


def state_of(row: EligibilityRecord, now: Any) -> dict[str, str]:
    """Return a record's state as a tag. What expired is shown so before the clock has noted it."""
    state = "expired" if row.state == "verified" and row.is_over_at(now) else row.state
    label = EligibilityRecord.State(state).label
    return {"label": str(label), "tone": TONES["EligibilityRecord"][state]}


@by_role(SEE)
def eligibility(http: HttpRequest) -> HttpResponse:
    """List the records that the reader may know of."""
    now = clock.now()
    verified = Q(state="verified") & (Q(expires_at=None) | Q(expires_at__gt=now))
    shown = {
        "waiting": Q(state="entered"),
        "counting": verified,
        "soon": verified & Q(expires_at__lte=now + SOON),
        "over": Q(state__in=["declined", "expired", "ended"]) | Q(state="verified", expires_at__lte=now),
    }
    asked = http.GET.get("show", "")
    rows = EligibilityRecord.visible_to(http.user.pk).exclude(person=http.user.pk)
    rows = rows.select_related("person", "organization")
    if asked not in shown:
        asked = "waiting" if rows.filter(shown["waiting"]).exists() else "counting"
    page = page_of(http, rows.filter(shown[asked]), by=("person__folded", "kind", "id"))
    context = {
        "heading": "Eligibility",
        "lead": "What was verified about people. One person enters a record, and another verifies it.",
        "page": page,
        "rows": [(row, state_of(row, now)) for row in page.rows],
        "chips": [{"label": label, "url": f"?show={name}", "on": name == asked} for name, label in CHIPS],
        "may_enter": not KEEP.isdisjoint(http.user.roles_held()),
        "now": now,
    }
    return render(http, "eligibility/list.html", context)


@by_role(KEEP)
def enter(http: HttpRequest) -> HttpResponse:
    """Enter what was seen about a person of the reader's own organization."""
    given = {name: http.GET[name] for name in ("person", "kind") if name in http.GET}
    form = EnterForm(http.POST or None, organization=http.user.organization, initial=given)

    def act() -> EligibilityRecord:
        sent = dict(form.cleaned_data)
        person = form.people[sent.pop("person")]
        return actions.enter(person, sent.pop("kind"), actor=actor_of(http), **sent)

    page = ActionPage(
        form=form,
        gentle=True,
        heading="Enter an eligibility record",
        button="Enter this record",
        consequences=["It counts once somebody else at your organization has verified it."],
        back=reverse("eligibility"),
        crumbs=[("Eligibility", reverse("eligibility"))],
        act=act,
        done=lambda made: f"You entered {made.number}. Somebody else verifies it next.",
        on_success=lambda made: redirect(_after(http, made)),
    )
    return action_page(http, page)


def _after(http: HttpRequest, made: EligibilityRecord) -> str:
    """Return the page of a new record or, for what one entered about oneself, one's own page."""
    if made.person_id == http.user.pk:
        return reverse("own_eligibility")
    return reverse("eligibility_record", args=[made.number])


@for_record
def record(http: HttpRequest, reader: RecordReader) -> HttpResponse:
    """Show one record: what it says, on what it is based, and what happened."""
    row = reader.record
    entries = Entry.objects.filter(open_to([reader.side]), log=row.log_id).order_by("-index")
    context = reader.context(
        "",
        heading=f"{row.person.name}: {row.in_words()}",
        page_title=row.number,
        crumbs=[("Eligibility", reverse("eligibility"))],
        state=state_of(row, reader.now),
        record=row,
        facts=facts_of(row),
        steps=steps_for(row, reader, lambda name: reverse("eligibility_step", args=[row.number, name])),
        events=feed.lines(feed.named(entries)[:50], side=reader.side),
        is_entered_by_reader=row.entered_by_id == reader.actor.id,
    )
    return render(http, "eligibility/record.html", context)


@for_record
def record_step(http: HttpRequest, reader: RecordReader, step: str) -> HttpResponse:
    """Verify, decline or end a record."""
    return step_page(
        http, reader, reader.record, step, back=reverse("eligibility_record", args=[reader.record.number])
    )
