"""The page of one partner, the pages of its steps, and the page on which its contact answers."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache

from designation import declarations
from designation.partners import actions, queries
from designation.partners.facts import answers_of, facts_of
from designation.partners.forms import QuestionsForm
from designation.partners.models import Partner
from designation.partners.queries import can_be_decided
from designation.partners.signing import IF_NOBODY_VOUCHES
from designation.partners.states import BEFORE
from designation.partners.views.readers import MORE_KEEPERS, RosterReader, for_partner
from designation.partners.views.roster import shown_state
from designation.people import feed
from designation.web.access import by_role, public
from designation.web.action_page import ActionPage, action_page
from designation.web.step_links import steps_for
from designation.web.step_views import step_page, take_back_page
from workflow.models import Deadline, Entry
from workflow.models.ledger import open_to

OPENED = "partner_answer"


@by_role(queries.OWN)
def own_partner(http: HttpRequest) -> HttpResponse:
    """Go to the page of the reader's own organization on the roster."""
    partner = Partner.objects.filter(organization=http.user.organization).first()
    if partner is None:
        return render(http, "partners/not_on_the_roster.html", {"heading": "Our organization"})
    return redirect("partner", partner.number)


@for_partner
def partner_page(http: HttpRequest, reader: RosterReader, partner: Any) -> HttpResponse:
    """Show one partner: what it is, where it stands, what was checked, and what the reader can do."""
    full = reader.sees_all or reader.is_own(partner)
    own_nominee = reader.nominated(partner)
    steps = sorted(
        steps_for(partner, reader, lambda name: reverse("partner_step", args=[partner.number, name])),
        key=lambda one: (not one["allowed"], one["name"] != "activate"),
    )
    context = reader.context(
        "",
        heading=partner.name,
        page_title=partner.name,
        crumbs=reader.crumbs(),
        partner=partner,
        state=shown_state(partner),
        facts=facts_of(partner, full=full, contact=full or own_nominee, all_of_it=reader.sees_all),
        reason=partner.reason if full else "",
        checks=partner.checks if reader.sees_all else [],
        answers=answers_of(partner) if full else [],
        full=full,
        clocks=_clocks(partner) if full else [],
        events=_events(partner, reader) if full else [],
        steps=[one for one in steps if not one["danger"]],
        exits=[one for one in steps if one["danger"]],
        too_few=MORE_KEEPERS
        if reader.sees_all and partner.state in BEFORE and not can_be_decided(partner)
        else "",
        if_nobody_vouches=IF_NOBODY_VOUCHES
        if any(one["name"] == "vouch" and one["allowed"] for one in steps)
        else "",
    )
    return render(http, "partners/page.html", context)


def _clocks(partner: Partner) -> list[dict[str, Any]]:
    running = Deadline.objects.filter(subject_id=partner.pk, state__in=["running", "paused"]).order_by(
        "due_at"
    )
    return [
        {"label": declarations.clock_label(row.kind), "due_at": row.due_at, "standing": row.state}
        for row in running
    ]


def _events(partner: Partner, reader: RosterReader) -> list[feed.Line]:
    entries = Entry.objects.filter(open_to([reader.side]), log=partner.log_id).order_by("-index")
    return feed.lines(feed.named(entries)[:50], side=reader.side)


@for_partner
def partner_step(http: HttpRequest, reader: RosterReader, partner: Any, step: str) -> HttpResponse:
    """Take one step of a partner."""
    back = reverse("partner", args=[partner.number])
    shown = {"crumbs": [*reader.crumbs(), (partner.name, back)]}
    return step_page(http, reader, partner, step, back=back, context=shown)


@for_partner
def partner_take_back(http: HttpRequest, reader: RosterReader, partner: Any, step: str) -> HttpResponse:
    """Withdraw one's own signature from a step of a partner."""
    return take_back_page(http, reader, partner, step, back=reverse("partner", args=[partner.number]))


@public
@never_cache
def answer_open(http: HttpRequest, token: str) -> HttpResponse:
    """Open the link in the mail to a contact: keep it in the session, so that the address hides the token."""
    if actions.by_token(token) is None:
        return render(
            http, "partners/answer_closed.html", {"heading": "This link is no longer open"}, status=410
        )
    http.session[OPENED] = token
    return redirect("partner_questions")


@public
@never_cache
def questions(http: HttpRequest) -> HttpResponse:
    """Ask the contact of an organization the ten questions. The contact has no account yet."""
    partner = actions.by_token(http.session.get(OPENED, ""))
    if partner is None:
        return render(
            http, "partners/answer_closed.html", {"heading": "This link is no longer open"}, status=410
        )
    if partner.state == "declined":
        return _declined(http, partner)
    form = QuestionsForm(partner.question, http.POST or None, initial=partner.answers)

    def answered(_made: Any) -> HttpResponse:
        return render(http, "partners/answered.html", {"heading": "Thank you", "partner": partner})

    page = ActionPage(
        form=form,
        gentle=True,
        heading=f"{'A question' if partner.question else 'Ten questions'} about {partner.name}",
        button="Send the answers",
        back=reverse("criteria"),
        act=lambda: actions.answer(partner, form.cleaned_data),
        on_success=answered,
        context={"partner": partner, "narrow": True},
        template="partners/questions.html",
    )
    return action_page(http, page)


def _declined(http: HttpRequest, partner: Partner) -> HttpResponse:
    """Show a declined organization the reasons, and let its contact ask once that other people decide."""
    may_ask = partner.reconsiders_id is None and not partner.reconsidered.exists()

    def asked(_made: Partner) -> HttpResponse:
        return render(http, "partners/asked_again.html", {"heading": "Other people will decide"})

    page = ActionPage(
        heading=f"{partner.name} was declined",
        button="Ask for other people to decide",
        back=reverse("criteria"),
        gentle=True,
        consequences=[
            "Your organization will be vetted again, and other people will decide. You can ask only once."
        ]
        if may_ask
        else [],
        act=lambda: actions.reconsider(partner),
        on_success=asked,
        context={"partner": partner, "may_ask": may_ask},
        template="partners/declined.html",
    )
    return action_page(http, page)
