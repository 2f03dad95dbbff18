"""A process killed (`kill -9`) at any point of sharing, reading, sealing or destroying leaves nothing half done.

It dies before and after each statement that writes and each COMMIT, and before each write, key, object and call of the
renderer. Then somebody does the same again.
"""

from __future__ import annotations

import pickle
import re
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.test import Client

import designation
from designation.artifacts import actions, destroying, receiving, sealing, storage
from designation.artifacts.models import Artifact, Share
from designation.demo import shared as demonstration
from designation.demo.world import World
from designation.models import Window
from designation.vault.errors import KeyDestroyed
from tests.database_templates import Kept, copy_of_database
from tests.designation.artifacts.reading import Reader, readings
from tests.designation.vault.rendering.made import pdf, text
from tests.designation.walking import at_present, catch_up, fresh, request_in, window_in
from tests.proved import proved
from tests.workflow.faults import killing
from workflow.models import Entry, Job

pytestmark = [pytest.mark.race, pytest.mark.usefixtures("renderer")]

HERE = Path(designation.__file__).parent
SEAMS = {
    "vault/durable.py": ("begin", "write_all", "publish", "mark", "remove"),
    "vault/folder_keys.py": ("create", "wrap", "unwrap", "destroy"),
    "vault/rendering/client.py": ("inspect", "page", "text"),
    "artifacts/storage.py": ("ensure", "open_share", "signing_key"),
}
"""Which functions of the product are called at a point, by their files."""
SHOWING = ("page", "text")


def writes(statement: str) -> bool:
    return re.match(r"\s*(SELECT|SAVEPOINT|RELEASE|SET)\b", statement) is None


def at_seams(work: Callable[[], Any], left: Path) -> Callable[[], Any]:
    """Return the work with a point at each call of a seam; a file says whether the content was handed to anybody."""

    seams = {(str(HERE / file), name) for file, names in SEAMS.items() for name in names}

    def trace(frame: Any, event: str, _argument: Any) -> None:
        called = frame.f_code.co_filename, frame.f_code.co_name
        if called in seams:
            if called[1] in SHOWING:
                left.touch()
            killing.point()

    def traced() -> None:
        sys.settrace(trace)
        work()

    return traced


@dataclass
class Matter:
    """A world with an open window and a sealed artifact, committed, and what left the process that died."""

    world: World
    window: Window
    report: Artifact
    left: Path

    def deaths(self, begin: Callable[[], Callable[[], Any]]) -> Iterator[bool]:
        def begun() -> Callable[[], Any]:
            self.left.unlink(missing_ok=True)
            return at_seams(begin(), self.left)

        return killing.every_death(begun, writes)

    def shares(self) -> Share:
        made = actions.share(self.report, self.window, actor=self.world.actor("carl"))
        return Share.objects.select_related("artifact", "window__request").get(pk=made.pk)

    def received(self) -> Artifact:
        content = receiving.receive([pdf(text("A page"))], "report.pdf")
        return actions.upload(self.window.request, content, actor=self.world.actor("dana"), title="A file")


@pytest.fixture
def matter(people_kept: Kept, django_db_blocker: object, tmp_path: Path) -> Iterator[Matter]:
    with copy_of_database(django_db_blocker, of=people_kept.database):
        world = at_present(pickle.loads(people_kept.made))
        window = window_in(world, request_in(world, "covered"), "open", opens_in=0.01, days=10)
        report = demonstration.uploaded(world, window.request, "larkspur-report.pdf", "Model report")
        catch_up(world)
        yield Matter(world, window, report, tmp_path / "left")


def events(subject: Any, event: str) -> int:
    return Entry.objects.filter(subject_id=subject.pk, event=event).count()


def is_readable(share: Share) -> bool:
    return storage.open_share(share).read(0, 5) == b"%PDF-"


def test_an_artifact_is_shared_whole_or_not_at_all(matter: Matter) -> None:
    key = storage.key_of_window(matter.window)

    def begin() -> Callable[[], Any]:
        for share in Share.objects.filter(state="active"):
            matter.world.act(share, "end", "dana")
        for file in (settings.VAULT_DIR / "keys").rglob(f"*{key}*"):
            file.unlink()  # as if nothing had been shared in this window yet
        return matter.shares

    for _died in matter.deaths(begin):
        found = Share.objects.filter(state="active").select_related("artifact", "window__request")
        for share in found:
            assert is_readable(share)
            assert events(share, "share.begun") == 1
        if not found:
            assert Entry.objects.filter(event="share.begun").count() == Share.objects.count()
            assert is_readable(matter.shares())


@pytest.fixture
def reader(matter: Matter) -> Reader:
    client = Client()
    proved(client, matter.world.people["eve"])
    return Reader(client, matter.shares())


def test_a_page_is_recorded_before_anything_leaves_and_once_when_asked_for_again(
    matter: Matter, reader: Reader
) -> None:
    images = []

    def begin() -> Callable[[], Any]:
        images.append(reader.image_of(reader.opens(1)))
        return lambda: reader.client.get(images[-1])

    for _died in matter.deaths(begin):
        recorded = len(readings(reader.share))
        assert recorded == len(images) or (recorded == len(images) - 1 and not matter.left.exists())
        assert reader.client.get(images[-1]).status_code == 200
        assert len(readings(reader.share)) == len(images)


def test_the_text_of_a_page_is_recorded_before_anything_leaves(matter: Matter, reader: Reader) -> None:
    before = [0]

    def begin() -> Callable[[], Any]:
        before.append(len(readings(reader.share)))
        return lambda: reader.client.get(reader.address("share_text"))

    for _died in matter.deaths(begin):
        assert len(readings(reader.share)) - before[-1] in ((1,) if matter.left.exists() else (0, 1))


def test_a_file_is_sealed_whole_or_waits_for_the_next_worker(matter: Matter) -> None:
    jobs: list[Job] = []

    def begin() -> Callable[[], Any]:
        jobs.append(job_of(actions.SEAL, matter.received()))
        return lambda: sealing.seal_artifact(jobs[-1])

    for _died in matter.deaths(begin):
        artifact = Artifact.objects.get(pk=jobs[-1].subject_id)
        assert (artifact.state == "sealed") == (events(artifact, "artifact.sealed") == 1)
        sealing.seal_artifact(jobs[-1])
        sealed = Artifact.objects.select_related("request").get(pk=artifact.pk)
        assert storage.open_artifact(sealed).read(0, 5) == b"%PDF-"
        assert (sealed.pages, events(sealed, "artifact.sealed")) == (1, 1)


def test_an_artifact_is_destroyed_and_recorded_once_however_often_its_worker_died(matter: Matter) -> None:
    present: list[tuple[Artifact, Job]] = []

    def begin() -> Callable[[], Any]:
        made = matter.received()
        matter.world.act(made, "discard", "dana")
        present.append((made, job_of(destroying.OF_ARTIFACT, made)))
        return lambda: destroying.destroy_artifact(present[-1][1])

    for _died in matter.deaths(begin):
        artifact, job = present[-1]
        key = storage.key_of_artifact(artifact.pk)
        if fresh(artifact).state == "destroyed":
            assert storage.keys().is_destroyed(key), "Nothing is recorded that was not done."
        destroying.destroy_artifact(job)
        gone = fresh(artifact)
        assert (gone.state, bytes(gone.wrapped_key), events(gone, "artifact.destroyed")) == (
            "destroyed",
            b"",
            1,
        )
        assert not storage.keys().exists(key)
        assert not storage.objects().exists(artifact.object_id)


def test_a_window_whose_destruction_died_again_and_again_is_destroyed_once(
    matter: Matter, reader: Reader
) -> None:
    window = matter.window
    for step in ("close", "destroy"):
        matter.world.act(fresh(window), step, "carl")
    job = job_of(destroying.OF_WINDOW, window)
    for _died in matter.deaths(lambda: lambda: destroying.destroy_window(job)):
        is_over = fresh(window).state == "destroyed"
        assert events(window, "window.destroyed") == is_over
        if is_over:
            with pytest.raises(KeyDestroyed):
                storage.open_share(reader.share)
    assert fresh(window).state == "destroyed"


def job_of(kind: str, subject: Any) -> Job:
    return Job.objects.get(kind=kind, subject_id=subject.pk)
