"""Which entries of a record a reader may open, and the evidence made for that reader.

Requests and windows have a record. Entries that a
reader may not open still appear in the list and in the bundle, closed. They still count, and they are still
checked.
"""

from __future__ import annotations

import json
import logging
import uuid
from dataclasses import dataclass
from typing import Any

from django.db.models import OuterRef, Q, QuerySet, Subquery

from designation.access.permissions import Permission
from designation.people import feed
from designation.policies.witnesses import wanted
from designation.requests.matter import Matter
from designation.roles import Side
from designation.windows.matter import WindowMatter
from designation.windows.models import Grant
from workflow.ledger import canonical, register
from workflow.ledger.errors import LedgerError
from workflow.ledger.export import NotSealed, export
from workflow.ledger.seal import seal
from workflow.ledger.verify import BundleRefused, Report, verify
from workflow.models import Checkpoint, Entry, RegisterLeaf
from workflow.models.ledger import open_to

log = logging.getLogger(__name__)

CANNOT_SEAL = "The register cannot be sealed at this moment; its operator has been told why."
BOTH = [Side.DEVELOPER, Side.GOVERNMENT]
REQUEST, MODEL, ORIGINAL = "Request", "Model", "First registration"


def logs_of(matter: Matter) -> dict[uuid.UUID, str]:
    """Return the logs of a record with their labels, the matter's own log first.

    The record of a window is its log. That of a request has the logs of the model too, and of those windows in which
    the reader takes part.
    """
    if isinstance(matter, WindowMatter):
        return {matter.log_id: f"Window {matter.window.number}"}
    request = matter.request
    names = {request.log_id: REQUEST, request.model.log_id: MODEL}
    names = dict.fromkeys(request.model_log_ids(), ORIGINAL) | names
    windows = request.windows.filter(log__in=request.window_logs).order_by("number")
    labels = {log: f"Window {number}" for log, number in windows.values_list("log", "number")}
    return {request.log_id: REQUEST} | names | labels


def readable(matter: Matter) -> Q:
    """Return the condition for entries that the reader may open.

    A person who is only an evaluator may open what both sides know about the window or about their own grant.
    """
    if not _reads_in_part(matter):
        return open_to([matter.side])
    return Q(sides__contains=BOTH, subject_id__in=matter.own_subjects)


def may_open(entry: Entry, matter: Matter) -> bool:
    """Return whether the reader may open one entry, by the same rule as `readable`."""
    if not _reads_in_part(matter):
        return feed.may_read(entry, matter.side)
    return set(BOTH) <= set(entry.sides) and entry.subject_id in matter.own_subjects


def _reads_in_part(matter: Matter) -> bool:
    return isinstance(matter, WindowMatter) and not matter.may(Permission.READ_WHOLE_LOG)


def with_sealing(entries: QuerySet[Any]) -> QuerySet[Any]:
    """Annotate each entry with the first checkpoint that includes it.

    The annotations are `checkpoint` (its number), `register_size` and `sealed_at`.
    """
    head = RegisterLeaf.objects.filter(log=OuterRef("log_id"), size__gt=OuterRef("index")).order_by("size")
    first = Checkpoint.objects.filter(size__gt=OuterRef("head_place")).order_by("size")
    placed = entries.annotate(head_place=Subquery(head.values("index")[:1]))
    return placed.annotate(
        checkpoint=Subquery(first.values("id")[:1]),
        register_size=Subquery(first.values("size")[:1]),
        sealed_at=Subquery(first.values("at")[:1]),
    )


class NotCosigned(LedgerError):
    """There is no checkpoint that every required witness has cosigned."""

    code = "not_cosigned"


def cosigned_checkpoint() -> Checkpoint:
    """Return the newest checkpoint that every witness required by the policy has cosigned. Raises: NotCosigned."""
    witnesses = wanted()
    if not witnesses:
        raise NotCosigned("The policy in force names no witness.")
    found = register.latest_cosigned(witnesses)
    if found is None:
        raise NotCosigned("No checkpoint is cosigned by every witness that is wanted.")
    return found


def bundle(matter: Matter, *, older_size: int | None = None, at: Checkpoint | None = None) -> bytes:
    """Return the evidence bundle as this reader may open it, at the newest checkpoint or at the one given by `at`.

    `older_size` is the register size of a checkpoint that the reader kept. Raises: NotSealed,
    NoSuchCheckpoint.
    """
    data = export(
        logs_of(matter), may_open=lambda entry: may_open(entry, matter), older_size=older_size, at=at
    )
    hidden = _pseudonymous(matter)
    return _without_names(data, hidden) if hidden else data


def _pseudonymous(matter: Matter) -> set[tuple[str, str]]:
    """Return (subject, actor) pairs whose names this reader must not see.

    They are a grant with its person, and, with an empty subject, everything that is done under a grant.
    """
    if matter.side == Side.GOVERNMENT:
        return set()
    grants = Grant.pseudonymous().filter(window__request=matter.request).values_list("pk", "person")
    return {pair for grant, person in grants for pair in ((str(grant), str(person)), ("", str(grant)))}


def _without_names(data: bytes, hidden: set[tuple[str, str]]) -> bytes:
    """Return the bundle without these actors' names. Their commitments stay, so everything still verifies."""
    written = json.loads(data)
    for one in written["logs"]:
        for entry in one["entries"]:
            body = entry.get("body", {})
            if not hidden.isdisjoint([(body.get("subject"), body.get("actor")), ("", body.get("actor"))]):
                entry["personal"] = {}
    return canonical.encode(written)


@dataclass(frozen=True)
class Checked:
    """The result of a check: a report if the record is valid, or a refusal if it is not.

    Both are empty if nothing is sealed yet. `checked` and `refusal` are sentences. `unsealed` says why the
    latest entries could not be sealed before the check.
    """

    report: Report | None = None
    checked: tuple[str, ...] = ()
    refusal: str = ""
    code: str = ""
    unsealed: str = ""


def check(matter: Matter) -> Checked:
    """Seal the open entries, make this reader's bundle, and run the real verifier on its bytes."""
    unsealed = ""
    try:
        seal()
    except LedgerError as error:
        log.error("sealing before a check failed: %s", error.code)
        unsealed = CANNOT_SEAL
    try:
        report = verify(bundle(matter), witnesses=wanted(), quorum=0)
    except NotSealed as error:
        return Checked(unsealed=unsealed or str(error))
    except BundleRefused as refused:
        log.error("a record does not hold: %s, log %s, entry %s", refused.code, refused.log, refused.entry)
        return Checked(refusal=_in_words(refused.sentence(), matter), code=refused.code, unsealed=unsealed)
    checked = tuple(_in_words(sentence, matter) for sentence in report.checked)
    return Checked(report, checked, unsealed=unsealed)


def _in_words(sentence: str, matter: Matter) -> str:
    """Return a sentence from the verifier with each log called by its label instead of its id alone."""
    for log_id, name in logs_of(matter).items():
        for written in (f"Log {log_id}", f"log {log_id}"):
            sentence = sentence.replace(written, f"The {name.lower()} (log {str(log_id)[:8]}…)")
    return sentence
