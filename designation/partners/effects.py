"""Rows that the steps of partners and selections write in the same transaction."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.db.models import F

from designation.access import parties
from designation.access.models import Recusal
from designation.content.names import plain_name
from designation.partners import terms
from designation.people.models import Invitation, Organization
from designation.people.rules.invitations import LIFETIME
from designation.roles import Role, Side
from designation.windows.involvements import follow_windows
from designation.windows.models import Window
from designation.windows.terms import digest
from workflow.approvals import standing
from workflow.creating.create import create
from workflow.guards import CLOCK, StepContext
from workflow.models import Deadline

END_ACCESS = "end_access_of_partner"
"""The kind of the job that ends the selections and early accesses of a partner that is no longer on the roster."""

OFFICE = "Main office"
SHORT = 20


def open_account(partner: Any, context: StepContext) -> None:
    """Open the organization's account and prepare the invitation of its administrator.

    The two roster administrators who signed for the partner signed for these roles as well.
    """
    name = _name(partner)
    organization = Organization(name=name, short_name=_short(partner.name), side=Side.PARTNER)
    details = {"name": name, "office": OFFICE, "side": Side.PARTNER}
    create(organization, "register", actor=CLOCK, inputs={"office": OFFICE}, details=details, within=context)
    office = organization.offices.create(name=OFFICE)
    partner.organization = organization
    type(partner)._base_manager.filter(pk=partner.pk).update(organization=organization)
    own = Role.PARTNER_EVALUATOR if partner.is_one_person else Role.ADMINISTRATOR
    roles = [str(Role.PARTNER_ADMINISTRATOR), str(own)]
    invitation = Invitation(
        organization=organization,
        office=office,
        email=partner.contact_email,
        name=plain_name(partner.contact_name),
        roles=roles,
        roles_signed=True,
        expires_at=context.now + LIFETIME,
        log_id=organization.log_id,
    )
    create(invitation, "offer_to_partner", actor=CLOCK, details={"roles": roles}, within=context)


def _short(name: str) -> str:
    """Return a short name: the first words of the name that fit."""
    words, short = name.split(), ""
    for word in words:
        if len(f"{short} {word}".strip()) > SHORT:
            break
        short = f"{short} {word}".strip()
    return short or name[:SHORT]


def _name(partner: Any) -> str:
    """Return the name of the organization's account, with its place, and its number if need be."""
    name = partner.full_name[:150]
    taken = Organization.objects.filter(name__iexact=name).exists()
    return f"{name[:140]} {partner.number}" if taken else str(name)


def wake_invitations(partner: Any, context: StepContext) -> None:
    """Try at once to invite the partner where both sides chose it and waited for it to become active."""
    selections = partner.selections.filter(state="concurred").values("pk")
    waiting = Deadline.objects.filter(subject_id__in=selections, kind="partner_active", state="running")
    waiting.filter(due_at__lte=context.now + timedelta(seconds=1)).update(wake_at=F("due_at"))


def recuse(selection: Any, context: StepContext) -> None:
    """Remove the person who is recused from a selection and its early access, permanently."""
    matters = [selection] if selection.window is None else [selection, selection.window]
    for matter in matters:
        _recuse(matter.log_id, context.actor.id, context)
        parties.refresh(matter.log_id)
    standing.void_by(context.actor.id, [matter.log_id for matter in matters])


def _recuse(matter: Any, person: Any, context: StepContext) -> None:
    Recusal.objects.get_or_create(matter=matter, person_id=person, defaults={"at": context.now})


def begin_early_access(selection: Any, context: StepContext) -> None:
    """Begin the window of the early access, with its terms and the signatures of all three parties."""
    request, partner = selection.request, selection.partner
    content = terms.of_selection(selection)
    window = Window(
        request=request,
        model=request.model.original,
        number=terms.free_number(request),
        partner=partner.organization,
        draft_terms=content,
        opens_at=selection.opens_at(context.now),
        signed_end=selection.ends_at,
        ends_at=selection.ends_at,
    )
    create(window, "begin_early_access", actor=CLOCK, within=context)
    window.terms = window.versions.create(
        number=1,
        content=content,
        digest=digest(content),
        author=selection.proposed_by,
        side=selection.proposed_side,
        at=selection.proposed_at,
    )
    Window.objects.filter(pk=window.pk).update(terms=window.terms)
    signature = window.terms.signatures.model
    signature.objects.bulk_create(
        signature(
            terms=window.terms,
            person=who,
            name=who.name,
            organization=organization,
            side=organization.side,
            digest=window.terms.digest,
            at=at,
        )
        for who, organization, at in selection.signed(context)
    )
    selection.window = window
    type(selection)._base_manager.filter(pk=selection.pk).update(window=window)
    for person in Recusal.objects.filter(matter=selection.log_id).values_list("person", flat=True):
        _recuse(window.log_id, person, context)
    follow_windows(window)
