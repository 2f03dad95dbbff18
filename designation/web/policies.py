"""Policy versions: what is in force, what each says and who signed it; drafts are written and signed by editors.

People of the government and policy editors read them; to everybody else they are not there (404). A developer reads
the version that its own request is pinned to, less what is the government's own.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import URLPattern, path, reverse
from django.views.decorators.http import require_safe

from designation.actions import policies as actions
from designation.models import Person, Policy, Request
from designation.models.standing import anywhere
from designation.roles import GOVERNMENT_ROLES, Role, Side
from designation.web import feed
from designation.web.actor import actor_of
from designation.web.confirming import CONFLICT, confirm, reasons
from designation.web.matters import as_step, load
from designation.web.paging import page_of
from designation.web.policy_form import PolicyForm, initial
from designation.web.policy_words import Names, compared, parts
from designation.web.stepping import step_page, take_back_page
from workflow import clock
from workflow.affordances import affordances
from workflow.errors import Refused
from workflow.guards import Actor
from workflow.models import Entry

READS = tuple(GOVERNMENT_ROLES | {Role.POLICY_EDITOR})
TONES = {"In force": "open", "Draft": "", "Discarded": "final", "Followed by another": "final"}


@dataclass
class Desk:
    """A reader of policies. `held` are those of their roles that count here."""

    actor: Actor
    now: datetime
    held: frozenset[str]
    is_developer: bool = False

    @property
    def edits(self) -> bool:
        """Whether the reader writes and signs policy."""
        return Role.POLICY_EDITOR in self.held

    def context(self, _tab_name: str, /, **more: Any) -> dict[str, Any]:
        """Return what every page of policies shows around its content."""
        return {"now": self.now, "edits": self.edits, "crumbs": [("Policies", reverse("policies"))]} | more


def _desk(http: HttpRequest) -> Desk:
    """Return the reader. Raises: Http404 for everybody but the government's people and policy editors."""
    actor = actor_of(http)
    assert actor.id is not None  # noqa: S101
    rows = Person.objects.filter(pk=actor.id).annotate(held=anywhere(actor.id, READS))
    held = rows.values_list("held", flat=True).first() or []
    mine = frozenset(one["role"] for one in held if one["side"] == Side.GOVERNMENT)
    if not mine:
        raise Http404
    return Desk(actor, clock.now(), mine)


@require_safe
@login_required
def policies(http: HttpRequest) -> HttpResponse:
    """List the versions, newest first, with what is in force now."""
    desk = _desk(http)
    present = Policy.in_force(desk.now)
    page = page_of(http, Policy.objects.select_related("author"), by=("-number",), size=25)
    context = desk.context(
        "",
        heading="Policies",
        crumbs=[],
        lead=_lead(present),
        page=page,
        rows=[{"policy": row, "state": _state(row, present, desk.now)} for row in page.rows],
    )
    return render(http, "policies/list.html", context)


def _lead(present: Policy | None) -> str:
    if present is None:
        return "No policy is in force. Requests can be submitted once there is one."
    return f"Version {present.number} is in force. Requests submitted now follow it to their end."


def _state(row: Policy, present: Policy | None, now: datetime) -> dict[str, str]:
    """Return where a version stands, as a tag."""
    label = str(row.get_state_display())
    if row.state == "active":
        ahead = row.effective_at is not None and row.effective_at > now
        label = "In force" if row == present else "Comes into force" if ahead else "Followed by another"
    return {"label": label, "tone": TONES.get(label, "")}


@require_safe
@login_required
def policy(http: HttpRequest, number: int) -> HttpResponse:
    """Show what a version says, what changed, who signed it, and what an editor can do."""
    desk = _desk(http)
    row, before = _version(desk, number)
    names = Names([row, *([before] if before else [])])
    present = Policy.in_force(desk.now) if row.state == "active" else None
    offers = affordances(row, desk.actor, now=desk.now)
    history = _history(row) if row.state != "draft" else []
    context = desk.context(
        "",
        heading=f"Policy version {number}",
        state=_state(row, present, desk.now),
        policy=row,
        parts=parts(row, names),
        **_changes(before, row, names),
        steps=[as_step(offer, reverse("policy_step", args=[number, offer.step.name])) for offer in offers],
        signers=_signers(history),
        events=feed.lines(history, side=Side.GOVERNMENT),
    )
    return render(http, "policies/policy.html", context)


def _version(desk: Desk, number: int) -> tuple[Any, Any]:
    """Return a version with the reader's roles, and the one put into force before it, if there is one."""
    rows = Policy.with_roles(desk.actor.id).select_related("author").order_by("-number")
    found = rows.filter(number__lte=number).exclude(state__in=["draft", "discarded"], number__lt=number)[:2]
    if not found or found[0].number != number:
        raise Http404
    return found[0], found[1] if len(found) > 1 else None


def _changes(before: Policy | None, row: Policy, names: Names) -> dict[str, Any]:
    """Return the comparison with the version before it, where there is one."""
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


def _signers(history: list[Any]) -> list[dict[str, Any]]:
    """Return who put the version into force: name, office, when."""
    signed = next((e.details["signers"] for e in history if e.event == "policy.activated"), [])
    people = Person.objects.select_related("office__organisation").in_bulk([one["actor"] for one in signed])
    rows = {str(key): person for key, person in people.items()}
    return [
        {"person": rows.get(one["actor"]), "at": datetime.fromisoformat(one["at"])}
        for one in signed
    ]  # fmt: skip


@login_required
def policy_new(http: HttpRequest) -> HttpResponse:
    """Begin the next version as a draft."""
    desk = _desk(http)
    if not desk.edits:
        raise Http404
    if http.method == "POST":
        row = actions.draft(actor=desk.actor)
        messages.success(
            http, "The draft begins with the words of the newest version. Change what is to change."
        )
        return redirect("policy_edit", row.number)
    return confirm(
        http,
        question="Write a new policy version",
        button="Begin the draft",
        done="",
        back=reverse("policies"),
        act=lambda: None,
        consequences=["A draft is made from the newest version. Every policy editor can change it."],
        remains=["What is in force stays in force until two editors of different offices have signed."],
        gentle=True,
        crumbs=desk.context("")["crumbs"],
    )


@login_required
def policy_edit(http: HttpRequest, number: int) -> HttpResponse:
    """Change a draft. A page made from what somebody else changed meanwhile is refused, and both are shown."""
    desk = _desk(http)
    if not desk.edits:
        raise Http404
    row, _before = _version(desk, number)
    if row.state != "draft":
        messages.error(http, f"Version {number} is no draft any more. Write a new version instead.")
        return redirect("policy", number)
    seen = actions.fingerprint(row)
    form = PolicyForm(http.POST if http.method == "POST" else None, initial={**initial(row), "seen": seen})
    problems: list[str] = []
    theirs: list[dict[str, str]] = []
    if http.method == "POST" and form.is_valid():
        typed = Policy(number=number, values=form.values(), effective_at=form.cleaned_data["effective_at"])
        try:
            actions.save(
                row,
                actor=desk.actor,
                values=typed.values,
                effective_at=typed.effective_at,
                seen=form.cleaned_data["seen"],
            )
        except Refused as refused:
            problems = reasons(refused)
            if "stale" in refused.codes:
                theirs = compared(row, typed, Names([row, typed]))
        else:
            messages.success(http, "The draft is saved. Signatures under other words no longer count.")
            return redirect("policy", number)
    context = desk.context(
        "",
        heading=f"Change the draft of version {number}",
        crumbs=[("Policies", reverse("policies")), (f"Version {number}", reverse("policy", args=[number]))],
        form=form,
        seen=seen if theirs else http.POST.get("seen", seen),
        problems=problems,
        theirs=theirs,
        cancel_url=reverse("policy", args=[number]),
    )
    return render(http, "policies/edit.html", context, status=CONFLICT if problems else 200)


@login_required
def policy_step(http: HttpRequest, number: int, step: str) -> HttpResponse:
    """Sign a version or discard a draft, with everything that it says on the page."""
    desk = _desk(http)
    row, before = _version(desk, number)
    names = Names([row, *([before] if before else [])])
    context = {
        "heading": f"{_verb(step)} version {number}",
        "crumbs": [
            ("Policies", reverse("policies")),
            (f"Version {number}", reverse("policy", args=[number])),
        ],
        "parts": parts(row, names),
        **_changes(before, row, names),
        "gentle": step == "activate",
    }
    back = reverse("policy", args=[number])
    return step_page(http, desk, row, step, back=back, context=context, template="policies/step.html")


def _verb(step: str) -> str:
    return "Sign and put into force" if step == "activate" else "Discard"


@login_required
def policy_take_back(http: HttpRequest, number: int, step: str) -> HttpResponse:
    """Take the own signature back."""
    desk = _desk(http)
    row, _before = _version(desk, number)
    return take_back_page(http, desk, row, step, back=reverse("policy", args=[number]))


@require_safe
@login_required
def request_policy(http: HttpRequest, number: str) -> HttpResponse:
    """Show the version that a request is pinned to; before submission, the one that it would be pinned to now."""
    matter = load(http, number)
    pinned = matter.request.policy
    row = pinned or Request.policy_in_force(matter.now)
    if row is None:
        raise Http404
    pin = f"This request follows version {row.number} to its end, whatever comes into force later."
    if pinned is None:
        pin = f"Version {row.number} is in force. The request follows whichever is in force when it is submitted."
    shown = parts(row, Names([row]), internal=matter.is_government)
    context = matter.context(
        "",
        heading=f"Policy version {row.number}",
        state=None,
        crumbs=[(f"Request {number}", matter.url)],
        lead=pin,
        parts=[part for part in shown if part.clauses],
    )
    return render(http, "policies/of_request.html", context)


urlpatterns: list[URLPattern] = [
    path("", policies, name="policies"),
    path("new/", policy_new, name="policy_new"),
    path("<int:number>/", policy, name="policy"),
    path("<int:number>/edit/", policy_edit, name="policy_edit"),
    path("<int:number>/<str:step>/", policy_step, name="policy_step"),
    path("<int:number>/<str:step>/take-back/", policy_take_back, name="policy_take_back"),
]
under_requests: list[URLPattern] = [path("<str:number>/policy/", request_policy, name="request_policy")]
