"""Credentials of hosted endpoints: the developer adds and cuts them, evaluators have them shown, each time recorded."""

from __future__ import annotations

import uuid
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache

from designation.access.permissions import Permission
from designation.artifacts import actions, storage
from designation.artifacts.forms import CredentialForm, SecretForm
from designation.artifacts.marks import new_code
from designation.artifacts.models import Credential
from designation.vault.errors import VaultError
from designation.web.action_page import CONFLICT, add_refusals, reasons
from designation.web.proofs import proved_to_export
from designation.web.step_views import step_page
from designation.windows.matter import WindowMatter, for_window
from workflow.affordances import creation_affordance
from workflow.errors import Refused
from workflow.perform import perform

FORBIDDEN, UNAVAILABLE = 403, 503
SHOWN_SECONDS = 60


@for_window(Permission.CONTROL_ACCESS)
def credential_add(http: HttpRequest, matter: WindowMatter) -> HttpResponse:
    """Add a credential to the window."""
    offer = creation_affordance(Credential, "add", matter.window, matter.actor, now=matter.now)
    if offer is None or not offer.allowed:
        raise Http404
    grants = list(matter.window.grants.exclude(state="ended").select_related("person"))
    form = CredentialForm(grants, matter.side, http.POST or None)
    refused = False
    if http.method == "POST" and form.is_valid():
        sent = form.cleaned_data
        try:
            made = actions.add_credential(
                matter.window,
                actor=matter.actor,
                label=sent["label"],
                address=sent["address"],
                secret=sent["secret"],
                grant=form.grants.get(sent["person"]),
            )
        except Refused as refusal:
            add_refusals(refusal, form)
            refused = True
        else:
            messages.success(
                http,
                f"You added “{made.label}”. Evaluators can have it shown while the window is open; each showing is "
                "recorded.",
            )
            return redirect(matter.url)
    return _form(http, matter, "Add a credential", "Add this credential", form, refused=refused)


@for_window(Permission.CONTROL_ACCESS)
def credential_replace(http: HttpRequest, matter: WindowMatter, credential: uuid.UUID) -> HttpResponse:
    """Replace the secret of a credential."""
    row = _credential(matter, credential)
    if row.state != "active":
        raise Http404
    form = SecretForm(http.POST or None)
    refused = False
    if http.method == "POST" and form.is_valid():
        encrypted = storage.replace_secret(row, form.cleaned_data["secret"]).hex()
        try:
            perform(row, "replace", actor=matter.actor, inputs={"encrypted": encrypted})
        except Refused as refusal:
            add_refusals(refusal, form)
            refused = True
        else:
            messages.success(http, f"You replaced the secret of “{row.label}”.")
            return redirect(matter.url)
    return _form(http, matter, f"Replace the secret of “{row.label}”", "Replace it", form, refused=refused)


@for_window(Permission.READ_WINDOW)
@never_cache
@proved_to_export
def credential_show(http: HttpRequest, matter: WindowMatter, credential: uuid.UUID) -> HttpResponse:
    """Record that the reader has the credential shown, then show it for a minute. Requires POST."""
    row = _credential(matter, credential)
    if http.method != "POST":
        raise Http404
    code = new_code()
    try:
        perform(row, "show", actor=matter.actor, inputs={"code": code})
        secret = storage.secret_of(row)
    except Refused as refusal:
        return _shown(http, matter, row, FORBIDDEN, reasons=reasons(refusal))
    except VaultError:
        return _shown(
            http, matter, row, UNAVAILABLE, reasons=["It cannot be shown now. Try again in a moment."]
        )
    response = _shown(http, matter, row, 200, secret=secret, code=code)
    response["Refresh"] = f"{SHOWN_SECONDS}; url={matter.url}"
    return response


@for_window(Permission.READ_WINDOW)
def credential_step(
    http: HttpRequest, matter: WindowMatter, credential: uuid.UUID, step: str
) -> HttpResponse:
    """Take one step of a credential."""
    return step_page(http, matter, _credential(matter, credential), step, back=matter.url)


def _credential(matter: WindowMatter, key: uuid.UUID) -> Any:
    """Return a credential of the window, with the reader's roles. Raises: Http404."""
    found = get_object_or_404(Credential.with_roles(matter.actor.id), window=matter.window, pk=key)
    found.window = matter.window
    return found


def _shown(http: HttpRequest, matter: WindowMatter, row: Any, status: int, **more: Any) -> HttpResponse:
    context = matter.context(
        "windows",
        state=None,
        heading=row.label,
        page_title=row.label,
        crumbs=matter.crumbs(),
        address=row.address,
        seconds=SHOWN_SECONDS,
        **more,
    )
    response = render(http, "artifacts/credential.html", context, status=status)
    response["Cache-Control"] = "no-store"
    return response


def _form(
    http: HttpRequest, matter: WindowMatter, heading: str, button: str, form: Any, *, refused: bool
) -> HttpResponse:
    context = matter.context(
        "windows",
        state=None,
        heading=heading,
        page_title=heading,
        form=form,
        button=button,
        cancel_url=matter.url,
        crumbs=matter.crumbs(),
    )
    return render(http, "windows/form.html", context, status=CONFLICT if refused else 200)
