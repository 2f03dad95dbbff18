"""The models of artifacts and shares, and of downloads under way."""

from designation.artifacts.models.artifact import Artifact
from designation.artifacts.models.download import Download
from designation.artifacts.models.share import Share

__all__ = ["Artifact", "Download", "Share"]
