"""The matter behind a page, read once with the reader's roles. Who is no party to it gets 404."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import cached_property
from typing import Any

from django.db.models import OuterRef, QuerySet, Subquery, Value
from django.db.models.functions import Concat
from django.http import Http404, HttpRequest
from django.urls import reverse

from designation.access.models import Party
from designation.access.own_subjects import own_subjects
from designation.requests.actions.drafting import matter_of
from designation.requests.answers import Words
from designation.requests.lifecycle.states import FINAL, State
from designation.requests.models import Consultation, Request
from designation.roles import Role, Side
from designation.web.actor import actor_of
from workflow.affordances import Affordance, affordances, open_approvals
from workflow.guards import Actor
from workflow.models import Approval, Deadline, Stateful
from workflow.sql.prepared_queries import prepared_query
from workflow.steps import step_of

TONES = {"open": "open", "suspended": "stopped", "recommended": "secret"}
CLOCK_LABELS = {
    "completeness": "Completeness check",
    "determination": "Determination",
    "answer": "The developer's answers",
    "consultation": "Consulted office",
    "conclusion": "End of the request",
    "expiry": "Agreement on the terms",
    "opening": "Opening of the window",
    "closing": "Closing of the window",
    "disposition": "Destruction",
}


@dataclass
class Matter:
    """One request as one reader sees it."""

    request: Request
    actor: Actor
    now: datetime
    roles: frozenset[str] = field(init=False)
    side: str = field(init=False)

    def __post_init__(self) -> None:
        self.roles = frozenset(held.role for held in self.request.held_roles)
        self.side = next(iter(held.side for held in self.request.held_roles), "")

    @property
    def is_developer(self) -> bool:
        """Whether the reader stands on the developer's side."""
        return self.side == Side.DEVELOPER

    @property
    def is_government(self) -> bool:
        """Whether the reader stands on the government's side."""
        return self.side == Side.GOVERNMENT

    @property
    def only_evaluates(self) -> bool:
        """Whether the reader takes part as an evaluator alone, and so sees windows and nothing else."""
        return self.roles == {Role.EVALUATOR}

    @property
    def url(self) -> str:
        """The address of the request's page."""
        return reverse("request", args=[self.request.number])

    def way_back(self, url: str) -> str:
        """Return an address of the matter, or the desk where the reader is no party to the matter any more."""
        here = Party.of(self.actor.id).filter(matter=self.request.log_id)
        return url if here.exists() else reverse("desk")

    @property
    def visible_state(self) -> State:
        """The state as this side sees it."""
        return self.request.visible_state("" if self.only_evaluates else self.side)

    @property
    def state_tag(self) -> dict[str, str]:
        """The state as a tag."""
        return tag(self.visible_state.value, self.visible_state.label, final=self.visible_state in FINAL)

    @cached_property
    def words(self) -> Words:
        """How the answers of this request are told in words."""
        return Words(self.request)

    @cached_property
    def clocks(self) -> list[Deadline]:
        """The running and paused clocks of the matter that this side may know of, soonest first.

        `asked` is the office that a consultation waits for; consultations are the government's own.
        """
        found = _clocks(log=self.request.log_id, is_government=self.is_government)
        return [row for row in found if not self.only_evaluates or row.subject_id in self.evaluated]

    @cached_property
    def evaluated(self) -> frozenset[uuid.UUID]:
        """The windows in which the reader evaluates, and the grants under which they do."""
        person = self.actor.id
        return frozenset() if person is None else own_subjects(self.request.log_id, person)

    @cached_property
    def approvals(self) -> list[Approval]:
        """The signatures of the matter that may still count, oldest first."""
        return open_approvals(self.request.log_id, self.now)

    def each_approval(self) -> Iterator[Approval]:
        """Yield them; they are read when the first is asked for."""
        yield from self.approvals

    def clock_facts(self, subject: Any = None) -> list[dict[str, Any]]:
        """Return the clocks of the matter, or of one subject, as includes/deadline.html takes them."""
        return [
            {
                "label": _clock_label(row),
                "due_at": row.due_at,
                "standing": row.state,
                "remaining": timedelta(seconds=row.remaining_s) if row.remaining_s is not None else None,
                "reason": "waiting for the developer's answers" if row.state == "paused" else "",
            }
            for row in self.clocks
            if subject is None or row.subject_id == subject.pk
        ]

    def tabs(self, present: str) -> list[dict[str, Any]]:
        """Return the tabs of the matter that this reader may open."""
        names = [("Overview", "request"), ("Windows", "windows"), ("Record", "record")]
        if not self.only_evaluates:
            names[1:1] = [("Application", "application"), ("Questions", "questions")]
        if self.is_government and not self.only_evaluates:
            names.insert(1, ("Review", "review"))
        if self.request.state == "draft":
            names = [("Overview", "request"), ("Application", "application"), ("Record", "record")]
        return [
            {"label": label, "url": reverse(name, args=[self.request.number]), "current": name == present}
            for label, name in names
        ]

    def context(self, tab_name: str, /, **more: Any) -> dict[str, Any]:
        """Return what every page of the matter shows around its content."""
        model = self.request.model
        may_leave = self.roles & step_of(Request, "withdraw").who
        leave = self.is_developer and may_leave and self.request.state not in FINAL
        return {
            "matter": self,
            "heading": f"Request {self.request.number}",
            "codename": model.codename,
            "crumbs": [("Requests", reverse("requests"))],
            "state": self.state_tag,
            "tabs": self.tabs(tab_name),
            "now": self.now,
            "voluntary": self.is_developer,
            "voluntary_text": self.request.policy.value("notices")["voluntary"]
            if self.request.policy
            else "",
            "leave_url": reverse("request_step", args=[self.request.number, "withdraw"]) if leave else "",
            "handling": handling(self.request),
        } | more


@prepared_query(log=uuid.UUID)
def _clocks(log: uuid.UUID, *, is_government: bool) -> QuerySet[Any]:
    """Return the running and paused clocks of a matter, soonest first, each with the office that it waits for."""
    rows = Deadline.objects.filter(log=log, state__in=["running", "paused"])
    if not is_government:
        rows = rows.exclude(kind="consultation")
    name = Concat("office__name", Value(", "), "office__organization__short_name")
    office = Consultation.objects.filter(pk=OuterRef("subject_id")).values(named=name)[:1]
    return rows.annotate(asked=Subquery(office)).order_by("due_at", "asked")


def _clock_label(row: Any) -> str:
    label = CLOCK_LABELS.get(row.kind, row.kind)
    return f"{label} ({row.asked})" if row.asked else label


LEGENDS = {
    "trade_secret": "TRADE SECRET",
    "confidential_commercial": "CONFIDENTIAL COMMERCIAL INFORMATION",
    "foia_4": "FOIA EXEMPTION 4 CLAIMED",
}


def handling(request: Request) -> str:
    """Return the banner line of a matter: the marking and the submitter's legends."""
    legends = [LEGENDS[name] for name in request.answers.get("legends") or [] if name in LEGENDS]
    return " | ".join(["CUI//PROPIN", *legends])


def tag(state: str, label: str, *, final: bool = False) -> dict[str, str]:
    """Return a state as includes/tag.html takes it."""
    return {"label": label, "tone": TONES.get(state, "final" if final else "")}


def load(http: HttpRequest, number: str) -> Matter:
    """Return the matter that an address names, as the person who is signed in sees it. Raises: Http404."""
    actor = actor_of(http)
    request = matter_of(number, actor.id) if actor.id else None
    if request is None:
        raise Http404
    return Matter(request, actor, request.read_at)


def offers_for(subject: Stateful, matter: Matter) -> list[Affordance]:
    """Return the affordances of a subject; a matter reads its open signatures once for all its subjects."""
    approvals = matter.each_approval() if isinstance(matter, Matter) else None
    return affordances(subject, matter.actor, now=matter.now, approvals=approvals)


Names = Mapping[uuid.UUID, str]


def steps_for(
    subject: Stateful,
    matter: Matter,
    url: Any,
    *,
    without: Iterable[str] = (),
    also: Iterable[str] = (),
    names: Names | None = None,
) -> list[dict[str, Any]]:
    """Return the steps that the reader could take, as includes/step_now.html takes them. See `as_steps`."""
    return as_steps(offers_for(subject, matter), url, without=without, also=also, names=names)


def as_steps(
    offers: Iterable[Affordance],
    url: Any,
    *,
    without: Iterable[str] = (),
    also: Iterable[str] = (),
    names: Names | None = None,
) -> list[dict[str, Any]]:
    """Return affordances as includes/step_now.html takes them.

    `url(step)` gives the address of a step's page. Steps that have a form of their own are left out unless in `also`.
    `names` are what the reader calls signers whose own names are not for them.
    """
    return [
        as_step(offer, url(offer.step.name), names)
        for offer in sorted(offers, key=lambda offer: (offer.step.leaves, offer.step.target is None))
        if offer.step.name not in without and (not offer.step.hidden or offer.step.name in also)
    ]


SIGNED = "You signed. It now waits for the others; you can take your signature back."
SIGNED_ANOTHER = "You signed, but others signed something else. Open it to read what each of you signed."


def as_step(offer: Affordance, url: str, names: Names | None = None) -> dict[str, Any]:
    """Return one affordance as includes/step_now.html takes it."""
    reasons = [refusal.reason for refusal in offer.refusals]
    note = ""
    if offer.mine is not None and offer.agree:
        reasons = [SIGNED]
    elif offer.mine is not None:
        note = SIGNED_ANOTHER
    elif offer.signatures:
        signed = ((names or {}).get(one.actor, one.actor_name) for one in offer.signatures)
        note = f"Signed so far: {', '.join(signed)}."
    return {
        "name": offer.step.name,
        "label": offer.step.label,
        "url": url,
        "allowed": offer.allowed,
        "reasons": reasons,
        "note": note,
        "danger": offer.step.leaves,
        "quiet": offer.step.target is None,
        "take_back": f"{url}take-back/" if offer.mine is not None else "",
    }
