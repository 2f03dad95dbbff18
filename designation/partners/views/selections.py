"""The page of one selection, for both sides and, from the invitation on, for the partner."""

from __future__ import annotations

import uuid
from dataclasses import replace
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from designation import declarations
from designation.access.models import Party
from designation.access.permissions import Permission
from designation.partners import actions, queries
from designation.partners.facts import conditions_in_words
from designation.partners.forms import AgreeForm, ConditionsForm
from designation.partners.lifecycle.selection import SIGNERS
from designation.partners.models import Selection
from designation.partners.signing import selection_document
from designation.partners.states import OVER
from designation.partners.views.readers import VOLUNTARY, SelectionReader, for_selection
from designation.people import feed
from designation.people.models import Appointment, Person
from designation.roles import DEVELOPER_ROLES, Role
from designation.web.access import by_role
from designation.web.action_page import CONFLICT, SEEN, posted_seen
from designation.web.documents import Signers, digest_of
from designation.web.paging import page_of
from designation.web.proofs import proof_for
from designation.web.signing_page import SigningPage, signing_page
from designation.web.step_links import offers_for, steps_for, tag
from designation.web.step_views import is_outdated, step_page, take_back_page
from designation.windows.lifecycle.states import LIVE
from workflow.approvals import covered, fingerprint
from workflow.authorization import attempt
from workflow.guards import Refusal, refusals
from workflow.models import Deadline, Entry
from workflow.models.ledger import open_to
from workflow.perform import STALE, perform
from workflow.steps import step_of

PATH = (
    ("proposed", "Proposed"),
    ("concurred", "Concurred"),
    ("invited", "Invited"),
    ("agreed", "Agreed"),
)


def state_of(row: Selection) -> dict[str, str]:
    """Return the state of a selection as a tag."""
    return tag(row.state, row.get_state_display(), final=row.state in OVER)


@by_role(queries.OWN)
def own_selections(http: HttpRequest) -> HttpResponse:
    """List the early accesses to which the reader's organization was invited."""
    rows = Selection.objects.filter(log__in=Party.of(http.user.pk).values("matter")).select_related(
        "request__model__developer", "window"
    )
    page = page_of(http, rows, by=("-invited_at", "id"))
    for row in page.rows:
        row.shown = state_of(row)
    return render(
        http,
        "partners/own_selections.html",
        {"heading": "Early access", "page": page, "voluntary": True, "voluntary_text": VOLUNTARY},
    )


@for_selection(Permission.READ_SELECTION)
def selection_page(http: HttpRequest, reader: SelectionReader) -> HttpResponse:
    """Show one selection: the partner, the conditions, who agreed, its early access, and what the reader can do."""
    row = reader.selection
    window = row.window
    may = {offer.step.name for offer in offers_for(row, reader) if offer.allowed}
    running = Deadline.objects.filter(subject_id=row.pk, state="running").order_by("due_at")
    entries = feed.named(Entry.objects.filter(open_to([reader.side]), log=row.log_id).order_by("-index"))
    steps = sorted(
        steps_for(row, reader, lambda name: reverse("selection_step", args=[row.number, name])),
        key=lambda one: not one["allowed"],
    )
    if reader.is_partner:  # which declines with as little ado as it agrees
        steps = [one | {"danger": False, "quiet": True, "rare": False} for one in steps]
    context = reader.context(
        "",
        heading="Early access" if reader.is_partner else f"Early access for {row.partner.name}",
        page_title=f"Early access {row.number}",
        selection=row,
        partner=row.partner,
        model=row.request.model,
        state=state_of(row),
        stops=list(PATH),
        present=row.state,
        ended=row.get_state_display() if row.state in OVER else "",
        conditions=conditions_in_words(row),
        agreed=[] if reader.is_partner else _agreed(row),
        contact=_contact(row, reader),
        reason="" if reader.is_partner else row.reason,
        window_url=reverse("window", args=[row.request.number, window.number]) if window else "",
        suspend_url=_suspend_url(reader, window),
        window_state=tag(window.state, window.get_state_display()) if window else None,
        clocks=[
            {"label": declarations.clock_label(one.kind), "due_at": one.due_at, "standing": one.state}
            for one in running
            if one.kind != "partner_active"
        ],
        events=_events(feed.lines(entries, side=reader.side), reader),
        steps=[one for one in steps if not one["danger"]],
        exits=[one for one in steps if one["danger"]],
        may_amend="amend" in may,
        may_agree="agree" in may,
        waits_for_the_partner=row.state == "concurred",
    )
    return render(http, "partners/selection.html", context)


def _events(lines: list[feed.Line], reader: SelectionReader) -> list[feed.Line]:
    """Return the lines, without their numbers for the partner: those would tell how much came before it."""
    return [replace(line, number=None) for line in lines] if reader.is_partner else lines


def _suspend_url(reader: SelectionReader, window: Any) -> str:
    """Return the address of the page that offers what can be suspended in a live early access, for those who can."""
    can = bool(reader.roles & (DEVELOPER_ROLES | {Role.INSIDER_RISK_OFFICER}))
    if window is None or window.state not in LIVE or not can:
        return ""
    return reverse("suspend_in_window", args=[window.request.number, window.number])


def _contact(row: Selection, reader: SelectionReader) -> str:
    """Return the partner's contact for those who sign for a side, once the partner is invited."""
    if not row.is_known_to_the_partner or not reader.roles & set(SIGNERS):
        return ""
    return f"{row.partner.contact_name}, {row.partner.contact_email}"


def _agreed(row: Selection) -> list[dict[str, Any]]:
    found = [
        {"who": row.proposed_by, "organization": row.proposed_for, "at": row.proposed_at, "how": "proposed"}
    ]
    if row.concurred_by:
        found.append(
            {
                "who": row.concurred_by,
                "organization": row.concurred_for,
                "at": row.concurred_at,
                "how": "concurred",
            }
        )
    return found


@for_selection(Permission.READ_SELECTION)
def selection_step(http: HttpRequest, reader: SelectionReader, step: str) -> HttpResponse:
    """Take one step of a selection."""
    row = reader.selection
    objected = [("Partner", row.partner.full_name), *conditions_in_words(row)] if step == "object_to" else []
    return step_page(http, reader, row, step, back=reader.url, context={"terms_words": objected})


@for_selection(Permission.READ_SELECTION)
def selection_take_back(http: HttpRequest, reader: SelectionReader, step: str) -> HttpResponse:
    """Withdraw one's own signature from a step of a selection."""
    return take_back_page(http, reader, reader.selection, step, back=reader.url)


@for_selection(Permission.READ_SELECTION)
def amend(http: HttpRequest, reader: SelectionReader) -> HttpResponse:
    """Write other conditions."""
    row = reader.selection
    facts = step_of(Selection, "amend")
    if not reader.roles & facts.who:
        raise Http404
    form = ConditionsForm(row.request, http.POST or None, initial=row.conditions)
    page = SigningPage(
        form=form,
        document=lambda: selection_document(row, form.stated(), button="Propose these conditions"),
        digest=lambda _inputs: digest_of(row, "amend", {"conditions": form.conditions()}),
        written=lambda _form: [],
        refused=lambda: [STALE] if is_outdated(http, reader, row) else [],
        signers=Signers(on_last=[facts.consequence]),
        gentle=True,
        heading=facts.label,
        button="Propose these conditions",
        back=reader.url,
        crumbs=reader.crumbs(),
        hidden={SEEN: reader.seen_of(row), "key": http.POST.get("key") or str(uuid.uuid4())},
        act=lambda: perform(
            row,
            "amend",
            actor=reader.actor,
            inputs={"conditions": form.conditions()},
            seen=posted_seen(http),
            key=http.POST.get("key", "")[:64] or None,
        ),
        done="Your conditions are proposed. The other side concurs, amends or objects next.",
        context=reader.context("", heading=facts.label, crumbs=reader.crumbs()),
    )
    return signing_page(http, page)


@for_selection(Permission.READ_SELECTION)
def agree(http: HttpRequest, reader: SelectionReader) -> HttpResponse:
    """Agree to the terms for the partner, and name the people who are to evaluate."""
    row = reader.selection
    facts = step_of(Selection, "agree")
    if not reader.roles & facts.who:
        raise Http404
    held = queries.evaluators_of(row.partner.organization_id)
    people = Person.objects.filter(pk__in=held.values("person")).order_by("folded", "name", "pk")
    form = AgreeForm(people, http.POST or None)
    if not form.people:
        return _nobody_to_name(http, reader)
    proof = proof_for(facts, reader, http.user)
    proof.add_to(form)

    def act() -> None:
        proof.check(http, reader, form)
        actions.agree(
            row,
            actor=reader.actor,
            people=form.named(),
            accepted=form.cleaned_data["accepted"],
            content=http.POST.get("content", "")[:64],
            seen=posted_seen(http),
            key=http.POST.get("key", "")[:64] or None,
        )

    def refused() -> list[Refusal]:
        if is_outdated(http, reader, row):
            return [STALE]
        inputs = {"people": form.cleaned_data["people"], "accepted": True}
        return refusals(facts.judged, row, attempt(row, facts, reader.actor, reader.now, inputs))

    page = SigningPage(
        form=form,
        document=lambda: selection_document(row, button="Agree for my organization"),
        digest=lambda inputs: digest_of(row, "agree", {"people": inputs["people"]}),
        refused=refused,
        signers=Signers(on_last=[facts.consequence]),
        gentle=True,
        heading=facts.label,
        button="Agree for my organization",
        back=reader.url,
        crumbs=reader.crumbs(),
        hidden={
            SEEN: reader.seen_of(row),
            "key": http.POST.get("key") or str(uuid.uuid4()),
            "content": fingerprint(covered(row, "agree", {}, side=reader.side)),
        },
        act=act,
        proof=proof,
        done="You agreed. The developer concurs with each person you named, and each person accepts the terms.",
        context=reader.context("", heading=facts.label, crumbs=reader.crumbs()),
    )
    return signing_page(http, page)


def _nobody_to_name(http: HttpRequest, reader: SelectionReader) -> HttpResponse:
    """Say that the partner has nobody who can evaluate yet, and who can invite somebody."""
    organization = reader.selection.partner.organization
    holders = Appointment.objects.in_effect().filter(organization=organization, role=Role.ADMINISTRATOR)
    administrators = list(
        Person.objects.filter(pk__in=holders.values("person")).order_by("folded", "name", "pk")
    )
    running = Deadline.objects.filter(subject_id=reader.selection.pk, kind="invitation", state="running")
    context = reader.context(
        "",
        heading=step_of(Selection, "agree").label,
        crumbs=reader.crumbs(),
        selection=reader.selection,
        people_url=reverse("organization", args=[organization.pk]),
        invite_url=reverse("invite", args=[organization.pk]),
        may_invite=any(one.pk == reader.actor.id for one in administrators),
        administrators=[one.name for one in administrators],
        until=list(running.values_list("due_at", flat=True)),
    )
    status = CONFLICT if http.method == "POST" else 200
    return render(http, "partners/nobody_to_name.html", context, status=status)
