"""The job that ends what a partner has, after it left the roster or was removed. It can be repeated."""

from __future__ import annotations

from datetime import datetime

from designation.partners.models import Partner
from designation.partners.states import NOT_A_PARTNER, OVER
from workflow.guards import CLOCK
from workflow.models import Job
from workflow.perform import perform


def end_access(job: Job) -> None:
    """End every selection of a partner that is no longer on the roster, and with it every early access.

    Nobody of the partner can read from the moment of the step on; this ends what is agreed and starts destruction.
    Invitations to the organization's account that nobody accepted are revoked.
    """
    partner = Partner.objects.filter(pk=job.subject_id, state__in=NOT_A_PARTNER).first()
    if partner is not None:
        end_what_it_has(partner, key=job.key)


def end_what_it_has(partner: Partner, *, key: str, now: datetime | None = None) -> None:
    """End the selections and revoke the invitations of a partner, once for each `key`. Raises: Refused.

    A refusal means that the clock ended something first. What is left is ended when this is called again.
    """
    if partner.organization is not None:
        for invitation in partner.organization.invitations.filter(state="open").order_by("pk"):
            perform(invitation, "revoke", actor=CLOCK, key=f"{key} {invitation.pk}", now=now)
    for selection in partner.selections.exclude(state__in=OVER).order_by("pk"):
        perform(selection, "end", actor=CLOCK, key=f"{key} {selection.pk}", now=now)
