"""What cases add to the steps of shares, and to the pages of suspensions that contain a case."""

from __future__ import annotations

from django.db.models import Exists, OuterRef, Q

from designation.artifacts.models import Share
from designation.cases import actions
from designation.cases.models import Case
from designation.insider_risk import masks
from designation.signals.pseudonyms import pseudonym
from workflow.step_extensions import extend


def _is_masked() -> Q:
    """Return the condition that a suspension was placed to contain a case in which nobody unmasked the person."""
    contained = Case.objects.filter(
        person=OuterRef("person"), contained_at=OuterRef("placed_at"), unmasked_at__isnull=True
    )
    return Q(Exists(contained), placed_as="officers")


extend(Share, "open_page", "download", order=1, effects=[actions.open_if_corroborated])
masks.register(masks.Mask(_is_masked, lambda suspension: pseudonym(suspension.person_id)))
