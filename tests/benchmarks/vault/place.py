"""Where the rows of the vault work: a database, a vault on the disk, a renderer, and a world with a shared file."""

from __future__ import annotations

import os
import pickle
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from subprocess import run
from sys import executable
from typing import TYPE_CHECKING, Any, NamedTuple

from tests.benchmarks.databases import database, drop
from tests.benchmarks.on_disk import PLACE
from tests.benchmarks.pairs import Rounds

if TYPE_CHECKING:
    from designation.artifacts.models import Share
    from designation.demo.world import World

DATABASE = "bench_vault"
FILE_MIB = 1024
EVALUATORS = 72
"""Enough for 200 streams, of which one person may have three."""


class Site(NamedTuple):
    """The world, a large file and a report that are shared in its open window, and a session of each evaluator.

    `drafter` is the session of the developer's drafter, who uploads.
    """

    world: World
    file: Share
    report: Share
    sessions: list[str]
    drafter: str


@contextmanager
def a_vault(rounds: Rounds) -> Iterator[None]:
    """Let clients work in a world of their own, and remove it in the end."""
    from tests.renderer import renderer_process

    PLACE.mkdir(mode=0o700, exist_ok=True)
    folder = Path(tempfile.mkdtemp(prefix="bench-vault-", dir=PLACE))
    before = dict(os.environ)
    os.environ |= {
        "BENCH_VAULT": str(folder),
        "VAULT_DIR": str(folder / "vault"),
        "VAULT_MASTER_KEY": str(folder / "master" / "vault.key"),
        "UPLOAD_REQUEST_MIB": str(1 << 20),
    }
    try:
        with renderer_process() as (socket, _):
            os.environ["RENDERER_SOCKET"] = socket
            run([executable, "-m", "tests.benchmarks.vault.prepare", str(rounds.of(FILE_MIB, 8))], check=True)
            yield
    finally:
        os.environ.clear()
        os.environ.update(before)

        shutil.rmtree(folder, ignore_errors=True)
        drop(DATABASE)


def folder() -> Path:
    """Return the folder of this run, in which rows may leave files."""
    return Path(os.environ["BENCH_VAULT"])


def set_up() -> None:
    """Point Django at the database of the vault."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "designation.config.settings"
    os.environ["DATABASE_OWNER_URL"] = database(DATABASE)
    import django

    django.setup()


def keep(site: Site) -> None:
    """Keep what was prepared for the clients."""
    (folder() / "site").write_bytes(pickle.dumps(tuple(site)))


def site() -> Site:
    """Return what was prepared. Expects Django."""
    return Site(*pickle.loads((folder() / "site").read_bytes()))


def blocks(mebibytes: int) -> Iterator[bytes]:
    """Yield so much content in blocks of a mebibyte."""
    block = os.urandom(1 << 20)
    for _ in range(mebibytes):
        yield block


def uploaded(where: Site, mebibytes: int, title: str) -> Any:
    """Return an artifact of which no page is shown, received and not sealed yet."""
    from designation.artifacts import actions, receiving

    received = receiving.receive(blocks(mebibytes), "weights.bin")
    request = where.file.window.request
    return actions.upload(request, received, actor=where.world.actor("dana"), title=title)
