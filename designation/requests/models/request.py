"""Designation requests."""

from __future__ import annotations

import hashlib
import uuid
from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from typing import Any

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.db.models.functions import Cast

from designation.access.held_roles import in_matter
from designation.access.models import Party
from designation.content.numbers import random_number
from designation.frontier_models.models import FrontierModel
from designation.people import record_names
from designation.people.models import Person
from designation.policies import application
from designation.policies.models import Policy
from designation.requests.lifecycle.request import RequestSteps
from designation.requests.lifecycle.states import ANSWERING, FINAL, LIVE, UNDER_WAY, State
from designation.roles import LEAD_REVIEWER, Role, Side
from workflow import clock
from workflow.guards import HeldRole
from workflow.ledger import canonical
from workflow.models import Entry, Internal, Log, Personal, StateField
from workflow.sql.prepared_querysets import prepared_queryset
from workflow.steps import machine


def new_number() -> str:
    """Return a request number."""
    return random_number("FD")


class Requests(models.QuerySet["Request"]):
    """Finds requests."""

    def live(self) -> Requests:
        """Return those that are not over."""
        return self.exclude(state__in=FINAL)

    def under_way(self) -> Requests:
        """Return those that were submitted and are not over."""
        return self.live().exclude(state="draft")

    def about(self, model: FrontierModel) -> Requests:
        """Return those about the same model, whichever of its registrations they name."""
        return self.filter(model__in=model.same_models())


@machine
class Request(RequestSteps):
    """One designation request. Root of a matter. That an outcome is recommended is the government's own."""

    INTERNAL = {
        str(State.RECOMMENDED): Internal(str(State.IN_ASSESSMENT), frozenset({str(Side.GOVERNMENT)})),
    }
    READ_WITH = ("model__same_as", "policy")
    FREE = {"draft": ("answers", "saved_at", "variants", "variant_key")}
    FIXED = ("number", "model", "filed_again_from", "created_at")

    number = models.CharField(max_length=12, unique=True, default=new_number, editable=False)
    model = models.ForeignKey(FrontierModel, on_delete=models.PROTECT, related_name="requests")
    variants = models.JSONField(default=list)
    variant_key = models.CharField(max_length=64, blank=True)
    answers = models.JSONField(default=dict)
    saved_at = models.DateTimeField(null=True)
    policy = models.ForeignKey(Policy, null=True, on_delete=models.PROTECT, related_name="requests")
    filed_again_from = models.ForeignKey(
        "self", null=True, on_delete=models.PROTECT, related_name="filed_again"
    )
    created_at = models.DateTimeField()
    submitted_at = models.DateTimeField(null=True)
    accepted_at = models.DateTimeField(null=True)
    determined_at = models.DateTimeField(null=True)
    certified_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    lead = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="leading")
    former_lead = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    rounds_asked = models.PositiveSmallIntegerField(default=0)
    extensions_used = models.PositiveSmallIntegerField(default=0)
    more_rounds_agreed = models.BooleanField(default=False)
    recommended_outcome = models.CharField(max_length=12, blank=True)
    recommended_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    assessed_application = models.CharField(max_length=64, blank=True)
    assessed_on = models.DateField(null=True)
    authority = models.CharField(max_length=200, blank=True)
    reference = models.CharField(max_length=80, blank=True)
    standing_outcome = models.CharField(max_length=12, blank=True)
    sharing_text = models.TextField(blank=True)
    reconsidered = models.BooleanField(default=False)
    new_information = models.TextField(blank=True)
    state = StateField(State)

    objects = Requests.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="request_one_live_per_model_and_variants",
                fields=["model", "variant_key"],
                condition=~Q(state__in=["draft", *FINAL]),
            ),
            models.CheckConstraint(
                name="request_pinned_once_submitted",
                condition=Q(state__in=["draft", "withdrawn"]) | Q(policy__isnull=False),
            ),
            models.CheckConstraint(
                name="request_outcome_known", condition=Q(standing_outcome__in=["", "covered", "not_covered"])
            ),
            models.CheckConstraint(
                name="request_outcome_as_state",
                condition=~Q(state="covered") & ~Q(state="not_covered")
                | Q(state=models.F("standing_outcome")),
            ),
        ]
        indexes = [
            models.Index(
                name="request_open", fields=["state", "submitted_at"], condition=~Q(state__in=FINAL)
            ),
            models.Index(name="request_newest", fields=["-created_at", "id"]),
            models.Index(name="request_led", fields=["lead"], condition=Q(state__in=UNDER_WAY)),
        ]

    def __str__(self) -> str:
        return self.number

    @classmethod
    def roles_of(cls, actor_id: uuid.UUID) -> Any:
        return in_matter(actor_id)

    @property
    def held_roles(self) -> tuple[HeldRole, ...]:
        """The roles read with the row; the reviewer who leads the request is its lead reviewer as well."""
        held = super().held_roles
        if self.lead_id is None or str(self.lead_id) != getattr(self, "roles_held_by", ""):
            return held
        return (*held, *(replace(one, role=LEAD_REVIEWER) for one in held if one.role == Role.REVIEWER))

    def log_ids(self) -> list[uuid.UUID]:
        """The request's log and its model's: a matter is always locked together with its model."""
        return [self.log_id, *self.model_log_ids()]

    def model_log_ids(self) -> list[uuid.UUID]:
        """The logs of the model and of its original registration; a root's log bears the root's id."""
        return list({self.model_id, self.model.same_as_id or self.model_id})

    def all_log_ids(self) -> list[uuid.UUID]:
        """The logs that hold the record of the request: its own, its model's, and those below its own."""
        below = Log.objects.filter(parent=self.log_id).values_list("pk", flat=True)
        return [*self.log_ids(), *below]

    # What the steps ask -----------------------------------------------------------------------------------------

    @property
    def is_certified_by_reader(self) -> bool:
        """Whether the reader certifies a determination, as a records certifier, and does not make it."""
        roles = {held.role for held in self.held_roles}
        return Role.RECORDS_CERTIFIER in roles and Role.DETERMINING_OFFICIAL not in roles

    def step_label(self, facts: Any, side: str) -> str:
        """The label of a step: a records certifier certifies what a determining official determines."""
        label = super().step_label(facts, side)
        if Role.RECORDS_CERTIFIER in facts.who and self.is_certified_by_reader:
            return label.replace("Determine:", "Certify the determination:")
        return label

    @property
    def pinned_policy(self) -> Policy:
        """The policy version that the request was submitted under."""
        return self.policy

    def policy_in_force(self, now: datetime) -> Policy | None:
        """Return the policy version in force: one and the same to all who ask this reading of the request."""
        known: dict[datetime, Policy | None] = vars(self).setdefault("_in_force", {})
        if now not in known:
            known[now] = Policy.in_force(now)
        return known[now]

    @property
    def is_live(self) -> bool:
        """Whether the request is in a state that is not final."""
        return self.state in LIVE

    @property
    def is_answering(self) -> bool:
        """Whether the developer is asked questions now."""
        return self.state in ANSWERING

    def lacking_fields(self, policy: Policy | None) -> list[str]:
        """Return the labels of the fields that a policy version requires and that are still empty."""
        sections = policy.value("required_sections") if policy else None
        return [field.label for field in application.lacking(self.answers, sections)]

    def field_names(self) -> Iterable[str]:
        """Return the names of the application's fields."""
        return application.FIELDS

    def answers_digest(self) -> str:
        """Return the SHA-256 (hex) of the application as it stands, for the record."""
        answers = {name: value for name, value in self.answers.items() if name in application.FIELDS}
        return hashlib.sha256(canonical.encode(answers)).hexdigest()

    def notices_digest(self) -> str:
        """Return the SHA-256 (hex) of the notices of the policy in force: what whoever submits has read."""
        policy = self.policy_in_force(clock.now())
        return hashlib.sha256(canonical.encode(policy.value("notices") if policy else {})).hexdigest()

    def replies_digest(self) -> str:
        """Return the SHA-256 (hex) of the answers to open questions as they stand in their drafts."""
        replies = self.open_questions().order_by("pk").values_list("pk", "answer", "revised")
        return hashlib.sha256(canonical.encode([[str(pk), *reply] for pk, *reply in replies])).hexdigest()

    def covered_variants(self) -> list[Any]:
        """Return the variants of the model that this request covers, by name."""
        return [variant for variant in self.model.all_variants() if str(variant.pk) in self.variants]

    def release_plan(self) -> dict[str, Any]:
        """Return the release plan that the application states."""
        return {name: self.answers.get(name) for name in ("partner_release", "public_release")}

    def others_live(self, variants: Iterable[str] | None = None) -> Requests:
        """Other requests under way for the same model and set of variants: the request's own, or those given."""
        key = self.variant_key if variants is None else self.key_of(variants)
        return self._others_live(self.model.same_as_id or self.model_id, key)

    @prepared_queryset("id", original=uuid.UUID, key=str)
    def _others_live(self, original: uuid.UUID, key: str) -> Requests:
        about = Request.objects.filter(Q(model=original) | Q(model__same_as=original))
        return about.under_way().filter(variant_key=key).exclude(pk=self.pk)

    @prepared_queryset("log_id")
    def possible_leads(self) -> models.QuerySet[Person]:
        """Reviewers who are party to this matter; the recused are not."""
        matter = Party.in_effect(self.log_id, [Role.REVIEWER])
        return Person.objects.filter(pk__in=matter.values("person")).order_by("folded", "name", "pk")

    def people_on_record(self, side: str) -> list[Person]:
        """People of a side of whose own steps the record of this matter still holds personal details, by name."""
        return list(self._people_on_record(str(side), self.all_log_ids()))

    @prepared_queryset(side=str, logs=list[uuid.UUID])
    def _people_on_record(self, side: str, logs: list[uuid.UUID]) -> models.QuerySet[Person]:
        details = Personal.objects.filter(log=OuterRef("log"), index=OuterRef("index"))
        entries = Entry.objects.filter(Exists(details), log__in=logs)
        people = Person.objects.annotate(label=Cast("pk", models.CharField()))
        actors = entries.values("actor")
        own = people.filter(record_names.acted_in(logs, actors), office__organization__side=side)
        return own.order_by("folded", "name", "pk")

    @prepared_queryset("id")
    def open_questions(self) -> models.QuerySet[Any]:
        """Questions that were asked and not answered yet, in order."""
        return self.questions.filter(answered_at=None)

    @prepared_queryset("id")
    def consultations_open(self) -> models.QuerySet[Any]:
        """Consultations that still wait for an answer."""
        return self.consultations.filter(state="open").select_related("office")

    # What each side sees -----------------------------------------------------------------------------------------

    def visible_state(self, *sides: str, state: str | None = None) -> State:
        """Return a state as all of these sides may know it."""
        return State(super().visible_state(*sides, state=state))

    @staticmethod
    def key_of(variants: Iterable[str]) -> str:
        """Return the key of a set of variants, whatever their order."""
        return hashlib.sha256(",".join(sorted(variants)).encode()).hexdigest()
