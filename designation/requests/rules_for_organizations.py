"""Rules that the requests package adds to the steps of organizations."""

from __future__ import annotations

from typing import Any

from designation.requests.models import Request
from workflow.guards import Pass, Refusal, StepContext, Verdict


def no_request_is_under_way(organization: Any, _context: StepContext) -> Verdict:
    """A developer may not be closed while a request is under way, because only its people can withdraw it."""
    waiting = Request.objects.under_way().filter(model__developer=organization).count()
    if not waiting:
        return Pass()
    words = "a request is" if waiting == 1 else f"{waiting} requests are"
    reason = (
        f"Here {words} under way, which only its own people can withdraw. They withdraw first, or it ends."
    )
    return Refusal("requests_under_way", reason)
