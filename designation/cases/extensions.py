"""What cases add to the steps of shares, and to the pages of suspensions that contain a case."""

from __future__ import annotations

from designation.artifacts.models import Share
from designation.cases import actions
from designation.cases.models import Case
from designation.insider_risk.facts import mask_with
from designation.insider_risk.models import Suspension
from workflow.step_extensions import extend


def _pseudonym(suspension: Suspension) -> str:
    """Return the pseudonym of a person who was suspended to contain a case in which nobody unmasked them."""
    case = Case.objects.filter(
        person=suspension.person_id, contained_at=suspension.placed_at, unmasked_at__isnull=True
    ).first()
    return "" if case is None or not suspension.is_by_officers else case.pseudonym


extend(Share, "open_page", "download", order=1, effects=[actions.open_if_corroborated])
mask_with(_pseudonym)
