"""What the artifacts package adds to requests and windows, and its kinds of jobs."""

from __future__ import annotations

from designation.artifacts import actions, cascades, certificates, destroying, may_read, sealing
from designation.requests.models import Request
from designation.windows import window_access
from designation.windows.models import Window
from workflow import jobs
from workflow.jobs import Queues
from workflow.step_extensions import extend

extend(
    Window, "close", "cancel", "decline", "expire", cascades=[cascades.end_shares, cascades.end_credentials]
)
extend(Window, "note_destroyed", effects=[certificates.issue])
extend(Window, "destroy", jobs=[Queues(destroying.OF_WINDOW)])
extend(
    Request,
    "withdraw",
    "close_unanswered",
    "conclude",
    order=1,
    cascades=[cascades.destroy_artifacts, cascades.discard_agreements],
)

window_access.register(may_read.agreement_is_not_accepted)
jobs.register(actions.SEAL, sealing.seal_artifact)
jobs.register(destroying.OF_ARTIFACT, destroying.destroy_artifact)
jobs.register(destroying.OF_WINDOW, destroying.destroy_window)
