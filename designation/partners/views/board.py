"""The board of one covered model: whom both sides proposed and chose, and proposing a partner."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from designation.access.models import Party
from designation.access.permissions import Permission
from designation.partners import actions, queries
from designation.partners.forms import ProposeForm
from designation.partners.models import Selection
from designation.partners.signing import selection_document
from designation.partners.states import OVER
from designation.requests.matter import Matter, for_request
from designation.roles import Side
from designation.web.documents import Document, Signers
from designation.web.paging import page_of
from designation.web.signing_page import SigningPage, signing_page
from designation.web.step_links import tag
from designation.windows.matter import FINAL
from workflow.affordances import creation_affordance

PROPOSED = "The other side reads your proposal. The partner learns nothing before both sides agree."


@for_request(Permission.READ_BOARD)
def board(http: HttpRequest, matter: Matter) -> HttpResponse:
    """Show the board, newest proposal first, with what is asked of the reader's side."""
    rows = Selection.objects.filter(
        request=matter.request, log__in=Party.of(matter.actor.id).values("matter")
    ).select_related("partner", "proposed_for", "window")
    page = page_of(http, rows, by=("-proposed_at", "id"))
    offer = creation_affordance(Selection, "propose", matter.request, matter.actor, now=matter.now)
    context = matter.context(
        "board",
        page_title="Partners",
        page=page,
        selections=[_row(row, matter.side) for row in page.rows],
        may_propose=offer is not None and offer.allowed,
        not_now=[refusal.reason for refusal in offer.refusals] if offer else [],
        model=matter.request.model,
    )
    return render(http, "partners/board.html", context)


def _row(row: Selection, side: str) -> dict[str, Any]:
    state = tag(row.state, row.get_state_display(), final=row.state in OVER)
    if row.window is not None:
        state = tag(row.window.state, row.window.get_state_display(), final=row.window.state in FINAL)
    proposer = "Your side" if row.proposed_side == side else Side(row.proposed_side).label
    return {
        "url": reverse("selection", args=[row.number]),
        "partner": row.partner.full_name,
        "category": row.partner.get_category_display(),
        "proposed": f"{proposer}, {row.proposed_for.short_name}",
        "at": row.proposed_at,
        "ends_at": row.ends_at,
        "state": state,
        "yours": row.state == "proposed" and row.proposed_side != side,
    }


@for_request(Permission.READ_BOARD)
def propose(http: HttpRequest, matter: Matter) -> HttpResponse:
    """Propose a partner with conditions. Those that are on the board already are amended there."""
    if creation_affordance(Selection, "propose", matter.request, matter.actor, now=matter.now) is None:
        raise Http404
    person = http.user
    on_the_board = matter.request.selections.exclude(state__in=OVER).values("partner")
    partners = queries.choosable(person.organization, person.roles_held()).exclude(pk__in=on_the_board)
    answers = matter.request.answers
    initial = {
        "people": 2,
        "access_mode": (answers.get("access_modes") or [""])[0],
        "permitted_uses": answers.get("permitted_uses", ""),
        "reading": "view",
        "text_view": "yes",
    }
    form = ProposeForm(
        partners.order_by("name", "us_state", "city"), matter.request, http.POST or None, initial=initial
    )
    back = reverse("board", args=[matter.request.number])

    def proposed(selection: Selection) -> HttpResponse:
        messages.success(
            http, f"You proposed {selection.partner.name}. The other side concurs, amends or objects next."
        )
        return redirect("selection", selection.number)

    def document() -> Document:
        if (conditions := form.stated()) is None:
            return Document(f"Early access to “{matter.request.model.codename}”")
        row = Selection(request=matter.request, partner=form.chosen())
        return selection_document(row, conditions, button=f"Propose {row.partner.name}")

    page = SigningPage(
        form=form,
        document=document,
        written=lambda _form: [],
        signers=Signers(on_last=[PROPOSED]),
        gentle=True,
        heading="Propose a partner",
        button="Propose this partner",
        back=back,
        crumbs=[(f"Request {matter.request.number}", matter.url), ("Partners", back)],
        act=lambda: actions.propose(
            matter.request,
            actor=matter.actor,
            partner=form.chosen(),
            conditions=form.conditions(),
        ),
        on_success=proposed,
        context={**matter.context("board", heading="Propose a partner", state=None)},
    )
    return signing_page(http, page)
