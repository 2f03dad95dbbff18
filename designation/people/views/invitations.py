"""Pages for invitations. Administrators prepare and send them; the person who reads the mailbox accepts."""

import uuid
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters

from designation.people.actions import invitations as actions
from designation.people.forms import AcceptForm, InviteForm
from designation.people.models import Invitation, Organization
from designation.people.views.scope import CHANGES, READS, crumbs_to, for_organization, invitation_in
from designation.roles import Role
from designation.web.access import public
from designation.web.action_page import CONFLICT, SEEN, ActionPage, action_page, add_refusals, posted_seen
from designation.web.actor import actor_of
from designation.web.paging import page_of
from workflow import clock
from workflow.errors import Refused
from workflow.staleness import newest_seen

OPENED = "invitation"


@for_organization(READS)
def invitation_list(request: HttpRequest, row: Any) -> HttpResponse:
    """List the invitations of an organization. By default the list shows the open ones."""
    wanted = request.GET.get("state", Invitation.State.OPEN)
    rows = row.invitations.select_related("office", "invited_by")
    if wanted in Invitation.State.values:
        rows = rows.filter(state=wanted)
    page = page_of(request, rows, by=("folded", "email", "id"))
    for invitation in page.rows:
        invitation.role_labels = [str(Role(role).label) for role in invitation.roles]
    choices = [*Invitation.State.choices, ("all", "All")]
    context = {
        "heading": "Invitations",
        "crumbs": crumbs_to(row),
        "organization": row,
        "page": page,
        "chips": [
            {"label": label, "url": f"?state={state}", "on": state == wanted} for state, label in choices
        ],
        "now": clock.now(),
    }
    return render(request, "people/invitations.html", context)


@for_organization(CHANGES)
def invite(request: HttpRequest, row: Any) -> HttpResponse:
    """Invite a person. The mail is sent when the form is submitted."""
    form = InviteForm(request.POST or None, organization=row)

    def on_success(invitation: Invitation) -> HttpResponse:
        messages.success(request, f"The invitation to {invitation.email} is on its way.")
        return redirect("invitations", row.pk)

    page = ActionPage(
        form=form,
        gentle=True,
        heading="Invite somebody",
        button="Send the invitation",
        back=reverse("invitations", args=[row.pk]),
        crumbs=crumbs_to(row),
        act=lambda: actions.invite(row, actor=actor_of(request), **form.cleaned_data),
        on_success=on_success,
    )
    return action_page(request, page)


@for_organization(CHANGES)
def send(request: HttpRequest, row: Any, invitation_id: uuid.UUID) -> HttpResponse:
    """Send a prepared invitation, or send it again."""
    invitation = invitation_in(row, invitation_id)
    page = ActionPage(
        heading=f"Send the invitation to {invitation.email}?",
        consequences=["A mail with the link goes to this address.", "Its fourteen days start now."],
        button="Send the invitation",
        gentle=True,
        done=f"The invitation to {invitation.email} is on its way.",
        back=reverse("invitations", args=[row.pk]),
        hidden={SEEN: newest_seen(invitation)},
        crumbs=crumbs_to(row),
        act=lambda: actions.send(invitation, actor=actor_of(request), seen=posted_seen(request)),
    )
    return action_page(request, page)


@for_organization(CHANGES)
def revoke(request: HttpRequest, row: Any, invitation_id: uuid.UUID) -> HttpResponse:
    """Revoke an invitation after a confirmation."""
    invitation = invitation_in(row, invitation_id)
    page = ActionPage(
        heading=f"Revoke the invitation to {invitation.email}?",
        consequences=["The link stops working at once. Nobody is told."],
        button="Revoke the invitation",
        done=f"The invitation to {invitation.email} is revoked.",
        back=reverse("invitations", args=[row.pk]),
        hidden={SEEN: newest_seen(invitation)},
        crumbs=crumbs_to(row),
        act=lambda: actions.revoke(invitation, actor=actor_of(request), seen=posted_seen(request)),
    )
    return action_page(request, page)


@public
@never_cache
def open_link(request: HttpRequest, token: str) -> HttpResponse:
    """Open the link of an invitation mail: save its id in the session and redirect, so that the URL hides the token."""
    invitation_id = actions.by_token(token)
    if invitation_id is None:
        raise Http404
    request.session[OPENED] = str(invitation_id)
    return redirect("invitation_accept")


@public
@never_cache
@sensitive_post_parameters("password1", "password2")
def accept(request: HttpRequest) -> HttpResponse:
    """Create the account that the opened invitation offers. A signed-in person cannot do this."""
    invitation = _opened(request)
    if request.user.is_authenticated or invitation.state != Invitation.State.OPEN or _is_over(invitation):
        return render(
            request, "people/invitation_closed.html", _why_closed(request, invitation), status=CONFLICT
        )
    form = AcceptForm(request.POST or None, invitation=invitation, initial={"name": invitation.name})
    is_refused = False
    if request.method == "POST" and form.is_valid():
        chosen = form.cleaned_data
        try:
            actions.accept(invitation, name=chosen["name"], password=chosen["password1"])
        except Refused as refused:
            add_refusals(refused, form)
            is_refused = True
        else:
            del request.session[OPENED]
            messages.success(
                request, "Your account is made. Sign in with your address and the password you chose."
            )
            return redirect("account_login")
    context = {
        "heading": f"Join {invitation.organization.name}",
        "invitation": invitation,
        "roles": [str(Role(role).label) for role in invitation.roles],
        "form": form,
    }
    return render(request, "people/invitation_accept.html", context, status=CONFLICT if is_refused else 200)


def _opened(request: HttpRequest) -> Invitation:
    found = (
        Invitation.objects.select_related("organization", "office")
        .filter(pk=request.session.get(OPENED))
        .first()
    )
    if found is None:
        raise Http404
    return found


def _is_over(invitation: Invitation) -> bool:
    is_closed = invitation.organization.state != Organization.State.ACTIVE
    return is_closed or invitation.expires_at <= clock.now()


def _why_closed(request: HttpRequest, invitation: Invitation) -> dict[str, object]:
    if request.user.is_authenticated:
        heading = "You are signed in already"
        why = (
            f"You are signed in as {request.user.email}. An invitation makes an account of its own, for the address to "
            "which it was sent; no other account can use it. Sign out first, then open the link again."
        )
    elif invitation.state == Invitation.State.ACCEPTED:
        heading, why = (
            "This invitation was used",
            "An account was made with it. An invitation works once. Sign in.",
        )
    else:
        heading = "This invitation no longer works"
        why = (
            "It was taken back, or its fourteen days are over. Ask the person who invited you for a new one."
        )
    return {"heading": heading, "why": why}
