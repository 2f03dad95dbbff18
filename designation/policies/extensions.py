"""What the policies package tells the engine: which days are closed, and the job that moves the clocks."""

from designation.policies.lifecycle.closure import MOVE_CLOCKS
from designation.policies.models.closure import IN_FORCE
from workflow import jobs
from workflow.closing import closed_days
from workflow.closing.moving import move_clocks

closed_days.register(IN_FORCE)
jobs.register(MOVE_CLOCKS, move_clocks)
