"""What this package adds to the page of an access window: what is shared there, and the agreement about it."""

from __future__ import annotations

import uuid
from typing import Any

from django.db.models import Count, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce, JSONObject
from django.urls import reverse
from django.utils.dateparse import parse_datetime

from designation.access.permissions import Permission
from designation.artifacts.agreed import ASKED, summary
from designation.artifacts.may_read import NOT_ACCEPTED, Answer, may_download_now, of_downloads
from designation.artifacts.models import Agreement, Credential
from designation.artifacts.rules.shares import SHAREABLE_IN
from designation.web.step_links import steps_for, tag
from designation.windows.matter import WindowMatter
from designation.windows.models import Grant

NEVER_SHARED_IN = ("draft", "proposed", "countered", "declined")
"""The states in which nothing is or was shared."""


def shared_in(matter: WindowMatter) -> dict[str, Any]:
    """Return what is or was shared in the window, what can be read there, and what the reader may do."""
    if matter.window.state in NEVER_SHARED_IN or _is_shut_out(matter):
        return {}
    is_owner = matter.may(Permission.CONTROL_ACCESS)
    rows = list(matter.window.shares.select_related("artifact").order_by("state", "shared_at", "pk"))
    answers = _downloads(matter, rows)
    shown = [_in_words(row, matter, answers.get(row.pk)) for row in rows]
    return {
        "shared": shown,
        "against_every_download": _common(shown),
        "may_share": is_owner and matter.window.state in SHAREABLE_IN,
        "may_stop": is_owner,
        "has_certificate": matter.window.state == "destroyed" and matter.may(Permission.READ_WHOLE_LOG),
    }


def _is_shut_out(matter: WindowMatter) -> bool:
    """Return whether the reader is of a partner that is not active on the roster now."""
    if not matter.is_partner:
        return False
    standing: bool = matter.window.partner.partner.is_standing(matter.now)
    return not standing


def _common(shown: list[dict[str, Any]]) -> list[str]:
    """Return the reasons against downloading that hold for everything that is shared; each then shows none itself."""
    reasons = {tuple(one["against_download"]) for one in shown if one["is_active"]}
    if len(reasons) != 1:
        return []
    for one in shown:
        one["against_download"] = []
    return list(reasons.pop())


def _downloads(matter: WindowMatter, rows: list[Any]) -> dict[uuid.UUID, Answer]:
    """Return the reasons why an evaluator of the window may not download each active share."""
    person = matter.actor.id
    if person is None or matter.window.own_grant is None:
        return {}
    pairs = [(person, row.pk) for row in rows if row.state == "active"]
    return {share: answer for (_, share), answer in may_download_now(pairs).items()} if pairs else {}


def _in_words(row: Any, matter: WindowMatter, download: Answer | None) -> dict[str, Any]:
    artifact = row.artifact
    sentences = {one.code: one.sentence for one in of_downloads()}
    own_url = ""
    if matter.may(Permission.READ_ARTIFACTS):
        own_url = reverse("artifact", args=[matter.request.number, artifact.number])
    return {
        "title": artifact.title,
        "pages": artifact.pages,
        "legend": artifact.legend,
        "state": _state(row),
        "is_active": row.state == "active",
        "read_url": matter.link("share_read", row.pk) if row.state == "active" and artifact.pages else "",
        "download_url": matter.link("share_download", row.pk) if download and not download.reasons else "",
        "against_download": [sentences[code] for code in download.reasons if code in sentences]
        if download
        else [],
        "own_url": own_url,
        "id": row.pk,
        "at": row.shared_at,
    }


def credentials_of(matter: WindowMatter) -> dict[str, Any]:
    """Return the credentials of the window as its page shows them."""
    if matter.window.state in NEVER_SHARED_IN or _is_shut_out(matter):
        return {}
    is_owner = matter.may(Permission.CONTROL_ACCESS)
    rows = Credential.with_roles(matter.actor.id).filter(window=matter.window).select_related("grant__person")
    return {"credentials": [_credential_in_words(row, matter, is_owner=is_owner) for row in rows]}


def _credential_in_words(row: Any, matter: WindowMatter, *, is_owner: bool) -> dict[str, Any]:
    row.window = matter.window
    is_theirs = row.grant is None or row.grant.person_id == matter.actor.id
    return {
        "label": row.label,
        "address": row.address,
        "whose": row.grant.name_for(matter.side) if row.grant else "every evaluator",
        "state": tag(row.state, row.get_state_display(), final=row.state == "cut"),
        "show_url": matter.link("credential_show", row.pk) if row.state == "active" and is_theirs else "",
        "replace_url": matter.link("credential_replace", row.pk)
        if row.state == "active" and is_owner
        else "",
        "steps": steps_for(row, matter, lambda name: matter.link("credential_step", row.pk, name))
        if is_owner
        else [],
    }


def _state(row: Any) -> dict[str, str]:
    """Return the state of a share as a tag. A quarantine of its artifact matters more."""
    artifact = row.artifact
    if artifact.state == "quarantined":
        return tag(artifact.state, artifact.get_state_display())
    return tag(row.state, row.get_state_display(), final=row.state == "ended")


def agreement_of(matter: WindowMatter) -> dict[str, Any]:
    """Return the agreement that is in force, and whether the reader has accepted it or has to."""
    row = matter.window.agreement_in_force
    if row is None or _is_shut_out(matter):
        return {}
    shown = {
        "number": row["number"],
        "title": row["title"],
        "at": parse_datetime(row["at"]),
        "url": matter.link("window_agreement", row["number"]),
    }
    if matter.window.own_grant is None:
        if matter.may(Permission.READ_EVALUATORS):
            shown["summary"] = summary(row["given"], row["people"])
        return {"agreement": shown}
    against = matter.against_access
    shown["asks"] = any(refusal.code == NOT_ACCEPTED.code for refusal in against)
    others = [refusal.reason for refusal in against if refusal.code != NOT_ACCEPTED.code]
    return {"agreement": shown} | ({"own_access": {"reasons": others}} if against else {})


def _in_force() -> Subquery:
    """Return the agreement that is in force for a window, how many accepted it there, and of how many."""
    found = Agreement.objects.filter(request=OuterRef("request"), state="in_force")
    people = Grant.objects.filter(window=OuterRef(OuterRef("pk"))).order_by().values("window")
    given = people.filter(acceptances__agreement=OuterRef("pk"))
    asked = people.filter(Q(acceptances__agreement=OuterRef("pk")) | Q(state__in=ASKED))
    count = Count("pk", distinct=True)
    facts = JSONObject(
        number="number",
        title="title",
        at="in_force_at",
        given=Coalesce(Subquery(given.values(count=count)), 0),
        people=Coalesce(Subquery(asked.values(count=count)), 0),
    )
    return Subquery(found.order_by("-number").values(facts=facts)[:1])


CONTEXT = (shared_in, credentials_of, agreement_of)
ANNOTATIONS = {"agreement_in_force": _in_force}
"""What is read together with the window of a page."""
