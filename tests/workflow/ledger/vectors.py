"""Reads the vectors that accompany LEDGER.md."""

import json
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).resolve().parent.parent / "vectors"


def load(name: str) -> Any:
    """Return the vectors in the file `name`."""
    return json.loads((FOLDER / name).read_text(encoding="utf-8"))
