"""The models of artifacts, shares, downloads, credentials and agreements, and of what follows the end of a window."""

from designation.artifacts.models.agreement import Acceptance, Agreement
from designation.artifacts.models.artifact import Artifact
from designation.artifacts.models.credential import Credential
from designation.artifacts.models.download import Download
from designation.artifacts.models.ending import Attestation, Destruction
from designation.artifacts.models.share import Share

__all__ = [
    "Acceptance",
    "Agreement",
    "Artifact",
    "Attestation",
    "Credential",
    "Destruction",
    "Download",
    "Share",
]
