"""The agreement as the people of a window read it, and an evaluator's acceptance of it.

The form of an evaluator carries a token that says which text this page showed to this person. Without it, nothing is
accepted (`rules.agreements.text_was_shown`).
"""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.cache import never_cache

from designation.access.permissions import Permission
from designation.artifacts import actions, agreement_text
from designation.artifacts.agreed import agreed
from designation.artifacts.forms import AcceptForm
from designation.artifacts.models import Acceptance, Agreement
from designation.artifacts.views.agreements import state_of, text_file
from designation.content.instants import written
from designation.web.documents import Document, Signers
from designation.web.signing_page import SigningPage, signing_page
from designation.windows.matter import WindowMatter, for_window
from designation.windows.models import Grant
from workflow.affordances import creation_affordance

TOKEN_LENGTH = 1000
ACCEPTED = "You accepted version {} of the agreement. You can read what is shared while the window is open."


@for_window(Permission.READ_WINDOW)
@never_cache
def window_agreement(http: HttpRequest, matter: WindowMatter, version: int) -> HttpResponse:
    """Show a version of the agreement in full. An evaluator who has not accepted it accepts it here."""
    row = _agreement(matter, version)
    grant = _own_grant(matter)
    if grant is not None and _is_asked(matter, row, grant):
        return _accept(http, matter, row, grant)
    if http.method == "POST":
        raise Http404
    own = [] if grant is None else list(grant.acceptances.filter(agreement=row))
    context = _shown(matter, row) | {
        "own": own[0] if own else None,
        "people": agreed(row, matter.side, [matter.window]) if matter.may(Permission.READ_EVALUATORS) else [],
        "present_url": _present(matter, row),
    }
    return render(http, "artifacts/agreement_read.html", context)


@for_window(Permission.READ_WINDOW)
def window_agreement_file(_http: HttpRequest, matter: WindowMatter, version: int) -> HttpResponse:
    """Return the text of a version as a file, whose SHA-384 digest is the one in the record."""
    return text_file(_agreement(matter, version), matter.request.number)


def _accept(http: HttpRequest, matter: WindowMatter, row: Agreement, grant: Any) -> HttpResponse:
    """Show the whole text above the form. On POST, accept exactly the text that the form's page showed."""
    form = AcceptForm(http.POST if http.method == "POST" else None)
    shown = agreement_text.token(
        person=matter.actor.id,
        grant=grant.pk,
        agreement=row.pk,
        digest=agreement_text.digest(row.title, row.text),
        at=matter.now,
    )

    def act() -> Acceptance:
        return actions.accept_agreement(
            grant,
            row,
            actor=matter.actor,
            shown=http.POST.get("shown", "")[:TOKEN_LENGTH],
            accepted=form.cleaned_data["accepted"],
        )

    page = SigningPage(
        document=lambda: Document(
            f"Version {row.number}, in force since {written(row.in_force_at)}",
            template="artifacts/agreement_text.html",
            digest=row.digest,
            button="Accept this agreement",
        ),
        signers=Signers(on_last=[Acceptance.CREATIONS[0].consequence]),
        heading=row.title,
        button="Accept this agreement",
        back=matter.url,
        act=act,
        done=ACCEPTED.format(row.number),
        form=form,
        hidden={"shown": shown},
        gentle=True,
        context=_shown(matter, row),
    )
    return signing_page(http, page)


def _shown(matter: WindowMatter, row: Agreement) -> dict[str, Any]:
    return matter.context(
        "windows",
        state=state_of(row),
        heading=row.title,
        page_title=f"Agreement, version {row.number}",
        crumbs=matter.crumbs(),
        agreement=row,
        file_url=matter.link("window_agreement_file", row.number),
    )


def _agreement(matter: WindowMatter, version: int) -> Agreement:
    """Return a version that is or was in force. Evaluators and partners read the present one and those accepted there.

    Raises: Http404.
    """
    row: Agreement = get_object_or_404(Agreement, request=matter.request, number=version)
    reads_all = matter.may(Permission.READ_EVALUATORS)
    if row.state == "in_force" or (reads_all and matter.may(Permission.READ_NEGOTIATION)):
        return row
    accepted = row.acceptances.filter(window=matter.window)
    if not (accepted if reads_all else accepted.filter(grant__person=matter.actor.id)).exists():
        raise Http404
    return row


def _own_grant(matter: WindowMatter) -> Any:
    """Return the grant under which the reader takes part in the window, with their roles; or None."""
    rows = Grant.with_roles(matter.actor.id).filter(window=matter.window, person=matter.actor.id)
    found = rows.exclude(state="ended").first()
    if found is not None:
        found.window = matter.window
    return found


def _is_asked(matter: WindowMatter, row: Agreement, grant: Any) -> bool:
    """Return whether the reader could accept this version now."""
    if row.state != "in_force" or grant.acceptances.filter(agreement=row).exists():
        return False
    offer = creation_affordance(Acceptance, "accept", grant, matter.actor, now=matter.now)
    return offer is not None and offer.allowed


def _present(matter: WindowMatter, row: Agreement) -> str:
    """Return the address of the version in force, if this is another one."""
    present = matter.request.agreements.filter(state="in_force").exclude(pk=row.pk).first()
    return matter.link("window_agreement", present.number) if present else ""
