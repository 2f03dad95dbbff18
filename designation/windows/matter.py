"""The window behind a page, read together with its request and what the reader may do in either."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property, wraps
from typing import Any

from django.contrib.auth.decorators import login_required
from django.db.models import Exists, F, OuterRef, Subquery
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse

from designation import declarations
from designation.access.permissions import IN_WINDOW, Permission, permissions
from designation.requests.ended import ended
from designation.requests.matter import Matter, handling
from designation.requests.queries import request_of
from designation.web.access import Access, Rule, View, declare
from designation.web.actor import actor_of
from designation.web.step_links import tag
from designation.windows.models import Grant, Window
from designation.windows.queries import signatures, suspensions_visible, with_interruptions
from designation.windows.window_access import window_access
from workflow.guards import HeldRole, Refusal
from workflow.models import Entry

FINAL = ("destroyed", "declined", "canceled")
OVER = ("closed", "destroying", *FINAL)
NO_ROLE = "You no longer hold the role under which you took part."
OWED = (
    "Destroy every copy and every credential that you kept, by the date in the terms that you accepted.",
    "Keep what you learned confidential, as those terms say. The official who signed for your agency has them.",
)
"""What an evaluator who accepted terms still owes."""


@dataclass
class WindowMatter(Matter):
    """One window as one reader sees it. The reader may be a party to its request as well."""

    window: Any

    def held_roles(self) -> tuple[HeldRole, ...]:
        """Return the roles that the reader holds in the window or in its request."""
        return tuple(dict.fromkeys((*self.window.held_roles, *self.request.held_roles)))

    def granted(self) -> frozenset[Permission]:
        """Return what the reader's roles in the window allow, and what those in its request allow."""
        return permissions(IN_WINDOW, self.window.held_roles) | super().granted()

    @property
    def log_id(self) -> uuid.UUID:
        """The log of the window."""
        log: uuid.UUID = self.window.log_id
        return log

    @property
    def logs(self) -> list[uuid.UUID]:
        """The window's log alone."""
        return [self.log_id]

    @cached_property
    def own_subjects(self) -> frozenset[uuid.UUID]:
        """The ids of the window and of the grants in it that name the reader: what an evaluator's record is about."""
        grants = Grant.objects.filter(window=self.window, person=self.actor.id)
        return frozenset([self.window.pk, *grants.values_list("pk", flat=True)])

    @cached_property
    def against_access(self) -> tuple[Refusal, ...]:
        """Every reason why the reader, who is named in the window, may not read its content now."""
        return window_access(self.actor.id, self.window, self.now)

    def context(self, tab_name: str, /, **more: Any) -> dict[str, Any]:
        """Return the context that every page of the window needs around its content."""
        window = self.window
        own = {
            "heading": window.title,
            "crumbs": self.above(),
            "state": tag(window.state, window.get_state_display(), final=window.state in FINAL),
            "handling": handling(self.request, window.cui_marking),
        }
        tab_name = "board" if window.partner_id and tab_name == "windows" else tab_name
        return super().context(tab_name, **(own | more))

    @property
    def url(self) -> str:
        """The URL of the window's page."""
        return self.link("window")

    def link(self, name: str, *args: Any) -> str:
        """Return the URL of a page of this window."""
        return reverse(name, args=[self.request.number, self.window.number, *args])

    def crumbs(self) -> list[tuple[str, str]]:
        """Return the breadcrumbs for a page below the window's page."""
        return [*self.above(), (self.window.title, self.url)]

    def above(self) -> list[tuple[str, str]]:
        """Return the breadcrumbs for the window's page: its request's windows, or the reader's own windows."""
        if not self.may(Permission.LIST_WINDOWS):
            return [("Access windows", reverse("my_windows"))]
        number = self.request.number
        lists = ("Partners", "board") if self.window.partner_id else ("Windows", "windows")
        return [
            (f"Request {number}", reverse("request", args=[number])),
            (lists[0], reverse(lists[1], args=[number])),
        ]


def load(http: HttpRequest, number: str, window: int) -> WindowMatter | None:
    """Return a window of a request as the signed-in person sees it, or None if they have no part in the request."""
    actor = actor_of(http)
    request = request_of(number, actor.id) if actor.id else None
    found = _window(request, window, actor.id) if request else None
    return None if request is None or found is None else WindowMatter(request, actor, request.read_at, found)


def for_window(permission: Permission) -> Callable[[View], View]:
    """Turn a function of (request, matter, …) into a page of a window for readers with this permission.

    Anyone else gets 404.
    """

    def decorate(view: View) -> View:
        @login_required
        @wraps(view)
        def shown(http: HttpRequest, number: str, window: int, *args: Any, **kwargs: Any) -> HttpResponse:
            matter = load(http, number, window)
            if matter is not None and matter.is_former:
                return _ended(http, matter)
            if matter is None or not matter.may(permission):
                raise Http404
            return view(http, matter, *args, **kwargs)

        return declare(shown, Access(Rule.WINDOW, permission=permission))

    return decorate


def _ended(http: HttpRequest, matter: WindowMatter) -> HttpResponse:
    """Return the page of somebody who no longer takes part in the window.

    It says that the window is over only if the person's grant ended with it: what happened later is not theirs to know.
    """
    window = matter.window
    what = f"{window.in_words} of request {matter.request.number}"
    told = Entry.objects.filter(subject_id=OuterRef("pk"), event="grant.ended").order_by("-index")
    over = Entry.objects.filter(subject_id=window.pk, target__in=OVER, at=OuterRef("ended_at"))
    grants = Grant.objects.filter(window=window, person=matter.actor.id)
    grants = grants.annotate(ended_at=Subquery(told.values("at")[:1]))
    grant = grants.annotate(ended_with=Exists(over)).order_by(F("ended_at").desc(nulls_first=True)).first()
    if grant is None:
        return ended(http, matter, what=what)
    because = "Your access as an evaluator has ended." if grant.state == "ended" else NO_ROLE
    if grant.ended_with:
        because = "Your access as an evaluator ended with the window."
    return ended(http, matter, what=what, because=because, owed=OWED if grant.agreed_terms else ())


def _window(request: Any, number: int, person: Any) -> Window | None:
    """Return a window with the person's roles in it, and with what its pages show beside it.

    Later packages add what they need from the same query (`ANNOTATIONS` in their `window_page.py`).
    """
    rows = with_interruptions(Window.with_roles(person)).select_related("terms__author", "model", "partner")
    own = Grant.objects.filter(window=OuterRef("pk"), person=person).exclude(state="ended")
    rows = rows.annotate(
        own_grant=Subquery(own.values("state")[:1]),
        suspensions_visible=suspensions_visible(),
        signed=signatures(),
        **{name: made() for name, made in declarations.merged("window_page", "ANNOTATIONS").items()},
    )
    window: Window | None = rows.filter(request=request, number=number).first()
    if window is not None:
        window.request = request
    return window
