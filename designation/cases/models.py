"""Insider-risk cases, the reports that open some of them, and what developers are told."""

from __future__ import annotations

import hashlib
import uuid
from datetime import timedelta
from typing import Any

from django.db import models
from django.db.models import Exists, Func, OuterRef, Q, QuerySet

from designation.cases.clocks import LONGEST_DELAY_DAYS
from designation.cases.lifecycle.case import CaseSteps
from designation.cases.parties import FEWEST_OFFICERS, FEWEST_OFFICES, OFFICER, WATCHED, Origin
from designation.content.numbers import random_number
from designation.insider_risk.models import Suspension
from designation.insider_risk.scopes import PlacedAs, Scope
from designation.people.held_roles import as_held_roles
from designation.people.held_roles import as_held_roles_despite_suspensions as despite_suspensions
from designation.people.models import Appointment, Person
from designation.signals.models import Signal, signals_about
from designation.signals.pseudonyms import pseudonym
from designation.windows.lifecycle.states import LIVE
from designation.windows.models import Grant, Window
from workflow.approvals import to_jsonable
from workflow.creating.create import create
from workflow.guards import HeldRole, StepContext
from workflow.ledger import canonical
from workflow.models import StateField
from workflow.sql.triggers import OnlyGrows
from workflow.steps import machine

KNOWN_TO_THE_WATCHED = Q(contained_at__isnull=False) | Q(state__in=["referred", "closed"])
STOPS = "Insider-risk officers look into how access was used. Nobody is accused of anything."
"""The reason of a suspension that contains a case, as the people who can lift it read it."""


def new_number() -> str:
    """Return a number for a case. It tells nothing about how many there are."""
    return random_number("IR")


@machine
class Case(CaseSteps):
    """One insider-risk case. Root of a matter of its own, which nobody but insider-risk officers can read.

    `person` is empty if a report names nobody whom this site knows.
    """

    READ_WITH = ("person__office__organization",)
    FIXED = ("number", "person", "origin", "opened_at")
    placed: Suspension | None = None
    """The suspension that the present step placed."""

    number = models.CharField(max_length=12, unique=True, default=new_number, editable=False)
    person = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="cases")
    origin = models.CharField(max_length=12, choices=Origin)
    opened_at = models.DateTimeField()
    contained_at = models.DateTimeField(null=True)
    unmasking_asked_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    unmasking_reason = models.CharField(max_length=4000, blank=True)
    unmasking_refused_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    unmasking_refusals = models.PositiveSmallIntegerField(default=0)
    unmasked_at = models.DateTimeField(null=True)
    owner_told_at = models.DateTimeField(null=True)
    notice_delayed_until = models.DateTimeField(null=True)
    referred_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)
    challenge_text = models.CharField(max_length=4000, blank=True)
    challenged_at = models.DateTimeField(null=True)
    answer = models.CharField(max_length=4000, blank=True)
    state = StateField(CaseSteps.State)

    class Meta:
        ordering = ["-opened_at", "id"]
        constraints = [
            models.CheckConstraint(name="case_origin_known", condition=Q(origin__in=Origin.values)),
            models.CheckConstraint(
                name="case_closed_at_an_instant", condition=~Q(state="closed") | Q(closed_at__isnull=False)
            ),
            models.CheckConstraint(
                name="case_delay_is_limited",
                condition=Q(notice_delayed_until__isnull=True)
                | Q(notice_delayed_until__lte=models.F("opened_at") + timedelta(days=LONGEST_DELAY_DAYS)),
            ),
            models.UniqueConstraint(
                name="case_one_open_by_a_rule",
                fields=["person"],
                condition=Q(origin="rule") & ~Q(state="closed"),
            ),
        ]
        indexes = [models.Index(name="case_recent", fields=["-opened_at", "id"])]

    def __str__(self) -> str:
        return self.number

    @classmethod
    def roles_of(cls, actor_id: uuid.UUID) -> Any:
        this = cls.objects.filter(pk=OuterRef(OuterRef("pk")), person=actor_id)
        officer = Appointment.objects.held_by(actor_id).filter(~Exists(this), role=OFFICER)
        theirs = Appointment.objects.in_effect_unless_suspended().filter(
            Exists(this.filter(KNOWN_TO_THE_WATCHED)), person=actor_id
        )
        return Func(
            as_held_roles(officer),
            despite_suspensions(theirs, role=WATCHED),
            template="(%(expressions)s)",
            arg_joiner=" || ",
            output_field=models.JSONField(),
        )

    @classmethod
    def roles_at_large(cls, actor_id: uuid.UUID) -> tuple[HeldRole, ...]:
        return Appointment.objects.held_by(actor_id).filter(role=OFFICER).as_roles()

    @classmethod
    def for_officer(cls, person: uuid.UUID | None) -> QuerySet[Case]:
        """Return the cases that an insider-risk officer may know of, with their role: none about themselves."""
        rows: QuerySet[Case] = cls.with_roles(person).filter(roles_json__contains=[{"role": str(OFFICER)}])
        return rows

    @classmethod
    def of_the_watched(cls, person: uuid.UUID | None) -> QuerySet[Case]:
        """Return the cases about a person that are known to them, with their role."""
        rows: QuerySet[Case] = cls.with_roles(person).filter(roles_json__contains=[{"role": WATCHED}])
        return rows

    @staticmethod
    def are_on() -> bool:
        """Whether enough insider-risk officers, in enough offices, hold their role now."""
        held = list(
            Appointment.objects.in_effect().filter(role=OFFICER).values_list("person", "office").distinct()
        )
        people, offices = {person for person, _office in held}, {office for _person, office in held}
        return len(people) >= FEWEST_OFFICERS and len(offices) >= FEWEST_OFFICES

    @property
    def pseudonym(self) -> str:  # type: ignore[override]  # the lifecycle names it; here it is computed
        """The pseudonym of the person, the same in every signal and case."""
        return pseudonym(self.person_id)

    @property
    def about(self) -> str:
        """What officers call the person: the pseudonym until two of them unmasked the person."""
        return str(self.person.name) if self.person and self.unmasked_at else self.pseudonym

    def log_ids(self) -> list[uuid.UUID]:
        """Return its own log and, until access is stopped, those where containing it records the stop."""
        own = [] if self.log_id is None else [self.log_id]
        if self.person is None or self.state != "triage" or not own:
            return own
        stopping = Suspension(scope=Scope.PERSON, person=self.person, organization=self.person.organization)
        return [*own, *stopping.log_ids(), self.person.organization.log_id]

    def place_suspension(self, context: StepContext) -> None:
        """Suspend the person everywhere as an insider-risk officer does, unless that was done before."""
        person: Any = self.person
        suspension = Suspension(
            scope=Scope.PERSON,
            person=person,
            organization=person.organization,
            placed_as=PlacedAs.OFFICERS,
            placed_by_id=context.actor.id,
            placed_at=context.now,
            reason=STOPS,
        )
        if suspension.twin() is not None:
            return
        create(
            suspension,
            "suspend_person",
            actor=context.actor,
            inputs={"reason": STOPS},
            details={"scope": suspension.scope, "reason": STOPS},
            within=context,
        )
        self.placed = suspension

    def suspension_left(self) -> Suspension | None:
        """Return an active suspension of the person that the insider-risk officers placed."""
        if self.person_id is None:
            return None
        placed = Suspension.objects.filter(person=self.person_id, state="active", placed_as=PlacedAs.OFFICERS)
        return placed.first()

    def twin(self) -> Case | None:
        """Return another open case about the same person."""
        if self.person_id is None:
            return None
        return Case.objects.filter(person=self.person_id).exclude(pk=self.pk).exclude(state="closed").first()

    def signals(self) -> QuerySet[Signal]:
        """Return the signals about the person, up to the end of the case, newest first."""
        found = signals_about(self.person_id).select_related("artifact", "window")
        return found.filter(at__lte=self.closed_at) if self.closed_at else found

    def windows(self) -> QuerySet[Window]:
        """Return the windows in which the person had access while the case was open, or has a signal."""
        grants = Grant.objects.filter(person=self.person_id).exclude(state="nominated")
        named = Q(pk__in=grants.values("window"), state__in=LIVE)
        return Window.objects.filter(named | Q(pk__in=self.signals().values("window"))).order_by("pk")

    def concerns_owners(self) -> bool:
        """Whether there is a developer to tell."""
        return self.person_id is not None and self.windows().exists()

    def evidence_digest(self) -> str:
        """Return the digest (SHA-256, hex) of the signals and reports, by pseudonym."""
        reports = [
            hashlib.sha256(text.encode()).hexdigest() for text in self.reports.values_list("text", flat=True)
        ]
        what = {
            "about": self.pseudonym,
            "signals": [signal.evidence for signal in self.signals().order_by("at", "pk")],
            "reports": sorted(reports),
        }
        return hashlib.sha256(canonical.encode(to_jsonable(what))).hexdigest()


class Report(models.Model):
    """A concern that somebody reported. Who reported is kept, to protect them, and shown on no page."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="reports")
    reporter = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    text = models.CharField(max_length=4000)
    at = models.DateTimeField()

    class Meta:
        constraints = [OnlyGrows(name="report_grows")]


class OwnerNotice(models.Model):
    """That the developer of a window was told of a case. It names nobody."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="owner_notices")
    window = models.ForeignKey(Window, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(name="owner_notice_once", fields=["case", "window"]),
            OnlyGrows(name="owner_notice_grows"),
        ]
