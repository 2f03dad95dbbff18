"""Pages about policy versions: what each version says, who signed it, and which one is in force.

Government people and policy editors may read these pages; everyone else gets a 404. A developer reads the
version that its own request is pinned to elsewhere, without the government's internal clauses.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from designation.people import feed
from designation.people.signers import Signer, signers_of
from designation.policies.in_words import Names, compared, parts
from designation.policies.models import Policy
from designation.policies.views.reader import READS, PolicyReader, for_policy_people, version
from designation.roles import Side
from designation.web.paging import page_of
from designation.web.step_links import as_step
from designation.web.step_views import step_page, take_back_page
from workflow.affordances import affordances
from workflow.models import Entry

TONES = {"In force": "open", "Draft": "", "Discarded": "final", "Followed by another": "final"}


@for_policy_people(READS)
@require_safe
def policies(http: HttpRequest, reader: PolicyReader) -> HttpResponse:
    """List the versions, newest first, and say which one is in force now."""
    present = Policy.in_force(reader.now)
    page = page_of(http, Policy.objects.select_related("author"), by=("-number",), size=25)
    context = reader.context(
        "",
        heading="Policies",
        crumbs=[],
        lead=_lead(present),
        page=page,
        rows=[{"policy": row, "state": _state(row, present, reader.now)} for row in page.rows],
    )
    return render(http, "policies/list.html", context)


def _lead(present: Policy | None) -> str:
    if present is None:
        return "No policy is in force. Requests can be submitted once there is one."
    return f"Version {present.number} is in force. Requests submitted now follow it to their end."


def _state(row: Policy, present: Policy | None, now: datetime) -> dict[str, str]:
    """Return the state of a version as a tag."""
    label = str(row.get_state_display())
    if row.state == "active":
        ahead = row.effective_at is not None and row.effective_at > now
        label = "In force" if row == present else "Comes into force" if ahead else "Followed by another"
    return {"label": label, "tone": TONES.get(label, "")}


@for_policy_people(READS)
@require_safe
def policy(http: HttpRequest, reader: PolicyReader, number: int) -> HttpResponse:
    """Show what a version says, what changed, who signed it, and the steps an editor can take."""
    row, before = version(reader, number)
    names = Names([row, *([before] if before else [])])
    present = Policy.in_force(reader.now) if row.state == "active" else None
    offers = affordances(row, reader.actor, now=reader.now)
    history = _history(row) if row.state != "draft" else []
    context = reader.context(
        "",
        heading=f"Policy version {number}",
        state=_state(row, present, reader.now),
        policy=row,
        parts=parts(row, names),
        **_changes(before, row, names),
        steps=[as_step(offer, reverse("policy_step", args=[number, offer.step.name])) for offer in offers],
        signers=_signers(history),
        events=feed.lines(history, side=Side.GOVERNMENT),
    )
    return render(http, "policies/policy.html", context)


def _changes(before: Policy | None, row: Policy, names: Names) -> dict[str, Any]:
    """Return the comparison with the version before it, or nothing if there is none."""
    if before is None:
        return {}
    changes = compared(before, row, names)
    return {
        "before": before,
        "changes": changes,
        "old_name": f"Version {before.number}",
        "new_name": f"Version {row.number}",
    }


def _history(row: Policy) -> list[Any]:
    entries = Entry.objects.filter(log=row.log_id, subject_id=row.pk)
    return list(feed.named(entries).order_by("-index")[:50])


def _signers(history: list[Any]) -> list[Signer]:
    """Return the people who put the version into force."""
    activated = next((entry for entry in history if entry.event == "policy.activated"), None)
    return signers_of(activated) if activated else []


@for_policy_people(READS)
def policy_step(http: HttpRequest, reader: PolicyReader, number: int, step: str) -> HttpResponse:
    """Sign a version or discard a draft, on a page that shows everything the version says."""
    row, _before = version(reader, number)
    context = {
        "heading": f"{_verb(step)} version {number}",
        "crumbs": [
            ("Policies", reverse("policies")),
            (f"Version {number}", reverse("policy", args=[number])),
        ],
        "gentle": step == "activate",
    }
    return step_page(http, reader, row, step, back=reverse("policy", args=[number]), context=context)


def _verb(step: str) -> str:
    return "Sign and put into force" if step == "activate" else "Discard"


@for_policy_people(READS)
def policy_take_back(http: HttpRequest, reader: PolicyReader, number: int, step: str) -> HttpResponse:
    """Take back the reader's own signature."""
    row, _before = version(reader, number)
    return take_back_page(http, reader, row, step, back=reverse("policy", args=[number]))
