"""A site that really runs, or a message that says what is missing for it."""

import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from .site import RunningSite, missing_programs, running_site


@pytest.fixture
def site() -> Iterator[RunningSite]:
    """Install a site in a folder whose name is short enough for sockets."""
    if missing := missing_programs():
        pytest.skip(f"no {', '.join(missing)}: install postgresql-15, redis-server, nginx and openssl")
    with (
        tempfile.TemporaryDirectory(prefix="site-", ignore_cleanup_errors=True) as folder,
        running_site(Path(folder)) as running,
    ):
        yield running
        print(running.said())  # shown if the test fails
