"""The models of artifacts and shares."""

from designation.artifacts.models.artifact import Artifact
from designation.artifacts.models.share import Share

__all__ = ["Artifact", "Share"]
