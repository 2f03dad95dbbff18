"""What the windows package adds to requests and models, and to the names in a record."""

from __future__ import annotations

from designation.frontier_models.models import FrontierModel
from designation.people import record_names
from designation.requests.models import Request
from designation.windows import cascades, rules_for_requests
from designation.windows.involvements import parties_leave_windows
from designation.windows.models import Grant, Window
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
extend(Request, "recuse", cascades=[cascades.end_own_grants], effects=[parties_leave_windows])
extend(FrontierModel, "move_release_earlier", cascades=[cascades.trim_windows])

record_names.register_windows(Window.objects.all)
record_names.register_aliases(every=Grant.objects.all, pseudonymous=Grant.pseudonymous)
