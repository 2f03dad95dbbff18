"""What the windows package adds to requests and models, and to what readers of a record may see."""

from __future__ import annotations

import uuid

from designation.access import own_subjects
from designation.frontier_models.models import FrontierModel
from designation.people import record_names
from designation.requests.models import Request
from designation.windows import cascades, rules_for_requests
from designation.windows.models import Grant
from workflow.step_extensions import extend

extend(Request, "submit", guards=[rules_for_requests.release_cuts_no_window])
extend(Request, "conclude", guards=[rules_for_requests.no_window_is_live])
extend(Request, "determine_not_covered", cascades=[cascades.end_windows])
extend(
    Request,
    "withdraw",
    "close_unanswered",
    "conclude",
    cascades=[cascades.end_windows, cascades.destroy_closed_windows],
)
extend(Request, "recuse", cascades=[cascades.end_own_grants])
extend(FrontierModel, "move_release_earlier", cascades=[cascades.trim_windows])


def _windows_evaluated(request: uuid.UUID, person: uuid.UUID) -> frozenset[uuid.UUID]:
    """Return the ids of the windows of a request in which a person evaluates, and of the grants for them."""
    pairs = Grant.objects.filter(window__request=request).naming(person).values_list("window", "pk")
    return frozenset(key for pair in pairs for key in pair)


own_subjects.register(_windows_evaluated)
record_names.register_aliases(every=Grant.objects.all, pseudonymous=Grant.pseudonymous)
