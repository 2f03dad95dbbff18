"""Policy versions: the values that the framework leaves to configuration, as data with an effective date.

The thirty days are fixed and are not part of the policy. A request is pinned to the version that was in force
when it was submitted.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import models

from designation.people.held_roles import as_held_roles
from designation.people.models import Appointment, Office, Organization, Person, Seat
from designation.policies.application import SECTION
from designation.policies.lifecycle.policy import PolicySteps
from designation.roles import Role, Side
from workflow.guards import HeldRole
from workflow.ledger.cosignature import WitnessKey
from workflow.ledger.intake import MOST_WITNESSES
from workflow.ledger.note import NoteMalformed
from workflow.models import StateField
from workflow.sql.prepared_queries import prepared_query
from workflow.sql.prepared_querysets import prepared_queryset
from workflow.steps import machine

POLICY_LOG = uuid.UUID("6f1f6b1e-2f0e-5a70-9c52-6a3d1b0a7c11")
"""The id of the one log that records every policy version."""

CLOCKS = {
    "completeness": "Completeness check (business days)",
    "determination": "Determination (business days)",
    "answer": "Answering questions (business days)",
    "consultation": "Answering a consultation (business days)",
    "conclusion": "From an outcome to the end of the request (calendar days)",
    "disposition": "From closing a window to destruction (calendar days)",
    "vetting": "Vetting a trusted partner (business days)",
    "proposal": "Answering the proposal of a partner (business days)",
    "invitation": "Answering an invitation to early access (business days)",
    "standing": "A partner's standing, until it attests again (calendar days)",
}
REMINDED = {**CLOCKS, "closing": "Closing of a window"}
NUMBERS = {
    "question_rounds": ("Rounds of questions per clock", 1, 6),
    "extensions": ("Extensions of the developer's time to answer", 0, 6),
    "terms_signers": ("Officials who sign the terms", 2, 6),
    "proof_minutes": ("Minutes for which a proof of identity counts for a signature", 1, 30),
    "opening_minutes": ("Minutes for which a proof of identity counts for opening and exporting", 1, 720),
}
OF_PROOFS = ("proof_minutes", "opening_minutes")
"""The numbers that stand with the proofs of identity."""
PROOFS = {
    "passkey": "A passkey",
    "authenticator": "A code from an authenticator app",
    "password": "The password",
}
"""How a person proves who they are. The first two are strong: mail alone never opens an account that has one."""
READERS_NEED = {
    "identity": "A verified proofing of their identity",
    "training": "Verified insider-risk training that has not expired",
    "clearance": "A verified security clearance",
}
"""What a policy can ask of everybody who reads shared content."""
STRONG_PROOFS = ("passkey", "authenticator")
LONGEST_WITNESS_NAME = 100
NOTICES = {
    "voluntary": "Notice that taking part is voluntary",
    "certification": "Words of the certification",
    "criteria": "Criteria for trusted partners, as published",
}
DEFAULTS: dict[str, Any] = {
    "lead_agency": "",
    "consultees": [],
    "clocks": {
        "completeness": 5, "determination": 20, "answer": 10, "consultation": 7, "conclusion": 180, "disposition": 10,
        "vetting": 25, "proposal": 15, "invitation": 15, "standing": 365,
    },
    "reminders": {
        "completeness": [1],
        "determination": [5, 1],
        "answer": [3, 1],
        "consultation": [1],
        "closing": [3, 1],
        "vetting": [5, 1],
        "proposal": [3, 1],
        "invitation": [5, 1],
        "standing": [28, 7],
    },
    "question_rounds": 2,
    "extensions": 2,
    "terms_signers": 2,
    "proof_minutes": 30,
    "opening_minutes": 240,
    "proof_methods": list(PROOFS),
    "strong_roles": [],
    "readers_need": [],
    "identity_roles": [],
    "new_variant_needs_request": False,
    "required_sections": list(SECTION),
    "witnesses": [],
    "partner_checks": [
        "The organization exists and is what it says it is",
        "The contact works for the organization and may speak for it",
        "The organization operates or defends what its category says",
        "It is not on any public sanctions or exclusion list",
        "It can keep what it reads confidential",
    ],
    "notices": {
        "voluntary": "Taking part is voluntary. Nothing here licenses, clears or blocks the development or release of "
        "a model. You can leave at any time, without giving a reason, and nothing is held against you.",
        "certification": "To the best of my knowledge, this application is accurate and complete.",
        "criteria": "A trusted partner operates, defends or maintains systems that others depend on, in the United "
        "States. Small operators of critical infrastructure, such as rural hospitals, community banks and local "
        "utilities, are welcome: no legal department is needed. A partner keeps confidential what it reads, names "
        "the people who read it, and tells us within a day if something goes wrong. Roster administrators and people "
        "who sign for a developer or an agency nominate organizations. Two roster administrators decide, on the checks "
        "listed here. If they decline, they give their reasons, and other people reconsider once if the organization "
        "asks.",
    },
}  # fmt: skip
FIRST = DEFAULTS | {
    "strong_roles": [
        str(role)
        for role in Role
        if role not in (Role.DRAFTER, Role.CONSULTED_OFFICIAL, Role.PARTNER_ADMINISTRATOR, Role.AUDITOR)
    ]
}
"""The values of the first draft of a site: nearly every role needs a passkey or an authenticator app."""


@dataclass(frozen=True)
class NeededPeople:
    """People whom a policy version needs, as a sentence part, and the agency that must have them, if it is known."""

    what: str
    are_there: bool
    agency: uuid.UUID | None = None


@machine
class Policy(PolicySteps):
    """One version of the policy."""

    FREE = {"draft": ("values", "effective_at")}
    FIXED = ("number", "author")

    number = models.PositiveIntegerField(unique=True)
    values = models.JSONField(default=dict)
    effective_at = models.DateTimeField(null=True)
    activated_at = models.DateTimeField(null=True)
    author = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    state = StateField(PolicySteps.State)

    class Meta:
        ordering = ["-number"]
        verbose_name_plural = "policies"

    def __str__(self) -> str:
        return f"Policy version {self.number}"

    @classmethod
    def roles_of(cls, actor_id: uuid.UUID) -> Any:
        return as_held_roles(Appointment.objects.held_by(actor_id).filter(role=Role.POLICY_EDITOR))

    @classmethod
    def roles_at_large(cls, actor_id: uuid.UUID) -> tuple[HeldRole, ...]:
        return Appointment.objects.held_by(actor_id).filter(role=Role.POLICY_EDITOR).as_roles()

    @classmethod
    def in_force(cls, now: datetime) -> Policy | None:
        """Return the version in force at an instant: the newest one whose effective date has come."""
        return next(iter(_in_force(now=now)), None)

    def value(self, name: str) -> Any:
        """Return one value, or its default if this version does not state it."""
        return self.values.get(name, DEFAULTS[name])

    def days(self, kind: str) -> int:
        """Return the length of a clock, in calendar days or business days depending on the clock."""
        return int(self.value("clocks").get(kind, DEFAULTS["clocks"][kind]))

    def reminders(self, kind: str) -> list[int]:
        """Return how many days before the due instant reminders are sent."""
        return [int(days) for days in self.value("reminders").get(kind, [])]

    def number_of(self, name: str) -> int:
        """Return a value as a whole number."""
        return int(self.value(name))

    def flag(self, name: str) -> bool:
        """Return a value as a boolean."""
        return bool(self.value(name))

    def witnesses(self) -> list[WitnessKey]:
        """Return the keys of the witnesses whose cosignatures on the register's checkpoints are wanted."""
        return [WitnessKey.parse(text) for text in self.value("witnesses")]

    def problems(self) -> list[str]:
        """Return the problems that prevent this version from being put into force, as sentence parts."""
        found = []
        if not Organization.agencies().filter(pk=self.value("lead_agency") or None).exists():
            found.append("choose the agency that determines")
        if not self.value("consultees"):
            found.append("choose at least one office to consult")
        for kind, label in CLOCKS.items():
            if not 1 <= self.days(kind) <= 366:
                found.append(f"Clocks, {label}: between 1 and 366 days")
            found += [
                f"Reminders, {label.partition(' (')[0]}: they lie within the clock"
                for d in self.reminders(kind)
                if d >= self.days(kind)
            ]
        for name, (label, least, most) in NUMBERS.items():
            if not least <= self.number_of(name) <= most:
                found.append(f"{label}: between {least} and {most}")
        if unknown := set(self.value("required_sections")) - set(SECTION):
            found.append(f"unknown sections {sorted(unknown)}")
        if not set(self.value("proof_methods")) & set(PROOFS):
            found.append("choose at least one way to prove who one is before signing")
        if unknown := set(self.value("strong_roles")) - set(Role):
            found.append(f"unknown roles {sorted(unknown)}")
        if unknown := set(self.value("readers_need")) - set(READERS_NEED):
            found.append(f"unknown records {sorted(unknown)}")
        if unknown := set(self.value("identity_roles")) - set(Role):
            found.append(f"unknown roles {sorted(unknown)}")
        if not self.value("partner_checks"):
            found.append("list at least one check for trusted partners")
        return found + witness_problems(self.value("witnesses"))

    def lacking_people(self) -> list[str]:
        """Return the people whom the agencies need before this version can work, as sentence parts."""
        return [needed.what for needed in self.needed_people() if not needed.are_there]

    def needed_people(self, held: Iterable[Seat] | None = None) -> list[NeededPeople]:
        """Return all the people whom the agencies need for this version, and whether they are there.

        `held` are the roles of the government that count now, if the caller has read them already.
        """
        active = list(_roles_of_the_government()) if held is None else list(held)
        agency = self.value("lead_agency") or None
        lead = [row[1:] for row in active if str(row[0]) == str(agency)]

        def people(rows: list[Any], role: str) -> set[tuple[Any, Any]]:
            return {(person, office) for held_role, person, office in rows if held_role == role}

        def of_the_lead(what: str, are_there: bool) -> NeededPeople:
            return NeededPeople(what, bool(are_there), uuid.UUID(str(agency)) if agency else None)

        pair = _pair(people(lead, Role.DETERMINING_OFFICIAL), people(lead, Role.RECORDS_CERTIFIER))
        everywhere = [row[1:] for row in active]
        approving = people(everywhere, Role.APPROVING_OFFICIAL)
        signers = self.number_of("terms_signers")
        enough = len({p for p, _ in approving}) >= signers and len({o for _, o in approving}) >= 2
        roster = people(everywhere, Role.ROSTER_ADMINISTRATOR)
        needed = [
            of_the_lead(
                "a determining official and a records certifier in different offices of the agency that determines",
                pair,
            ),
            of_the_lead("an intake officer", bool(people(lead, Role.INTAKE_OFFICER))),
            of_the_lead(
                "two reviewers (a reconsideration needs another lead)",
                len({person for person, _ in people(lead, Role.REVIEWER)}) >= 2,
            ),
            NeededPeople(f"{signers} approving officials in different offices", enough),
            NeededPeople("two roster administrators in different offices", _pair(roster, roster)),
        ]
        consulted = {where for _o, role, _p, where in active if role == Role.CONSULTED_OFFICIAL}
        needed += [
            NeededPeople(
                f"a consulted official in {office.name}", office.pk in consulted, office.organization_id
            )
            for office in _offices().filter(pk__in=self.value("consultees"))
        ]
        return needed


@prepared_query(now=datetime)
def _in_force(now: datetime) -> models.QuerySet[Any]:
    """Return the newest active version whose effective date has come."""
    active = Policy.objects.filter(state="active", effective_at__lte=now)
    return active.order_by("-effective_at", "-number")[:1]


@prepared_queryset()
def _roles_of_the_government() -> models.QuerySet[Any]:
    """Return organization, role, person and office of each role of the government that counts now."""
    active = Appointment.objects.in_effect().filter(organization__side=Side.GOVERNMENT)
    return active.as_seats()


@prepared_queryset()
def _offices() -> models.QuerySet[Office]:
    return Office.objects.all()


def witness_problems(keys: list[str]) -> list[str]:
    """Return the problems in a list of witnesses' verifier keys, as sentence parts."""
    found: list[str] = []
    known: set[str | bytes] = set()
    for text in keys:
        try:
            key = WitnessKey.parse(text)
        except NoteMalformed:
            found.append(f"“{text[:80]}” is no verifier key of a witness (name+id+key, of type 4)")
            continue
        if known & {key.name, key.public}:
            found.append(f"{key.name[:40]}: a name and a key stand once")
        if len(key.name) > LONGEST_WITNESS_NAME:
            found.append(f"{key.name[:40]}… is longer than {LONGEST_WITNESS_NAME} characters")
        known |= {key.name, key.public}
    if len(keys) > MOST_WITNESSES:
        found.append(f"name at most {MOST_WITNESSES} witnesses")
    return found


def _pair(ones: set[tuple[Any, Any]], others: set[tuple[Any, Any]]) -> bool:
    return any(a != b and office != other for a, office in ones for b, other in others)
