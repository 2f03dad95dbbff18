"""The board of one covered model: whom both sides proposed and chose, and proposing a partner."""

from __future__ import annotations

from typing import Any, NamedTuple

from django.contrib import messages
from django.db.models import Count, Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from designation.access.models import Party
from designation.access.permissions import Permission
from designation.partners import actions, queries
from designation.partners.forms import ProposeForm
from designation.partners.models import Selection
from designation.partners.signing import selection_document
from designation.partners.states import OVER, SelectionState
from designation.requests.matter import Matter, for_request
from designation.roles import Side
from designation.web.documents import Document, Signers
from designation.web.paging import page_of
from designation.web.signing_page import SigningPage, signing_page
from designation.web.step_links import tag
from designation.windows.matter import FINAL
from workflow.affordances import creation_affordance

PROPOSED = "The other side can read and answer your proposal. The partner is not told until both sides agree."
SHOWN = 25
"""So many selections are on one page of the board."""
ALL = "all"


class Part(NamedTuple):
    """A part of the board: its name in the address, its label, and which selections belong to it."""

    name: str
    label: str
    rows: Q

    @property
    def url(self) -> str:
        """The address of the board that shows this part."""
        return "?" if self.name == ALL else f"?show={self.name}"


def _parts(side: str) -> tuple[Part, ...]:
    """Return the parts of the board as one side sees them. Each selection is in one of them, and in the first."""
    proposed = Q(state=SelectionState.PROPOSED)
    return (
        Part(ALL, "All", Q(pk__isnull=False)),
        Part("answer", "Your side must answer", proposed & ~Q(proposed_side=side)),
        Part("proposed", "The other side must answer", proposed & Q(proposed_side=side)),
        Part(
            "partner",
            "Waiting for the partner",
            Q(state__in=[SelectionState.CONCURRED, SelectionState.INVITED]),
        ),
        Part("agreed", "Agreed", Q(state=SelectionState.AGREED)),
        Part("over", "Over", Q(state__in=OVER)),
    )


@for_request(Permission.READ_BOARD)
def board(http: HttpRequest, matter: Matter) -> HttpResponse:
    """Show the board, newest proposal first, with what is asked of the reader's side. Chips narrow it to one part."""
    rows = Selection.objects.filter(
        request=matter.request, log__in=Party.of(matter.actor.id).values("matter")
    )
    parts, show = _parts(matter.side), http.GET.get("show", "")
    counts = rows.order_by().aggregate(**{part.name: Count("pk", filter=part.rows) for part in parts})
    shown = rows.filter(next((part.rows for part in parts if part.name == show), Q()))
    shown = shown.select_related("partner", "proposed_for", "window")
    page = page_of(http, shown, by=("-proposed_at", "id"), size=SHOWN)
    offer = creation_affordance(Selection, "propose", matter.request, matter.actor, now=matter.now)
    context = matter.context(
        "board",
        page_title="Partners",
        page=page,
        chips=[
            {
                "label": part.label,
                "count": counts[part.name],
                "url": part.url,
                "on": part.name == (show or ALL),
            }
            for part in parts
            if counts[part.name] or part.name in (show, ALL)
        ],
        narrowed=any(part.name == show for part in parts) and show != ALL,
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
    hidden = Selection.hidden_from(person.pk).filter(request=matter.request).values("partner")
    partners = queries.choosable(person.organization, person.roles_held())
    partners = partners.exclude(pk__in=on_the_board).exclude(pk__in=hidden)
    answers = matter.request.answers
    initial = {
        "people": 2,
        "access_mode": (answers.get("access_modes") or [""])[0],
        "permitted_uses": answers.get("permitted_uses", ""),
        "reading": "view",
        "text_view": "yes",
    }
    form = ProposeForm(
        partners.order_by("folded", "name", "us_state", "city"),
        matter.request,
        http.POST or None,
        initial=initial,
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
