"""The files in `designation/deploy` as tests use them: what each unit starts, and settings by name."""

from __future__ import annotations

import shlex
import sys
from collections.abc import Mapping
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]
DEPLOY = ROOT / "designation" / "deploy"
UNITS = sorted(path.name for path in DEPLOY.glob("designation*.service"))
INSTALLED = "/srv/designation/current"
PYTHON = f"{INSTALLED}/.venv/bin/python"


def command_of(unit: str, changes: Mapping[str, str] | None = None) -> list[str]:
    """Return the command that a unit starts, with this environment's Python and with `changes` to its paths."""
    (line,) = [line for line in (DEPLOY / unit).read_text().splitlines() if line.startswith("ExecStart=")]
    return shlex.split(replaced(line, {"ExecStart=": "", PYTHON: sys.executable, **(changes or {})}))


def example(name: str) -> dict[str, str]:
    """Return the settings of an example file."""
    lines = shlex.split((DEPLOY / name).read_text(), comments=True)
    return dict(line.split("=", 1) for line in lines)


def replaced(text: str, changes: Mapping[str, str]) -> str:
    """Return the text with each key replaced. Every key has to occur."""
    for old, new in changes.items():
        assert old in text, old
        text = text.replace(old, new)
    return text
