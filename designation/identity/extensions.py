"""What signing in adds to the outbox of jobs, and to the steps of people."""

from designation.identity import actions
from designation.people.models import Organization
from workflow import jobs
from workflow.step_extensions import extend

jobs.register(actions.NOTHING, actions.nothing)
extend(Organization, "end_sessions", effects=[actions.tell_signed_out])
