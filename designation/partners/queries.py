"""What each reader may see of the roster. Lists, pages, exports and the choice of a partner all read it here."""

from __future__ import annotations

import uuid

from django.db.models import BooleanField, Case, Exists, F, Func, OuterRef, Q, QuerySet, Value, When

from designation.partners.models import Partner
from designation.partners.states import BEFORE, PartnerState
from designation.people.models import Appointment, Organization, Person
from designation.roles import Role, Side, SideRoles, on_side

SEE_ALL = on_side(Side.GOVERNMENT, [Role.ROSTER_ADMINISTRATOR, Role.INSIDER_RISK_OFFICER])
"""The roles that see every partner with everything about it."""
SIGNERS = on_side(Side.DEVELOPER, [Role.CERTIFYING_OFFICER]) | on_side(
    Side.GOVERNMENT, [Role.APPROVING_OFFICIAL]
)
"""The roles that see the active roster, and what their own organization nominated."""
OWN = on_side(Side.PARTNER, [Role.PARTNER_ADMINISTRATOR])
"""The role that sees its own organization's entry, and those for which the organization is to vouch."""
KEEP = on_side(Side.GOVERNMENT, [Role.ROSTER_ADMINISTRATOR])
"""The role that keeps the roster and the directory."""
NOMINATE = on_side(Side.GOVERNMENT, [Role.ROSTER_ADMINISTRATOR]) | SIGNERS


def own_nominees(organization: Organization) -> Q:
    """Return which partners an organization's signers nominated. Those of a roster administrator are nobody's own."""
    keeper = Appointment.objects.filter(person=OuterRef("nominated_by"), role=Role.ROSTER_ADMINISTRATOR)
    return Q(nominated_by__office__organization=organization) & ~Exists(keeper)


def visible(organization: Organization, held: SideRoles) -> QuerySet[Partner]:
    """Return the partners that a person of an organization may see with the roles that they hold now."""
    condition = Q(pk__in=[])
    if not SEE_ALL.isdisjoint(held):
        return Partner.objects.all()
    if not SIGNERS.isdisjoint(held):
        condition |= Q(state=PartnerState.ACTIVE) | own_nominees(organization)
    if not OWN.isdisjoint(held):
        condition |= Q(organization=organization) | Q(sponsor__organization=organization, state__in=BEFORE)
    return Partner.objects.filter(condition)


def choosable(organization: Organization, held: SideRoles) -> QuerySet[Partner]:
    """Return the partners that a signer can propose: the active ones, and own nominees that are still in vetting."""
    return visible(organization, held).filter(state__in=[PartnerState.ACTIVE, *BEFORE])


def evaluators_of(organization: uuid.UUID) -> QuerySet[Appointment]:
    """Return the appointments of a partner's evaluators that count now."""
    return Appointment.objects.in_effect().filter(organization=organization, role=Role.PARTNER_EVALUATOR)


def administers(person: uuid.UUID) -> Exists:
    """Return whether a person keeps the roster."""
    held = Appointment.objects.held_by(person).filter(role=Role.ROSTER_ADMINISTRATOR)
    return Exists(held)


def sponsored_by(person: uuid.UUID) -> Exists:
    """Return whether a person administers the sponsor of the outer row."""
    held = Appointment.objects.held_by(person).filter(role=Role.PARTNER_ADMINISTRATOR)
    return Exists(held.filter(organization=OuterRef("sponsor__organization")))


def own_of(person: uuid.UUID) -> Exists:
    """Return whether a person administers the partner of the outer row."""
    held = Appointment.objects.held_by(person).filter(role=Role.PARTNER_ADMINISTRATOR)
    return Exists(held.filter(organization=OuterRef("organization")))


def may_decide(person: uuid.UUID) -> Case:
    """Return whether a person may activate or decline the outer row: they did not nominate it or decline it before."""
    declined = Func(
        F("reconsiders__declined_by"),
        Value(str(person)),
        function="jsonb_exists",
        output_field=BooleanField(),
    )
    barred = [When(nominated_by=person, then=Value(value=False)), When(declined, then=Value(value=False))]
    return Case(*barred, default=Value(value=True), output_field=BooleanField())


def deciders(partner: Partner) -> list[Person]:
    """Return the roster administrators who may activate or decline a partner, by name."""
    earlier = partner.reconsiders.declined_by if partner.reconsiders else []
    keepers = Appointment.objects.in_effect().filter(role=Role.ROSTER_ADMINISTRATOR)
    able = keepers.exclude(person=partner.nominated_by_id).exclude(person__in=earlier)
    return list(Person.objects.filter(pk__in=able.values("person")).order_by("folded", "name", "pk"))


def can_be_decided(partner: Partner) -> bool:
    """Return whether two people of different offices could activate or decline a partner now."""
    return len({person.office_id for person in deciders(partner)}) > 1
