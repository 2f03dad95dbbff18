"""What this package adds to the page of an access window, and to the pages that say why somebody cannot read."""

from __future__ import annotations

from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef
from django.db.models.functions import JSONObject
from django.utils.dateparse import parse_datetime

from designation.access.permissions import Permission
from designation.break_glass.facts import state_tag, title_of
from designation.break_glass.models import BreakGlass
from designation.people.models import Person
from designation.windows.matter import WindowMatter
from designation.windows.models import Grant
from designation.windows.terms import allows_break_glass
from workflow.affordances import creation_affordance

NEVER_IN = ("draft", "proposed", "countered", "declined", "canceled")
"""The states of a window in which nobody has or had access."""
NOBODY_ASKED = "Nobody has asked for emergency access in this window."
NOT_ASKED = "You have not asked for emergency access in this window."


def known_in(matter: WindowMatter) -> Any:
    """Return the emergency accesses of the window that the reader may know of: all, or an evaluator's own."""
    rows = BreakGlass.with_roles(matter.actor.id).filter(window=matter.window)
    rows = rows.select_related("grant__person__office__organization")
    return rows if matter.may(Permission.READ_EVALUATORS) else rows.filter(grant__person=matter.actor.id)


def emergency_accesses(matter: WindowMatter) -> dict[str, Any]:
    """Return the emergency accesses of a window whose terms allow them, the newest first."""
    terms = matter.window.terms
    if terms is None or not allows_break_glass(terms.content) or matter.window.state in NEVER_IN:
        return {}
    sees_all = matter.may(Permission.READ_EVALUATORS)
    known = (row for row in matter.window.emergencies if sees_all or row["person"] == str(matter.actor.id))
    rows = [_in_words(row, matter) for row in known]
    asking = may_ask(matter)
    if not (rows or asking or sees_all):
        return {}
    return {"emergency": {"rows": rows, "empty": NOBODY_ASKED if sees_all else NOT_ASKED}} | asking


def may_ask(matter: WindowMatter) -> dict[str, Any]:
    """Return the address of the page on which the reader asks for emergency access, if they can ask now."""
    terms = matter.window.terms
    if matter.window.own_grant is None or terms is None or not allows_break_glass(terms.content):
        return {}
    if not matter.against_access:
        return {}
    offer = creation_affordance(BreakGlass, "ask", matter.window, matter.actor, now=matter.now)
    can = offer is not None and offer.allowed
    return {"emergency_ask_url": matter.link("break_glass_ask")} if can else {}


def _in_words(row: dict[str, Any], matter: WindowMatter) -> dict[str, Any]:
    grant = Grant(person=Person(name=row["name"]), names=row["names"], pseudonym=row["pseudonym"])
    return {
        "title": title_of(grant, matter.side),
        "state": state_tag(row["state"]),
        "asked_at": parse_datetime(row["asked_at"]),
        "ends_at": parse_datetime(row["ends_at"]) if row["state"] == "active" else None,
        "url": matter.link("break_glass", row["id"]),
    }


def _emergencies() -> ArraySubquery:
    """Return the annotation for the emergency accesses of a window, the newest first."""
    rows = BreakGlass.objects.filter(window=OuterRef("pk")).order_by("-asked_at", "pk")
    facts = JSONObject(
        id="pk",
        state="state",
        asked_at="asked_at",
        ends_at="ends_at",
        person="grant__person",
        name="grant__person__name",
        names="grant__names",
        pseudonym="grant__pseudonym",
    )
    return ArraySubquery(rows.values(facts=facts))


ANNOTATIONS = {"emergencies": _emergencies}
"""What is read together with the window of a page."""
CONTEXT = (emergency_accesses,)
WHEN_REFUSED = (may_ask,)
