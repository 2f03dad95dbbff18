"""What is burned into a page that somebody reads: the reader, the time, a code, the legend and the banner."""

from __future__ import annotations

import secrets
from datetime import datetime
from typing import Any

from designation.artifacts.models import Share
from designation.content.instants import written
from designation.people import record_names
from designation.requests.matter import handling
from designation.vault.rendering.client import Mark
from designation.windows.models import Grant
from designation.windows.terms import BY_NAME

LETTERS = "ACDEFGHJKLMNPQRTUVWXY34679"
CODE_LENGTH = 8


def new_code() -> str:
    """Return a short random code that leads from a picture of a page to the entry of its reading."""
    return "".join(secrets.choice(LETTERS) for _ in range(CODE_LENGTH))


def mark_of(share: Share, person: Any, code: str, now: datetime) -> Mark:
    """Return the mark for a reader. The terms say whether it shows the name or the pseudonym."""
    grants = Grant.objects.select_related("person__office__organization").exclude(state="ended")
    grant = grants.get(window=share.window, person=person)
    name = grant.person.name if grant.names == BY_NAME else record_names.called(grant.pseudonym)
    return Mark(
        name=f"{name}, {grant.person.organization.short_name}",
        time=written(now),
        code=code,
        legend=share.artifact.legend,
        banner=handling(share.window.request),
    )
