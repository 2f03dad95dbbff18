"""Tells operators that no checkpoint is signed, because the database lies behind what was signed.

Each case is mailed once, however often sealing is tried and by however many workers.
"""

from __future__ import annotations

import hashlib

from django.db import transaction

from designation.people.models import Site
from designation.web import health
from workflow import clock, mail, outbox
from workflow.jobs import NewJob
from workflow.ledger import newest
from workflow.ledger.errors import LedgerError
from workflow.ledger.newest import NewestMissing, NewestUnusable, RegisterBehind
from workflow.models import Job

EVENT = "register.refused"


def why() -> str:
    """Return why no checkpoint can be signed, if the file beside the keys is the reason; otherwise an empty text."""
    if not newest.is_kept_here():
        return health.why_refused()
    try:
        newest.checked()
    except (RegisterBehind, NewestMissing, NewestUnusable) as refused:
        return str(refused)
    return ""


def tell(refused: LedgerError) -> None:
    """Let every page say it, and queue a mail to the operators unless this case was told already."""
    health.note_refused(str(refused))
    case = hashlib.sha256(str(refused).encode()).hexdigest()
    with transaction.atomic():
        newest.take_turns()
        site = Site.objects.select_related("organization").first()
        if site is None or Job.objects.filter(event=EVENT, inputs__case=case).exists():
            return
        about = site.organization
        jobs = [NewJob(one.kind, {**one.inputs, "case": case}) for one in mail.jobs_for(EVENT)]
        outbox.add(
            jobs,
            log_id=about.log_id,
            machine=about._meta.label,
            subject_id=about.pk,
            event=EVENT,
            now=clock.now(),
        )
