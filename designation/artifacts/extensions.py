"""What the artifacts package adds to requests and windows, and its kinds of jobs."""

from __future__ import annotations

from designation.artifacts import actions, cascades, certificates, destroying, sealing
from designation.requests.models import Request
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

jobs.register(actions.SEAL, sealing.seal_artifact)
jobs.register(destroying.OF_ARTIFACT, destroying.destroy_artifact)
jobs.register(destroying.OF_WINDOW, destroying.destroy_window)
