"""The log of the directory, which every change of its entries needs an entry in."""

from __future__ import annotations

import uuid

DIRECTORY_LOG = uuid.UUID("0b9c1d4e-5a0f-5a37-8f43-2b6c7d90e1a5")
"""The id of the directory and of its one log."""
