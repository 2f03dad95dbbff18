"""The matter behind a page, read once together with the reader's roles and permissions. Anyone else gets 404."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import cached_property, wraps
from typing import Any

from django.contrib.auth.decorators import login_required
from django.db.models import OuterRef, QuerySet, Subquery, Value
from django.db.models.functions import Concat
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse

from designation import declarations
from designation.access.models import Party
from designation.access.permissions import IN_REQUEST, Permission, permissions
from designation.content.instants import written
from designation.people.models import Person
from designation.requests.answers import Words
from designation.requests.clocks_started import clocks_started
from designation.requests.ended import ended
from designation.requests.lifecycle.states import FINAL, State
from designation.requests.models import Consultation, Request
from designation.requests.queries import request_of
from designation.roles import Side
from designation.web.access import Access, Rule, View, declare
from designation.web.actor import actor_of
from designation.web.reader import Reader
from designation.web.step_links import tag
from workflow.affordances import open_approvals
from workflow.guards import Actor, HeldRole
from workflow.models import Approval, Deadline, Stateful
from workflow.sql.prepared_querysets import prepared_queryset
from workflow.steps import Step, step_of


@dataclass
class Matter(Reader):
    """One request as one reader sees it. `roles`, `side` and `permissions` are the reader's in this matter."""

    request: Request
    actor: Actor
    now: datetime
    roles: frozenset[str] = field(init=False)
    side: str = field(init=False)
    permissions: frozenset[Permission] = field(init=False)

    def __post_init__(self) -> None:
        held = self.held_roles()
        self.roles = frozenset(one.role for one in held)
        self.side = next(iter(one.side for one in held), "")
        self.permissions = self.granted()

    def held_roles(self) -> tuple[HeldRole, ...]:
        """Return the roles that the reader holds here."""
        return self.request.held_roles

    def granted(self) -> frozenset[Permission]:
        """Return what the reader's roles allow here."""
        return permissions(IN_REQUEST, self.request.held_roles)

    def may(self, permission: Permission) -> bool:
        """Return whether the reader may do this here."""
        return permission in self.permissions

    @property
    def is_former(self) -> bool:
        """Whether the reader took part in the matter until lately and no longer does."""
        return self.log_id in self.request.former_logs

    @property
    def log_id(self) -> uuid.UUID:
        """The log of the matter."""
        return self.request.log_id

    @property
    def logs(self) -> list[uuid.UUID]:
        """The logs of the matter: its own, and those of the windows in which the reader takes part."""
        return [self.request.log_id, *self.request.window_logs]

    @property
    def is_government(self) -> bool:
        """Whether the reader is on the government's side."""
        return self.side == Side.GOVERNMENT

    @property
    def url(self) -> str:
        """The URL of the request's page."""
        return reverse("request", args=[self.request.number])

    def link_to(self, name: str, *args: Any) -> str:
        """Return the URL of a page of the request."""
        return reverse(name, args=[self.request.number, *args])

    def way_back(self, url: str) -> str:
        """Return `url`, or the desk if the reader is no longer a party to the matter."""
        return url if Party.at(self.actor.id, self.log_id).exists() else reverse("desk")

    def above(self) -> list[tuple[str, str]]:
        """Return the breadcrumbs for the matter's own page."""
        return [("Requests", reverse("requests"))]

    def crumbs(self) -> list[tuple[str, str]]:
        """Return the breadcrumbs for the page of a step."""
        return [(f"Request {self.request.number}", self.url)]

    def state_of(self, subject: Stateful) -> str:
        """Return the state of a subject as the reader's side sees it."""
        return str(subject.visible_state(self.side))

    def names_of(self, subject: Stateful) -> Mapping[uuid.UUID, str]:
        """Return the names to show the reader for people whose own names the reader may not see."""
        return subject.names_for(self.side)

    def comes_next(self, subject: Stateful) -> str:
        """Return whom a subject waits for, and its next deadline. Both are for those who read the whole log."""
        whole = {Permission.READ_RECORD, Permission.READ_WHOLE_LOG}
        state = self.state_of(subject)
        if not self.permissions & whole or state != vars(subject)["state"]:
            return ""
        sources = declarations.listed("tasks", "SOURCES")
        waits = (one.waits_for.get(state) for one in sources if one.model is type(subject))
        whom = next(filter(None, waits), "")
        clocks = _clocks(logs=self.logs, deliberating=self.may(Permission.READ_DELIBERATION))
        running = (row for row in clocks if row.subject_id == subject.pk and row.state == "running")
        clock = next(running, None)
        if whom:
            return f"Next: {whom}.{f' {_clock_label(clock)}: {written(clock.due_at)}.' if clock else ''}"
        return f"{_clock_label(clock)}: {written(clock.due_at)}." if clock else ""

    def colleagues(self, subject: Stateful, step: Step) -> Sequence[Any]:
        """Return the people of the reader's side who hold, in the subject's matter, a role that may take the step."""
        parties = Party.in_effect(subject.log_id, step.who).filter(side=self.side)
        people = Person.objects.filter(pk__in=parties.values("person"))
        return people.select_related("office__organization").order_by("folded", "name", "pk")

    def clocks_started(self, subject: Stateful, step: Step) -> list[str]:
        """Return sentences that say when the deadlines started by a step of the request are due."""
        return clocks_started(subject, step, self.actor, self.now) if subject == self.request else []

    @property
    def visible_state(self) -> State:
        """The state as the reader's side sees it."""
        return self.request.visible_state(self.side if self.may(Permission.READ_DELIBERATION) else "")

    @property
    def state_tag(self) -> dict[str, str]:
        """The state as a tag."""
        return tag(self.visible_state.value, self.visible_state.label, final=self.visible_state in FINAL)

    @cached_property
    def words(self) -> Words:
        """The converter of this request's answers into words."""
        return Words(self.request)

    @cached_property
    def clocks(self) -> list[Deadline]:
        """The running and paused deadlines of the matter that this side may know about, soonest first.

        `asked` is the office that a consultation is waiting on. Only the government sees consultations.
        """
        return list(_clocks(logs=self.logs, deliberating=self.may(Permission.READ_DELIBERATION)))

    @cached_property
    def approvals(self) -> list[Approval]:
        """The signatures in the matter that may still count, oldest first."""
        return open_approvals(self.log_id, self.now)

    def each_approval(self) -> Iterator[Approval]:
        """Yield the signatures. They are read from the database when the first one is needed."""
        yield from self.approvals

    def clock_facts(self, subject: Any = None) -> list[dict[str, Any]]:
        """Return the deadlines of the matter or of one subject, as includes/deadline.html expects them."""
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

    @property
    def is_draft(self) -> bool:
        """Whether the request has not been submitted yet."""
        return bool(self.request.state == State.DRAFT)

    def tabs(self, present: str) -> list[dict[str, Any]]:
        """Return the tabs of the matter that this reader may open, in order."""
        shown = sorted((tab for tab in declarations.listed("tabs", "TABS")), key=lambda tab: tab.place)
        return [
            {
                "label": tab.label,
                "url": reverse(tab.url_name, args=[self.request.number]),
                "current": tab.url_name == present,
            }
            for tab in shown
            if tab.is_shown(self)
        ]

    def context(self, tab_name: str, /, **more: Any) -> dict[str, Any]:
        """Return the context that every page of the matter needs around its content."""
        model = self.request.model
        may_leave = self.roles & step_of(Request, "withdraw").who
        leave = self.is_developer and may_leave and self.request.state not in FINAL
        return {
            "matter": self,
            "heading": f"Request {self.request.number}",
            "codename": model.codename,
            "crumbs": self.above(),
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


@prepared_queryset(logs=list[uuid.UUID])
def _clocks(logs: list[uuid.UUID], *, deliberating: bool) -> QuerySet[Any]:
    """Return the running and paused deadlines of these logs, soonest first, each with its consulted office."""
    rows = Deadline.objects.filter(log__in=logs, state__in=["running", "paused"])
    if not deliberating:
        rows = rows.exclude(kind="consultation")
    name = Concat("office__name", Value(", "), "office__organization__short_name")
    office = Consultation.objects.filter(pk=OuterRef("subject_id")).values(named=name)[:1]
    return rows.annotate(asked=Subquery(office)).order_by("due_at", "asked")


def _clock_label(row: Any) -> str:
    label = declarations.clock_label(row.kind)
    return f"{label} ({row.asked})" if row.asked else label


LEGENDS = {
    "trade_secret": "TRADE SECRET",
    "confidential_commercial": "CONFIDENTIAL COMMERCIAL INFORMATION",
    "foia_4": "FOIA EXEMPTION 4 CLAIMED",
}


DEFAULT_MARKING = "CUI//PROPIN"
"""The marking of everything here until a records officer sets another one."""


def handling(request: Request, marking: str = "") -> str:
    """Return the banner line of a matter: the CUI marking (or the default) and the submitter's legends."""
    legends = [LEGENDS[name] for name in request.answers.get("legends") or [] if name in LEGENDS]
    return " | ".join([marking or DEFAULT_MARKING, *legends])


def load(http: HttpRequest, number: str) -> Matter | None:
    """Return the request with this number as the signed-in person sees it, or None if they have no part in it."""
    actor = actor_of(http)
    request = request_of(number, actor.id) if actor.id else None
    return None if request is None else Matter(request, actor, request.read_at)


def for_request(permission: Permission) -> Callable[[View], View]:
    """Turn a function of (request, matter, …) into a page of a request for readers with this permission.

    Anyone else gets 404.
    """

    def decorate(view: View) -> View:
        @login_required
        @wraps(view)
        def shown(http: HttpRequest, number: str, *args: Any, **kwargs: Any) -> HttpResponse:
            matter = load(http, number)
            if matter is not None and matter.is_former:
                return ended(http, matter, what=f"request {number}")
            if matter is None or not matter.may(permission):
                raise Http404
            return view(http, matter, *args, **kwargs)

        return declare(shown, Access(Rule.REQUEST, permission=permission))

    return decorate
