"""Who is told of what about partners and selections. Mail names nobody."""

from __future__ import annotations

from collections.abc import Iterator

from django.db.models import Q
from django.urls import reverse

from designation.declared import Notice, Recipient
from designation.partners import actions
from designation.partners.models import Partner, Selection
from designation.partners.states import OVER
from designation.people.models import Appointment
from designation.roles import Role
from workflow.mail import Message

NOTICES = (
    Notice("partner.nominated", "roster", "task"),
    Notice("partner.reconsideration_asked", "roster", "task"),
    Notice("partner.vetting_begun", "contact", "partner_questions"),
    Notice("partner.vetting_begun", "sponsor", "task"),
    Notice("partner.vouched_for", "roster", "news"),
    Notice("partner.asked", "contact", "partner_questions"),
    Notice("partner.answered", "roster", "task"),
    Notice("partner.activated.signed", "roster", "task"),
    Notice("partner.activated", "nominator", "news"),
    Notice("partner.declined.signed", "roster", "task"),
    Notice("partner.declined", "contact", "partner_declined"),
    Notice("partner.declined", "nominator", "news"),
    Notice("partner.lapsed", "nominator", "news"),
    Notice("partner.suspended", "own_administrators", "stopped"),
    Notice("partner.suspended", "roster", "task"),
    Notice("partner.restored.signed", "roster", "task"),
    Notice("partner.restored", "own_administrators", "news"),
    Notice("partner.expired", "own_administrators", "stopped"),
    Notice("partner.removed.signed", "roster", "task"),
    Notice("partner.removed", "own_administrators", "stopped"),
    Notice("partner.left", "roster", "news"),
    Notice("deadline.reminder.standing", "own_administrators", "reminder"),
    Notice("deadline.reminder.vetting", "roster", "reminder"),
    Notice("selection.proposed", "selecting", "task"),
    Notice("selection.amended", "selecting", "task"),
    Notice("selection.concurred", "selecting", "news"),
    Notice("selection.objected", "selecting", "news"),
    Notice("selection.invited", "partner_administrators", "task"),
    Notice("selection.agreed", "selecting", "news"),
    Notice("selection.narrowed", "partner_administrators", "news"),
    Notice("selection.ended", "partner_administrators_invited", "stopped"),
    Notice("deadline.reminder.proposal", "selecting", "reminder"),
    Notice("deadline.reminder.invitation", "partner_administrators", "reminder"),
)


def _roster(_message: Message) -> Q:
    held = Appointment.objects.in_effect().filter(role=Role.ROSTER_ADMINISTRATOR)
    return Q(pk__in=held.values("person"))


def _nominator(message: Message) -> Q:
    return Q(pk__in=Partner.objects.filter(pk=message.subject_id).values("nominated_by"))


def _sponsor(message: Message) -> Q:
    sponsors = Partner.objects.filter(pk=message.subject_id).values("sponsor__organization")
    held = Appointment.objects.in_effect().filter(role=Role.PARTNER_ADMINISTRATOR, organization__in=sponsors)
    return Q(pk__in=held.values("person"))


def _own_administrators(message: Message) -> Q:
    own = Partner.objects.filter(pk=message.subject_id).values("organization")
    held = Appointment.objects.in_effect().filter(role=Role.PARTNER_ADMINISTRATOR, organization__in=own)
    return Q(pk__in=held.values("person"))


def _invited_administrators(message: Message) -> Q:
    """Return the partner's administrators, if the partner was ever invited. It never hears of what came before."""
    invited = Selection.objects.filter(pk=message.subject_id, invited_at__isnull=False)
    own = invited.values("partner__organization")
    held = Appointment.objects.in_effect().filter(role=Role.PARTNER_ADMINISTRATOR, organization__in=own)
    return Q(pk__in=held.values("person"))


AUDIENCES = {
    "roster": _roster,
    "nominator": _nominator,
    "sponsor": _sponsor,
    "own_administrators": _own_administrators,
    "selecting": frozenset({Role.CERTIFYING_OFFICER, Role.APPROVING_OFFICIAL}),
    "partner_administrators": frozenset({Role.PARTNER_ADMINISTRATOR}),
    "partner_administrators_invited": _invited_administrators,
}


def _contact(message: Message) -> Iterator[Recipient]:
    partner = Partner.objects.get(pk=message.subject_id)
    if partner.state in ("vetting", "asked", "declined"):
        link = actions.contact_link(partner)
        yield Recipient(partner.pk, partner.contact_email, partner.contact_name, link)


RECIPIENTS = {"contact": _contact}


def _partner(message: Message) -> str:
    return reverse("partner", args=[Partner.objects.get(pk=message.subject_id).number])


def _selection(message: Message) -> str:
    row = Selection.objects.get(pk=message.subject_id)
    return reverse("selection", args=[row.number]) if row.state not in OVER else reverse("desk")


PATHS = {"designation.Partner": _partner, "designation.Selection": _selection}
