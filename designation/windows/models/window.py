"""Access windows and their interruptions.

PostgreSQL enforces more than the legal moves: windows of one model never overlap, a window lies within the model's
thirty days, and its stored end is only ever lowered (`guards.py`).
"""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from django.db import models
from django.db.models import F, Q

from designation.access.held_roles import in_matter
from designation.access.models import Recusal
from designation.content import drafts
from designation.content.cui import LONGEST
from designation.frontier_models.models import FrontierModel
from designation.people.models import Appointment, Organization
from designation.policies.models import Policy
from designation.requests.models import Request
from designation.roles import Role, Side
from designation.windows import terms
from designation.windows.guards import DATED, INTERRUPTION_NEEDS_ENTRY, NEVER_OVERLAPS, WITHIN_THIRTY_DAYS
from designation.windows.lifecycle.window import WindowSteps
from designation.windows.models.terms_version import TermsVersion
from designation.windows.schedule import ScheduleConflicts, effective_end
from workflow.models import StateField
from workflow.sql.prepared_querysets import prepared_queryset
from workflow.steps import machine


@machine
class Window(WindowSteps):
    """One access window of one request: a matter of its own, whose log is below the request's.

    `model` is the first registration, which carries the thirty days. A window with a `partner` is the early access of
    that trusted partner: its people evaluate, it begins with the planned release to partners, and the thirty days,
    which are about the government's access before that release, do not count for it. `cui_marking` is the banner that
    a records officer set; until then, the default applies (`designation.requests.matter.handling`).
    """

    READ_WITH = ("request__model__same_as", "request__policy", "terms", "partner")
    PARENT = "request"
    FREE = {"draft": ("draft_terms",)}
    FIXED = ("request", "model", "number", "partner")

    request = models.ForeignKey(Request, on_delete=models.PROTECT, related_name="windows")
    model = models.ForeignKey(FrontierModel, on_delete=models.PROTECT, related_name="windows")
    number = models.PositiveSmallIntegerField()
    partner = models.ForeignKey(
        Organization, null=True, on_delete=models.PROTECT, related_name="early_accesses"
    )
    draft_terms = models.JSONField(default=dict)
    terms = models.ForeignKey("TermsVersion", null=True, on_delete=models.PROTECT, related_name="+")
    opens_at = models.DateTimeField(null=True)
    signed_end = models.DateTimeField(null=True)
    ends_at = models.DateTimeField(null=True)
    opened_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)
    cui_marking = models.CharField(max_length=LONGEST, blank=True)
    state = StateField(WindowSteps.State)

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(name="window_number", fields=["request", "number"]),
            models.CheckConstraint(
                name="window_dated",
                condition=~Q(state__in=DATED)
                | Q(
                    opens_at__isnull=False,
                    signed_end__isnull=False,
                    ends_at__isnull=False,
                    ends_at__lte=F("signed_end"),
                ),
            ),
            models.CheckConstraint(
                name="window_opened",
                condition=~Q(state__in=["open", "suspended"]) | Q(opened_at__isnull=False),
            ),
            NEVER_OVERLAPS,
            WITHIN_THIRTY_DAYS,
        ]

    def __str__(self) -> str:
        return f"{self.request.number} window {self.number}"

    @property
    def title(self) -> str:
        """What pages call the window in a heading."""
        return f"Early access of {self.partner.name}" if self.partner else f"Window {self.number}"

    @property
    def in_words(self) -> str:
        """What pages call the window within a sentence."""
        return f"the early access of {self.partner.name}" if self.partner else f"window {self.number}"

    def entry_sides(self) -> tuple[str, ...]:
        """Return both sides, and the partner's if the window is a partner's early access."""
        return (*self.SIDES, Side.PARTNER) if self.partner_id else self.SIDES

    @property
    def nothing_was_shared(self) -> bool:
        """Whether no artifact was ever shared in the window."""
        return not self.shares.exists()

    def step_label(self, facts: Any, side: str) -> str:
        """The label of a step. Where nothing was shared, there is nothing to destroy."""
        if facts.name == "destroy" and self.nothing_was_shared:
            return "Record that nothing was shared"
        return super().step_label(facts, side)

    @classmethod
    def of_the_government(cls) -> models.QuerySet[Window]:
        """Return the windows of the government's access, without the early accesses of partners."""
        return cls.objects.filter(partner__isnull=True)

    @classmethod
    def roles_of(cls, actor_id: uuid.UUID) -> Any:
        return in_matter(actor_id)

    @property
    def pinned_policy(self) -> Policy:
        """The policy version of its request."""
        return self.request.pinned_policy

    @classmethod
    @prepared_queryset(request=uuid.UUID)
    def of_request(cls, request: uuid.UUID) -> models.QuerySet[Window]:
        """Return the windows of a request."""
        return cls.objects.filter(request=request)

    @classmethod
    @prepared_queryset(model=uuid.UUID)
    def of_model(cls, model: uuid.UUID) -> models.QuerySet[Window]:
        """Return the windows of a model, given its first registration."""
        return cls.objects.filter(model=model)

    @classmethod
    @prepared_queryset(request=uuid.UUID, person=uuid.UUID)
    def grants_naming(cls, request: uuid.UUID, person: uuid.UUID | None) -> models.QuerySet[Any]:
        """Return the grants in the windows of a request that name a person and have not ended."""
        return cls.grants_of(cls.objects.filter(request=request)).naming(person)

    @classmethod
    def grants_of(cls, windows: models.QuerySet[Window]) -> models.QuerySet[Any]:
        """Return the grants that there ever were in these windows."""
        return cls._meta.get_field("grants").related_model.objects.filter(window__in=windows)

    @classmethod
    def grants_in(cls, request: Request) -> models.QuerySet[Any]:
        """Return the grants that there ever were in the windows of a request."""
        return cls._grants_in(request.pk)

    @classmethod
    @prepared_queryset(request=uuid.UUID)
    def _grants_in(cls, request: uuid.UUID) -> models.QuerySet[Any]:
        return cls.grants_of(cls.objects.filter(request=request))

    # Terms ------------------------------------------------------------------------------------------------------

    @property
    def present_terms(self) -> dict[str, Any]:
        """The terms that would be signed now: the present version's, or the draft's."""
        return dict(self.terms.content if self.terms else self.draft_terms)

    @staticmethod
    def normal_terms(content: Mapping[str, Any]) -> dict[str, Any]:
        """Return terms in the form in which they are compared and signed."""
        return terms.normal(content)

    @staticmethod
    def lacking_terms(content: Mapping[str, Any]) -> list[str]:
        """Return the names of clauses that are empty."""
        return terms.lacking(terms.normal(content))

    def overtaken_clauses(self, content: Mapping[str, Any], seen: Mapping[str, str]) -> list[str]:
        """Return the clauses that somebody else changed in the draft since a page showed it."""
        typed = terms.normal(content) | {
            name: content[name] for name in (terms.NOTE.name,) if name in content
        }
        return list(drafts.conflicts(self.draft_terms, typed, seen))

    @staticmethod
    def digest_of(content: Mapping[str, Any]) -> str:
        """Return the fingerprint of terms."""
        return terms.digest(content)

    def next_version_number(self) -> int:
        """Return the number that the next version of the terms gets."""
        return (self.terms.number if self.terms else 0) + 1

    def dates_of(self, content: Mapping[str, Any]) -> tuple[datetime | None, datetime | None]:
        """Return the opening and the signed end that terms state."""
        return self.as_instant(content.get("opens_at")), self.as_instant(content.get("ends_at"))

    def naming(self) -> str:
        """Return how the developer is told of evaluators: what the clause `names` of the terms in force says.

        Pseudonyms hold from the first version that says so, whoever wrote it, until both sides signed one with names.
        """
        if self.present_terms.get("names") != terms.BY_NAME:
            return terms.BY_PSEUDONYM
        if self.is_signed_by_both or not self._with_pseudonyms().exists():
            return terms.BY_NAME
        return terms.BY_PSEUDONYM

    @prepared_queryset("id")
    def _with_pseudonyms(self) -> models.QuerySet[TermsVersion]:
        return self.versions.filter(content__names=terms.BY_PSEUDONYM)

    def has_one_evaluator(self) -> bool:
        """Whether only one person can evaluate for the partner of an early access."""
        held = Appointment.objects.in_effect().filter(
            role=Role.PARTNER_EVALUATOR, organization=self.partner_id
        )
        return held.values("person").distinct().count() == 1

    @property
    def is_signed_by_both(self) -> bool:
        """Whether both sides signed the present version of the terms."""
        sides = set(self.terms.sides_signed()) if self.terms else set()
        return {Side.DEVELOPER, Side.GOVERNMENT} <= sides

    def agencies(self, keys: Iterable[str] | None = None) -> list[tuple[str, str]]:
        """Return agencies as (id, name): those with these ids, by default those that the present terms name."""
        wanted = self.present_terms.get("agencies") or [] if keys is None else list(keys)
        named = Organization.agencies().filter(pk__in=wanted)
        return [(str(pk), name) for pk, name in named.order_by("folded", "name").values_list("pk", "name")]

    def agencies_let_in(self) -> set[str]:
        """Return the ids of the agencies that the present terms name with the developer's consent.

        An agency that a counter adds takes no part before the developer signed that counter, or named it themselves.
        """
        named = set(self.present_terms.get("agencies") or [])
        if self.state != WindowSteps.State.COUNTERED:
            return named
        last = self._agreed_by_the_developer().first()
        return named & set(last.content["agencies"] if last else [])

    @prepared_queryset("id")
    def _agreed_by_the_developer(self) -> models.QuerySet[TermsVersion]:
        """Return the versions that the developer wrote or signed, the newest first."""
        theirs = Q(side=Side.DEVELOPER) | Q(signatures__side=Side.DEVELOPER)
        return self.versions.filter(theirs).order_by("-number")

    @prepared_queryset("request_id")
    def terms_of_the_government(self) -> models.QuerySet[TermsVersion]:
        """Return the versions of terms that the government wrote for any window of this request."""
        return TermsVersion.objects.filter(window__request=self.request_id, side=Side.GOVERNMENT)

    @prepared_queryset("request_id", person=uuid.UUID)
    def terms_by(self, person: uuid.UUID) -> models.QuerySet[TermsVersion]:
        """Return the versions of terms, for any window of this request, that a person wrote or signed."""
        of_the_matter = TermsVersion.objects.filter(window__request=self.request_id)
        return of_the_matter.filter(Q(author=person) | Q(signatures__person=person))

    @prepared_queryset("request_id")
    def could_sign(self) -> models.QuerySet[Appointment]:
        """Return the appointments of the approving officials, of any agency, who could sign terms of this window.

        Left out are the recused, and those whom `not_the_terms_author` and `not_an_evaluator_here` keep from signing.
        """
        officials = Appointment.objects.in_effect().filter(role=Role.APPROVING_OFFICIAL)
        authors = self.terms_of_the_government().values("author")
        recused = Recusal.objects.filter(matter=self.request_id).values("person")
        evaluators = Window.grants_of(Window.objects.filter(request=self.request_id)).values("person")
        return officials.exclude(Q(person__in=authors) | Q(person__in=recused) | Q(person__in=evaluators))

    def officials_for(self, writer: uuid.UUID | None, side: str) -> models.QuerySet[Appointment]:
        """Return the appointments of the officials who could sign terms that a person of a side writes.

        For the government, the writer of the terms is left out, because they cannot sign them. The developer sees
        all approving officials, without learning who is recused, wrote terms or evaluates.
        """
        if side == Side.GOVERNMENT:
            return self.could_sign().exclude(person=writer)
        return Appointment.objects.in_effect().filter(role=Role.APPROVING_OFFICIAL)

    @staticmethod
    def unknown_agencies(agencies: Any) -> list[str]:
        """Return those of the ids that name no agency of the government."""
        wanted = [str(key) for key in agencies]
        known = Organization.agencies().values_list("pk", flat=True)
        return sorted(set(wanted) - {str(pk) for pk in known})

    # Time -------------------------------------------------------------------------------------------------------

    as_instant = staticmethod(FrontierModel.as_instant)

    def lowered(self, end: datetime) -> datetime:
        """Return the effective end: the least of `end`, the planned partner release and the thirty days.

        An early access of a partner begins with that release and ends at its signed end.
        """
        if self.partner_id:
            return min(end, self.signed_end)
        return effective_end(
            opens_at=self.opens_at,
            signed_end=end,
            partner_release=self.request.model.first_partner_release,
            first_opened_at=self.request.model.clock_started_at,
        )

    def schedule_conflicts(self, opens_at: datetime, ends_at: datetime) -> ScheduleConflicts:
        """Return how a time lies beside the model's other windows, and by when every window of it ends."""
        found = list(self._schedule(self.request.model.same_as_id or self.request.model_id))
        others = [row[2:5] for row in found if row[1] != self.pk and row[2] in DATED and row[5] is None]
        scheduled = [(opens, ends) for state, opens, ends in others if state == WindowSteps.State.SCHEDULED]
        first = min([opens_at, *(opens for opens, _ends in scheduled)])
        last = max([ends_at, *(ends for _opens, ends in scheduled)])
        overlaps = any(opens < ends_at and ends > opens_at for _state, opens, ends in others)
        release = min((row[0] for row in found if row[0] is not None), default=None)
        return ScheduleConflicts(overlaps, last - first, release)

    @staticmethod
    @prepared_queryset(original=uuid.UUID)
    def _schedule(original: uuid.UUID) -> models.QuerySet[Any]:
        """Return each registration's release to partners, with id, state, time and partner of each of its windows."""
        same = FrontierModel.objects.filter(Q(pk=original) | Q(same_as=original))
        window = ("pk", "state", "opens_at", "ends_at", "partner")
        return same.values_list("planned_partner_release_at", *(f"windows__{name}" for name in window))


class Interruption(models.Model):
    """An interval in which an open window gave no access."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    window = models.ForeignKey(Window, on_delete=models.PROTECT, related_name="interruptions")
    from_at = models.DateTimeField()
    until_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["from_at"]
        constraints = [INTERRUPTION_NEEDS_ENTRY]
