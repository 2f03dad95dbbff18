"""An upload is given up by whoever began it or by the clock. What a crash leaves is neither lost nor called done."""

import hashlib

import pytest

from designation.artifacts import actions, sealing, storage
from designation.artifacts.resumable import pieces
from designation.demo.world import World
from designation.models import Request
from tests.designation.artifacts.uploads.tus import MIB, Tus, artifact_at, content_of, sealed, stored
from tests.designation.walking import fire, fresh
from workflow import outbox
from workflow.errors import Refused
from workflow.guards import CLOCK
from workflow.jobs import JobFailed
from workflow.models import Deadline, Job
from workflow.perform import perform


def destroyed(address: str) -> None:
    job = Job.objects.get(kind="destroy_artifact", subject_id=artifact_at(address).pk)
    assert outbox.deliver_one(job.pk)


def test_an_upload_can_be_given_up(dana: Tus) -> None:
    before, address = stored(), dana.begun(3 * MIB)
    dana.patch(address, content_of(2 * MIB))
    assert dana.send("DELETE", address).status_code == 204
    assert dana.send("HEAD", address).status_code == 410
    assert dana.patch(address, content_of(MIB), 2 * MIB).status_code == 410
    assert dana.send("DELETE", address).status_code == 410
    destroyed(address)
    artifact = artifact_at(address)
    assert stored() == before
    assert storage.keys().is_destroyed(storage.key_of_artifact(artifact.pk))
    assert (artifact.state, bytes(artifact.wrapped_key), artifact.parts) == ("destroyed", b"", [])


def test_what_was_sealed_is_not_given_up(dana: Tus) -> None:
    address = dana.begun(MIB)
    dana.patch(address, content_of(MIB))
    sealed(address)
    assert dana.send("DELETE", address).status_code == 410
    assert artifact_at(address).state == "sealed"


def test_an_upload_that_nobody_goes_on_with_is_discarded_after_a_day(
    dana: Tus, present: World, covered: Request
) -> None:
    before, address = stored(), dana.begun(3 * MIB)
    dana.patch(address, content_of(2 * MIB))
    fire(present, artifact_at(address), "sealing")
    assert artifact_at(address).state == "destroying"
    destroyed(address)
    assert stored() == before


def test_sealing_has_a_day_from_the_last_byte_on(dana: Tus, present: World) -> None:
    address = dana.begun(MIB)
    first = Deadline.objects.get(subject_id=artifact_at(address).pk, state="running")
    dana.patch(address, content_of(MIB))
    second = Deadline.objects.get(subject_id=artifact_at(address).pk, state="running")
    assert second.due_at > first.due_at


@pytest.mark.parametrize("step", ["note_received", "seal"])
def test_what_is_incomplete_is_not_sealed(dana: Tus, step: str) -> None:
    address = dana.begun(2 * MIB)
    dana.patch(address, content_of(MIB))
    with pytest.raises(Refused, match="arrived"):
        perform(artifact_at(address), step, actor=CLOCK, inputs={})
    assert not Job.objects.filter(kind=actions.SEAL).exists()


def test_nothing_is_claimed_if_the_end_cannot_be_recorded(dana: Tus, monkeypatch: pytest.MonkeyPatch) -> None:
    content = content_of(2 * MIB)
    address = dana.begun(len(content))
    dana.patch(address, content[:MIB])

    def fails(*_args: object, **_kwargs: object) -> None:
        raise RuntimeError("the process dies here")

    with monkeypatch.context() as patch:
        patch.setattr(pieces, "perform", fails)
        with pytest.raises(RuntimeError):
            dana.patch(address, content[MIB:], MIB)
    assert dana.offset(address) == MIB
    assert not Job.objects.filter(kind=actions.SEAL).exists()
    assert dana.patch(address, content[MIB:], MIB).status_code == 204
    assert sealed(address).sha256 == hashlib.sha256(content).hexdigest()


@pytest.mark.parametrize("dies_in", ["remove_parts", "join"])
def test_a_job_that_died_while_joining_is_repeated(
    dana: Tus, monkeypatch: pytest.MonkeyPatch, dies_in: str
) -> None:
    content = content_of(2 * MIB + 9)
    address = dana.begun(len(content))
    for offset in (0, MIB):
        dana.patch(address, content[offset : offset + MIB + 9], offset)
    job = Job.objects.get(kind=actions.SEAL)
    artifact = artifact_at(address)
    if dies_in == "join":
        storage.objects().writer(artifact.object_id).write(b"half of it")  # a killed process removes nothing
    else:
        with monkeypatch.context() as patch:
            patch.setattr(pieces, "remove_parts", lambda _artifact: 1 / 0)
            with pytest.raises(ZeroDivisionError):
                sealing.seal_artifact(job)
    assert artifact_at(address).state == "receiving"
    assert dana.offset(address) == len(content)
    assert sealed(address).sha256 == hashlib.sha256(content).hexdigest()
    assert artifact_at(address).parts == []
    assert sum(path.stat().st_size for path in stored()) < len(content) + MIB


def test_a_part_that_was_altered_is_not_sealed(dana: Tus) -> None:
    address = dana.begun(2 * MIB)
    dana.patch(address, content_of(MIB))
    dana.patch(address, content_of(MIB), MIB)
    first, second = artifact_at(address).parts
    (path,) = [path for path in stored() if path.name == first.hex]
    (other,) = [path for path in stored() if path.name == second.hex]
    path.write_bytes(other.read_bytes())
    with pytest.raises(JobFailed, match="tampered"):
        sealing.seal_artifact(Job.objects.get(kind=actions.SEAL))
    assert artifact_at(address).state == "receiving"


def test_a_slow_job_removes_nothing_that_another_one_made(dana: Tus) -> None:
    content = content_of(MIB)
    address = dana.begun(MIB)
    dana.patch(address, content)
    slow = artifact_at(address)
    sealed(address)
    pieces.join_parts(slow)
    assert storage.open_artifact(fresh(slow)).read(0, MIB) == content
