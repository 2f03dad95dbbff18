"""The page on which a named evaluator asks for emergency access."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from designation.access.permissions import Permission
from designation.break_glass import actions
from designation.break_glass.forms import AskForm
from designation.break_glass.models import BreakGlass
from designation.web.action_page import ActionPage, action_page
from designation.web.proofs import proof_for
from designation.windows.matter import WindowMatter, for_window
from designation.windows.terms import allows_break_glass
from workflow.affordances import creation_affordance
from workflow.creating.declaring import creation_of

HEADING = "Ask for emergency access"
SETS_ASIDE = (
    "You can then read although you have not accepted an agreement, or although your training has expired. "
    "Everything else that stops access still does."
)
ASKED = "You asked for emergency access. One person of each side must agree within 15 minutes."


@for_window(Permission.READ_WINDOW)
def break_glass_ask(http: HttpRequest, matter: WindowMatter) -> HttpResponse:
    """Ask for emergency access, or read why that is not possible now. Anybody but a named evaluator gets 404."""
    window = matter.window
    offer = creation_affordance(BreakGlass, "ask", window, matter.actor, now=matter.now)
    allowed = window.terms is not None and allows_break_glass(window.terms.content)
    if offer is None or window.own_grant is None or not allowed:
        raise Http404
    frame = matter.context("windows", state=None, heading=HEADING, page_title=HEADING, crumbs=matter.crumbs())
    if not offer.allowed and http.method != "POST":
        reasons = [refusal.reason for refusal in offer.refusals]
        return render(http, "break_glass/not_now.html", frame | {"reasons": reasons})
    form = AskForm(http.POST if http.method == "POST" else None)
    facts = creation_of(BreakGlass, "ask")
    proof = proof_for(facts, matter, http.user)
    proof.add_to(form)

    def act() -> BreakGlass:
        proof.check(http, matter, form)
        return actions.ask(window, actor=matter.actor, reason=form.cleaned_data["reason"])

    def asked(access: BreakGlass) -> HttpResponse:
        messages.success(http, ASKED)
        return redirect(matter.link("break_glass", access.pk))

    page = ActionPage(
        form=form,
        heading=HEADING,
        button="Ask now",
        back=matter.url,
        gentle=True,
        crumbs=matter.crumbs(),
        consequences=[
            facts.consequence,
            "Both sides read your reason. Every page that you open is recorded.",
        ],
        remains=[SETS_ASIDE],
        act=act,
        proof=proof,
        on_success=asked,
        context=frame,
    )
    return action_page(http, page)
