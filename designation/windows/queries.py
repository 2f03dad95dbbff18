"""What pages read with a window, in the same query."""

from __future__ import annotations

from dataclasses import dataclass, fields

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef, QuerySet
from django.db.models.functions import JSONObject

from designation.people import feed
from designation.windows.models import Interruption, TermsSignature, Window
from workflow.models import Entry


def with_interruptions(windows: QuerySet[Window]) -> QuerySet[Window]:
    """Annotate each window with `suspended`: a list of the intervals in which its access was suspended.

    Each interval has `start` and `end`. No additional query is needed.
    """
    times = Interruption.objects.filter(window=OuterRef("pk")).order_by("from_at", "until_at")
    return windows.annotate(
        suspended=ArraySubquery(times.values(pair=JSONObject(start="from_at", end="until_at")))
    )


def signatures() -> ArraySubquery:
    """Return the annotation for the signatures on a window's present terms."""
    signatures = TermsSignature.objects.filter(terms=OuterRef("terms")).order_by("at")
    return ArraySubquery(
        signatures.values(one=JSONObject(name="name", organization="organization__name", at="at"))
    )


@dataclass(frozen=True)
class Told:
    """The ledger entry of one suspension, with the fields that `feed.actor_name_for` and `feed.may_read` need."""

    at: str
    reason: str
    sides: list[str]
    actor: str
    actor_name: str | None
    pseudonym: str | None


def suspensions_visible() -> ArraySubquery:
    """Return the annotation for the ledger entries of a window's suspensions, newest first."""
    entries = feed.named(Entry.objects.filter(subject_id=OuterRef("pk"), event="window.suspended"))
    names = {field.name: field.name for field in fields(Told)} | {"reason": "details__reason"}
    return ArraySubquery(entries.order_by("-index").values(told=JSONObject(**names)))
