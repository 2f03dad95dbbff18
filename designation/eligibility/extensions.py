"""What eligibility adds to the question who may read, to giving roles, and to opening accounts again."""

from __future__ import annotations

from designation.eligibility import at_other_steps, conditions, restricting
from designation.frontier_models.models import FrontierModel
from designation.people.models import Appointment, Organization
from designation.windows.window_access import register
from workflow.step_extensions import extend

for reason in conditions.EACH:
    register(conditions.registered(reason))

extend(Appointment, "activate", guards=[at_other_steps.identity_is_verified])
extend(Organization, "reopen_account", checks=[at_other_steps.no_other_account_is_open])
extend(FrontierModel, "restrict_variant", order=-2, effects=[restricting.note_who_may_read])
extend(FrontierModel, "restrict_variant", cascades=[restricting.record_restriction])
