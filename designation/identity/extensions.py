"""What signing in adds: jobs, and what happens to passkeys and sessions in steps of people."""

from designation.identity import actions
from designation.identity.factors import record
from designation.identity.models import FactorReset
from designation.people.models import Organization
from workflow import jobs
from workflow.step_extensions import extend

jobs.register(actions.NOTHING, actions.nothing)
record.connect()
extend(Organization, "close_account", effects=[record.remove_of_closed])
extend(Organization, "end_sessions", effects=[actions.tell_signed_out])
extend(FactorReset, "reset", effects=[record.remove_of_reset])
