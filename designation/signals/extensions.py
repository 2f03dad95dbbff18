"""What signals add to the steps of shares: every reading is counted and looked at while it is recorded."""

from designation.artifacts.models import Share
from designation.signals import watching
from workflow.step_extensions import extend

extend(Share, "open_page", "download", effects=[watching.watch], cascades=[watching.stop])
