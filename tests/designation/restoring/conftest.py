"""A real site that began and sealed its register, in a database of its own."""

import json
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command

from designation.web import degraded, health
from tests.designation.beginning.conftest import ANSWERS
from tests.workflow.restored.restoring import lost_afterward
from workflow.ledger.seal import seal


@pytest.fixture
def site(fresh_database: str, tmp_path: Path) -> None:
    """A site with two operators, sealed at register size 16."""
    (tmp_path / "begin.json").write_text(json.dumps(ANSWERS))
    call_command("begin", "--file", str(tmp_path / "begin.json"))
    assert seal() is not None


@pytest.fixture
def restored(site: None, django_db_blocker: Any) -> Any:
    """The site after an earlier copy of its database was put back: size 32 is missing."""
    with lost_afterward(django_db_blocker):
        call_command("begin", "--links")
        assert seal() is not None
    yield
    with health.client() as client:
        client.delete("heartbeat:refused")
    degraded.watch.look_again()
