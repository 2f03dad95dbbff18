"""Models of the directory."""

from designation.directory.models.directory import Directory
from designation.directory.models.entry import DirectoryEntry, DirectoryIdentifier, DirectoryWord
from designation.directory.models.imports import DirectoryImport
from designation.directory.models.lines import (
    ColumnMapping,
    ImportChunk,
    ImportPair,
    ImportRow,
    Outcome,
)
from designation.directory.models.removal import RemovedEntry

__all__ = [
    "ColumnMapping",
    "Directory",
    "DirectoryEntry",
    "DirectoryIdentifier",
    "DirectoryImport",
    "DirectoryWord",
    "ImportChunk",
    "ImportPair",
    "ImportRow",
    "Outcome",
    "RemovedEntry",
]
