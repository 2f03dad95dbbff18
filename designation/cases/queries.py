"""The accesses of one person, or to one artifact, from the entries of the windows' logs, by pseudonym."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import QuerySet

from designation.artifacts.models import Artifact, Share
from designation.signals.pseudonyms import pseudonym
from designation.windows.models import Grant
from workflow.models import Entry

OPENINGS = {"share.page_opened": "Page opened", "share.downloaded": "Download begun"}
MOST = 2000
"""How many accesses a timeline shows at most, the newest."""


@dataclass(frozen=True)
class Access:
    """One recorded access. `proof` is the entry's leaf in the window's log, which names nobody."""

    at: datetime
    who: str
    what: str
    artifact: Any
    page: Any
    log: uuid.UUID
    index: int
    proof: str

    @property
    def evidence(self) -> dict[str, object]:
        """The access without a name or an id of a person, for evidence files."""
        return {
            "at": self.at,
            "who": self.who,
            "what": self.what,
            "artifact": str(self.artifact.pk),
            "page": self.page,
            "entry": self.index,
            "log": str(self.log),
            "leaf": self.proof,
        }


def accesses_of(person: uuid.UUID | None) -> list[Access]:
    """Return the accesses of a person in every window, oldest first."""
    if person is None:
        return []
    grants = Grant.objects.filter(person=person).exclude(state="nominated")
    logs = grants.values("window__log")
    labels = {str(key): person for key in grants.values_list("pk", flat=True)}
    return _accesses(Entry.objects.filter(log__in=logs, actor__in=list(labels)), labels)


def accesses_to(artifact: Artifact) -> list[Access]:
    """Return the accesses to an artifact by everybody, oldest first."""
    shares = Share.objects.filter(artifact=artifact)
    rows = Grant.objects.filter(window__in=shares.values("window")).values_list("pk", "person")
    return _accesses(
        Entry.objects.filter(subject_id__in=list(shares.values_list("pk", flat=True))),
        {str(key): person for key, person in rows},
    )


def _accesses(entries: QuerySet[Entry], people: dict[str, uuid.UUID]) -> list[Access]:
    newest = list(entries.filter(event__in=list(OPENINGS)).order_by("-at", "-id")[:MOST])
    artifacts = _artifacts({entry.subject_id for entry in newest})
    return [
        Access(
            at=entry.at,
            who=pseudonym(people.get(entry.actor)),
            what=OPENINGS[entry.event],
            artifact=artifacts[entry.subject_id],
            page=entry.details.get("page", ""),
            log=entry.log_id,
            index=entry.index,
            proof=bytes(entry.leaf).hex(),
        )
        for entry in reversed(newest)
        if entry.subject_id in artifacts
    ]


def _artifacts(shares: Iterable[uuid.UUID]) -> dict[uuid.UUID, Any]:
    found = Share.objects.filter(pk__in=list(shares)).select_related("artifact__request")
    return {share.pk: share.artifact for share in found}
