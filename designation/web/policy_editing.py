"""Writing policy drafts: every editor may change one, and two at once never overwrite each other."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from designation.actions import policies as actions
from designation.models import Policy
from designation.web.confirming import CONFLICT, confirm, reasons
from designation.web.policy_desk import desk_of, version
from designation.web.policy_form import PolicyForm, initial
from designation.web.policy_words import Names, compared
from workflow.errors import Refused


@login_required
def policy_new(http: HttpRequest) -> HttpResponse:
    """Begin the next version as a draft."""
    desk = desk_of(http)
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
    desk = desk_of(http)
    if not desk.edits:
        raise Http404
    row, _before = version(desk, number)
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
