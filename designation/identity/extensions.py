"""What signing in adds to the outbox of jobs."""

from designation.identity import actions
from workflow import jobs

jobs.register(actions.NOTHING, actions.nothing)
