"""Who may open a page. Every view of the site declares it, and a test fails for a URL without a declaration.

A view is declared by one decorator: `public`, `signed_in` or `by_role` here, or a loader that checks the reader against
the subject of the page (`for_request`, `for_window`, `for_organization`, `for_model`) and sets the same attribute.
Everything is granted, to a role of a side. To anyone else the page does not exist (404).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from functools import wraps
from typing import Any, TypeVar

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.urls import URLPattern, resolve, reverse

from designation.roles import SideRoles

View = Callable[..., HttpResponseBase]
V = TypeVar("V", bound=View)


class Rule(StrEnum):
    """What decides whether a person may open a page."""

    PUBLIC = "public"
    DEMONSTRATION = "demonstration"
    SIGNED_IN = "signed_in"
    ROLE = "role"
    ORGANIZATION = "organization"
    MODEL = "model"
    REQUEST = "request"
    WINDOW = "window"
    PARTNER = "partner"
    SELECTION = "selection"
    SUSPENSION = "suspension"
    ELIGIBILITY = "eligibility"


@dataclass(frozen=True)
class Access:
    """The declaration of a view.

    `roles` are those that open the page, for the rules that ask for a role. With the rules ORGANIZATION and MODEL they
    must be held in the organization of the page. With REQUEST, WINDOW and SELECTION, `permission` must be granted
    there. With PARTNER, SUSPENSION and ELIGIBILITY, the row must be one that the roles may
    see. A page `for_the_account` opens
    to people who still have to set up a passkey or an authenticator app.
    """

    rule: Rule
    roles: SideRoles = frozenset()
    permission: str = ""
    for_the_account: bool = False

    def opens_for(self, held: SideRoles) -> bool:
        """Return whether a signed-in person with these roles may open the page, whatever it is about."""
        if self.rule == Rule.ROLE:
            return not self.roles.isdisjoint(held)
        return self.rule in (Rule.PUBLIC, Rule.SIGNED_IN)


def declare(view: V, access: Access) -> V:
    """Declare who may open a view, and return it. The caller enforces it."""
    view.access = access  # type: ignore[attr-defined]  # a function takes attributes
    return view


def access_of(url_name: str) -> Access:
    """Return the declaration of the page with this URL name, which takes no arguments."""
    found: Access = resolve(reverse(url_name)).func.access  # type: ignore[attr-defined]  # every view has one
    return found


def public(view: V) -> V:
    """Declare a page that everyone may open, signed in or not."""
    return declare(view, Access(Rule.PUBLIC))


def all_public(patterns: list[URLPattern]) -> list[URLPattern]:
    """Declare every page of these URL patterns public, and return them."""
    for pattern in patterns:
        public(pattern.callback)
    return patterns


def signed_in(view: View) -> View:
    """Open a page to every signed-in person. Anyone else is asked to sign in."""
    return declare(login_required(view), Access(Rule.SIGNED_IN))


def for_the_account(view: View) -> View:
    """Open a page of the account to every signed-in person, also before they set up what their roles need."""
    return declare(login_required(view), Access(Rule.SIGNED_IN, for_the_account=True))


def by_role(roles: SideRoles) -> Callable[[View], View]:
    """Open a page to people who hold one of these roles now. Others get 404, or are asked to sign in."""
    access = Access(Rule.ROLE, roles)

    def decorate(view: View) -> View:
        @login_required
        @wraps(view)
        def shown(http: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if not access.opens_for(http.user.roles_held()):
                raise Http404
            return view(http, *args, **kwargs)

        return declare(shown, access)

    return decorate
