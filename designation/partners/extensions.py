"""What the partners package adds to earlier steps, to the question who may read, and its kind of job."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Exists, OuterRef, Q

from designation.frontier_models.models import FrontierModel
from designation.partners import cascades, effects, ending
from designation.partners.models import Partner, Selection
from designation.partners.parties import parties_follow_request, parties_follow_window
from designation.partners.rules import opening
from designation.people import record_names
from designation.requests.models import Request
from designation.windows.models import Window
from designation.windows.window_access import Condition, register
from workflow import jobs
from workflow.step_extensions import extend

extend(Request, "determine_not_covered", cascades=[cascades.end_selections])
extend(Request, "withdraw", "close_unanswered", "conclude", order=-1, cascades=[cascades.end_selections])
extend(Request, "recuse", effects=[parties_follow_request])
extend(FrontierModel, "move_release_earlier", "move_release_later", cascades=[cascades.move_openings])
extend(FrontierModel, "move_release_later", guards=[opening.no_early_access_is_live])
extend(Window, "open", guards=[opening.partner_is_on_the_roster, opening.government_access_is_over])
extend(
    Window,
    *("propose", "revise", "counter", "accept_terms", "approve", "decline", "expire", "cancel"),
    effects=[parties_follow_window],
)
extend(Window, "close", "cancel", "expire", cascades=[cascades.end_own_selection])


def _partner_is_not_active(now: datetime) -> Condition:
    active = Partner.objects.filter(
        organization=OuterRef("window__partner"), state="active", attested_until__gt=now
    )
    return Condition(
        "partner_not_active",
        "Your organization is not active on the roster now. Ask your organization's administrator.",
        Q(window__partner__isnull=False) & ~Q(Exists(active)),
    )


register(_partner_is_not_active)
record_names.register_selections(Selection.objects.all)
jobs.register(effects.END_ACCESS, ending.end_access)
