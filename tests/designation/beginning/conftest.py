"""A file of answers for `manage.py begin`, and a way to run the command as a person at a terminal does."""

import io
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

ANSWERS: dict[str, Any] = {
    "organization": "Office of Designations",
    "short_name": "OOD",
    "operators": [
        {"name": "Olga Stone", "email": "Olga@OOD.example", "office": "Accounts"},
        {"name": "Oskar Reed", "email": "oskar@ood.example", "office": "Platform"},
    ],
}
TYPED = [
    "Office of Designations",
    "OOD",
    "Olga Stone",
    "olga@ood.example",
    "Accounts",
    "Oskar Reed",
    "oskar@ood.example",
    "Platform",
    "yes",
]


class Said(NamedTuple):
    """What a command printed, and the sentence with which it ended in trouble."""

    out: str
    err: str
    trouble: str


@pytest.fixture
def answers_file(tmp_path: Path) -> Path:
    path = tmp_path / "begin.json"
    path.write_text(json.dumps(ANSWERS))
    return path


@pytest.fixture
def begin(monkeypatch: pytest.MonkeyPatch) -> Callable[..., Said]:
    """Run `manage.py begin` with these options, while these lines are typed."""

    def run(*options: str, typed: list[str] | None = None) -> Said:
        monkeypatch.setattr("sys.stdin", io.StringIO("".join(f"{line}\n" for line in typed or [])))
        out, err = io.StringIO(), io.StringIO()
        try:
            call_command("begin", *options, stdout=out, stderr=err)
        except CommandError as trouble:
            return Said(out.getvalue(), err.getvalue(), str(trouble))
        return Said(out.getvalue(), err.getvalue(), "")

    return run
