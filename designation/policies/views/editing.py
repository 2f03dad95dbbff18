"""Pages that edit policy drafts. Every editor may change a draft, and editors do not overwrite each other."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from designation.content.drafts import Saved
from designation.policies import actions
from designation.policies.clauses import clauses, values_of
from designation.policies.forms import PolicyForm, initial, seen
from designation.policies.in_words import Names, compared
from designation.policies.models import Policy
from designation.policies.views.reader import EDITS, PolicyReader, for_policy_people, version
from designation.web.action_page import CONFLICT, ActionPage, action_page, add_refusals
from designation.web.given_back import MovedOn
from workflow.errors import Refused

NO_DRAFT = "Version {} is no longer a draft. Write a new version instead."
SHIPPED = "A draft is made from the values that this software ships with. Every policy editor can change it."
NEWEST = "A draft is made from the newest version. Every policy editor can change it."
FIRST_DRAFTED = (
    "The draft begins with the values that this software ships with. Choose the agency that determines, the offices "
    "that are consulted and when the version takes effect, and check everything else."
)
NEXT_DRAFTED = "The draft starts with the text of the newest version. Make your changes."
STAYS = "What is in force stays in force until two editors of different offices have signed."


@for_policy_people(EDITS)
def policy_new(http: HttpRequest, reader: PolicyReader) -> HttpResponse:
    """Create a draft of the next version. The first one begins with the values that the software ships with."""
    is_first = not Policy.objects.exclude(state="discarded").exists()
    page = ActionPage(
        heading="Write the first policy version" if is_first else "Write a new policy version",
        button="Begin the draft",
        done=FIRST_DRAFTED if is_first else NEXT_DRAFTED,
        back=reverse("policies"),
        act=lambda: actions.draft(actor=reader.actor),
        on_success=lambda made: redirect("policy_edit", made.number),
        consequences=[SHIPPED if is_first else NEWEST],
        remains=[] if is_first else [STAYS],
        gentle=True,
        crumbs=reader.context("")["crumbs"],
    )
    return action_page(http, page)


@for_policy_people(EDITS)
def policy_edit(http: HttpRequest, reader: PolicyReader, number: int) -> HttpResponse:
    """Change a draft.

    Changes that another editor saved in the meantime are kept. If both editors changed the same clause, the
    page shows both texts.
    """
    row, _before = version(reader, number)
    if row.state != "draft" and http.method == "POST":
        raise MovedOn(NO_DRAFT.format(number), reverse("policy", args=[number]))
    if row.state != "draft":
        messages.error(http, NO_DRAFT.format(number))
        return redirect("policy", number)
    form = PolicyForm(
        http.POST if http.method == "POST" else None, initial={**initial(row), "seen": seen(row)}
    )
    theirs: list[dict[str, str]] = []
    status = 200
    if http.method == "POST" and form.is_valid():
        try:
            saved = _save(reader, row, form)
        except Refused as refused:
            add_refusals(refused, form)
        else:
            if not saved.conflicts:
                messages.success(http, "The draft is saved. Signatures under other words no longer count.")
                return redirect("policy", number)
            theirs = _both(row, form, saved)
            form.meet(row, saved.conflicts)
        status = CONFLICT
    context = reader.context(
        "",
        heading=f"Change the draft of version {number}",
        crumbs=[("Policies", reverse("policies")), (f"Version {number}", reverse("policy", args=[number]))],
        form=form,
        seen=form["seen"].value(),
        theirs=theirs,
        cancel_url=reverse("policy", args=[number]),
    )
    return render(http, "policies/edit.html", context, status=status)


def _save(reader: PolicyReader, row: Policy, form: PolicyForm) -> Saved:
    return actions.save(
        row,
        actor=reader.actor,
        values=form.values(),
        effective_at=form.cleaned_data["effective_at"],
        seen=form.shown(),
    )


def _both(row: Policy, form: PolicyForm, saved: Saved) -> list[dict[str, str]]:
    """Return the saved draft compared, clause by clause, with this person's values for the conflicts."""
    effective_at = form.cleaned_data["effective_at"]
    typed = clauses(form.values(), effective_at)
    mine = Policy(
        number=row.number,
        values=values_of({**saved.draft, **{name: typed[name] for name in saved.conflicts}}),
        effective_at=effective_at if "effective_at" in saved.conflicts else row.effective_at,
    )
    return compared(row, mine, Names([row, mine]))
