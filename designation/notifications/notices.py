"""Who is told what: one table, event by audience by template. Mail carries a link and no confidential detail.

Audiences are resolved when a mail is sent, not when the message is written: a person recused or gone since then gets
nothing. Whoever caused the event is not told of it. Events that are not in the table are told to nobody.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db.models import Q
from django.template.loader import render_to_string
from django.urls import reverse

from designation.access.models import Party, Recusal
from designation.identity import actions as accounts
from designation.people.actions import invitations
from designation.people.models import Appointment, Invitation, Person
from designation.policies.models import Policy
from designation.requests.models import Consultation, Request
from designation.roles import Role, Side
from designation.windows.models.grant import Grant
from designation.windows.models.window import Window
from workflow.models import Message
from workflow.outbox import Mail


@dataclass(frozen=True)
class Notice:
    """One row of the table: this audience learns of this event by this template."""

    event: str
    audience: str
    template: str


AUDIENCES: dict[str, frozenset[str]] = {
    "certifying": frozenset({Role.CERTIFYING_OFFICER}),
    "intake": frozenset({Role.INTAKE_OFFICER}),
    "reviewers": frozenset({Role.REVIEWER}),
    "deciding": frozenset({Role.DETERMINING_OFFICIAL, Role.RECORDS_CERTIFIER}),
    "approving": frozenset({Role.APPROVING_OFFICIAL}),
    "risk": frozenset({Role.INSIDER_RISK_OFFICER}),
}
"""Audiences that are the matter's parties in certain roles. The others are resolved by `_named`."""

TABLE: tuple[Notice, ...] = (
    # the request: what waits for the other side, and what it has to know
    Notice("request.submitted", "intake", "task"),
    Notice("request.accepted", "developer", "news"),
    Notice("request.accepted", "lead", "task"),
    Notice("request.lead_reassigned", "lead", "task"),
    Notice("request.clarification_asked", "developer", "task"),
    Notice("request.clarification_answered", "intake", "task"),
    Notice("request.information_asked", "developer", "task"),
    Notice("request.information_answered", "lead", "task"),
    Notice("request.recommended", "deciding", "task"),
    Notice("request.returned", "lead", "task"),
    Notice("request.determined_covered.signed", "deciding", "task"),
    Notice("request.determined_not_covered.signed", "deciding", "task"),
    Notice("request.determined_covered", "developer", "news"),
    Notice("request.determined_not_covered", "developer", "news"),
    Notice("request.reconsideration_sought", "intake", "task"),
    Notice("request.asked_again", "intake", "task"),
    Notice("request.outcome_stands", "developer", "news"),
    Notice("request.lapsed", "developer", "news"),
    Notice("request.lapsed", "intake", "news"),
    Notice("request.closed_unanswered", "developer", "news"),
    Notice("request.closed_unanswered", "intake", "news"),
    Notice("request.concluded", "developer", "news"),
    Notice("request.withdrawn", "developer", "news"),
    Notice("request.withdrawn", "reviewers", "news"),
    Notice("consultation.opened", "consulted", "task"),
    Notice("consultation.objected", "lead", "news"),
    # windows: agreeing, opening, ending
    Notice("window.proposed", "reviewers", "task"),
    Notice("window.proposed", "approving", "task"),
    Notice("window.revised", "reviewers", "task"),
    Notice("window.revised", "approving", "task"),
    Notice("window.countered", "certifying", "task"),
    Notice("window.terms_accepted", "approving", "task"),
    Notice("window.approved.signed", "approving", "task"),
    Notice("window.approved", "developer", "news"),
    Notice("window.declined", "developer", "news"),
    Notice("window.opened", "developer", "news"),
    Notice("window.opened", "evaluators", "news"),
    Notice("window.suspended", "developer", "stopped"),
    Notice("window.suspended", "evaluators", "stopped"),
    Notice("window.suspended", "approving", "stopped"),
    Notice("window.resumed.signed", "developer", "task"),
    Notice("window.resumed.signed", "approving", "task"),
    Notice("window.resumed", "evaluators", "news"),
    Notice("window.trimmed", "evaluators", "news"),
    Notice("window.trimmed", "approving", "news"),
    Notice("window.closed", "developer", "stopped"),
    Notice("window.destroyed", "developer", "news"),
    Notice("grant.nominated", "certifying", "task"),
    Notice("grant.concurred", "evaluator", "task"),
    Notice("grant.suspended", "evaluator", "stopped"),
    Notice("grant.suspended", "risk", "news"),
    Notice("grant.resumed", "evaluator", "news"),
    Notice("grant.ended", "evaluator", "stopped"),  # also when their window ends: no grant outlives it
    # reminders, one for each threshold of the policy
    Notice("deadline.reminder.completeness", "intake", "reminder"),
    Notice("deadline.reminder.determination", "reviewers", "reminder"),
    Notice("deadline.reminder.determination", "deciding", "reminder"),
    Notice("deadline.reminder.answer", "developer", "reminder"),
    Notice("deadline.reminder.consultation", "consulted", "reminder"),
    Notice("deadline.reminder.closing", "developer", "reminder"),
    Notice("deadline.reminder.closing", "evaluators", "reminder"),
    # people
    Notice("invitation.sent", "invited", "invitation"),
    Notice("appointment.activated", "person", "role"),
    Notice("appointment.ended", "person", "role"),
    Notice("appointment.activated.signed", "administrators", "task"),
    Notice("policy.activated.signed", "editors", "task"),
)


def notices_for(event: str) -> list[tuple[str, str]]:
    """Return the (audience, template) pairs that an event is told to."""
    return [(notice.audience, notice.template) for notice in TABLE if notice.event == event]


def mails(message: Message) -> Iterator[Mail]:
    """Return the mails of one message, to those who may receive it at this moment."""
    if message.audience == "invited":
        invitation = Invitation.objects.get(pk=message.subject_id)
        if invitation.state == "open":
            yield _mail(
                message, invitation.pk, invitation.email, invitation.name, invitations.link(invitation)
            )
        return
    if message.audience == accounts.OWNER:
        owner = Person.objects.get(pk=message.subject_id)
        is_new_password = message.template == "new_password"
        link = accounts.new_password_link(owner) if is_new_password else settings.SITE_URL
        yield _mail(message, owner.pk, owner.email, owner.name, link)
        return
    did_it = _who_did_it(message)
    for person in audience(message):
        if str(person.pk) not in did_it:
            yield _mail(message, person.pk, person.email, person.name, settings.SITE_URL + path_of(message))


def _who_did_it(message: Message) -> set[str]:
    """Return the names under which whoever did it is known; evaluators act on their own grants under the grant's."""
    if message.actor != str(message.subject_id):
        return {message.actor}
    return {str(key) for key in Grant.objects.filter(pk=message.subject_id).values_list("person", flat=True)}


def audience(message: Message) -> Iterable[Person]:
    """Return the people whom a message is for, as things stand now: active accounts that are party to the matter."""
    if message.audience in AUDIENCES:
        parties = Party.in_effect(message.log_id, AUDIENCES[message.audience])
        wanted = Q(pk__in=parties.values("person"))
    else:
        wanted = _named(message)
    return Person.objects.filter(wanted, is_active=True, office__organization__state="active").order_by("pk")


def _named(message: Message) -> Q:
    """Return the people of an audience that depends on the subject. Only who is named themselves need be no party."""
    parties = Party.in_effect(message.log_id).values("person")
    held = Appointment.objects.in_effect()
    subject = message.subject_id
    match message.audience:
        case "developer":
            return Q(pk__in=parties.filter(side=Side.DEVELOPER))
        case "lead":
            return Q(pk__in=parties, leading__pk=Request.objects.filter(log=message.log_id).values("pk")[:1])
        case "consulted":
            office = Consultation.objects.filter(pk=subject).values("office")
            answering = held.filter(office__in=office, role=Role.CONSULTED_OFFICIAL)
            return Q(pk__in=parties) & Q(pk__in=answering.values("person"))
        case "evaluator":
            recused = Recusal.objects.filter(matter=message.log_id).values("person")
            return Q(grants__pk=subject) & ~Q(pk__in=recused)
        case "evaluators":
            return Q(
                Q(
                    pk__in=Grant.objects.filter(window=subject, state__in=["active", "suspended"]).values(
                        "person"
                    )
                ),
                pk__in=parties,
            )
        case "person":
            return Q(appointments__pk=subject)
        case "administrators":
            administering = held.filter(organization__log=message.log_id, role=Role.ADMINISTRATOR)
            return Q(pk__in=administering.values("person"))
        case "editors":
            return Q(pk__in=held.filter(role=Role.POLICY_EDITOR).values("person"))
    raise LookupError(f"Nobody knows the audience {message.audience!r}.")


def path_of(message: Message) -> str:
    """Return the path of the page that a message is about; it holds an opaque number and nothing else."""
    match message.machine:
        case "designation.Window":
            window = Window.objects.select_related("request").get(pk=message.subject_id)
            return reverse("window", args=[window.request.number, window.number])
        case "designation.Grant":
            grant = Grant.objects.select_related("window__request").get(pk=message.subject_id)
            return reverse("window", args=[grant.window.request.number, grant.window.number])
        case "designation.Policy":
            return reverse(
                "policy", args=[Policy.objects.values_list("number", flat=True).get(pk=message.subject_id)]
            )
        case "designation.Appointment" | "designation.Organization":
            return reverse("organizations")
    number = Request.objects.filter(log=message.log_id).values_list("number", flat=True).first()
    return reverse("request", args=[number]) if number else reverse("desk")


def _mail(message: Message, recipient: Any, address: str, name: str, link: str) -> Mail:
    context = {"name": name, "link": link, "due_at": message.due_at}
    subject, _, body = render_to_string(f"notifications/{message.template}.txt", context).partition("\n")
    return Mail(recipient=recipient, address=address, subject=subject.strip(), body=body.strip() + "\n")
