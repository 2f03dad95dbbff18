"""Sealing decrypts what was received from end to end, looks at it, and signs what it is."""

import hashlib
import uuid
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse

from designation.artifacts import actions, kinds, receiving, sealing, storage
from designation.artifacts.models import Artifact
from designation.demo import shared as demonstration
from designation.demo.world import World
from designation.models import Request
from designation.vault import manifest
from designation.vault.errors import KeyLost, Tampered
from tests.designation.walking import catch_up, fresh
from tests.overwriting import overwrite
from workflow import outbox
from workflow.jobs import JobFailed
from workflow.models import Deadline, Entry, Job

REPORT = (demonstration.FILES / "larkspur-report.pdf").read_bytes()


def received(world: World, request: Request, content: bytes, name: str) -> Artifact:
    content_of = receiving.receive([content], name)
    return actions.upload(request, content_of, actor=world.actor("dana"), title="A file", now=world.now)


def job_of(artifact: Artifact) -> Job:
    return Job.objects.get(kind=actions.SEAL, subject_id=artifact.pk)


@pytest.fixture(autouse=True)
def _rendering(renderer: object) -> None:
    """What is sealed is looked at."""


def test_the_job_seals_and_says_what_it_is(present: World, covered: Request) -> None:
    artifact = received(present, covered, REPORT, "report.pdf")
    catch_up(present)
    assert outbox.deliver_one(job_of(artifact).pk)
    artifact = fresh(artifact)
    assert (artifact.state, artifact.kind, artifact.pages, artifact.not_shown) == ("sealed", "pdf", 3, "")
    assert artifact.sha256 == hashlib.sha256(REPORT).hexdigest()
    entry = Entry.objects.get(subject_id=artifact.pk, event="artifact.sealed")
    assert entry.sides == ["developer"]
    assert entry.details["sha256"] == artifact.sha256


def test_the_manifest_is_signed_by_a_key_of_its_own(present: World, covered: Request) -> None:
    artifact = demonstration.uploaded(present, covered, "larkspur-report.pdf", "Report")
    signed, key = artifact.manifest.encode(), storage.signing_key().public_key()
    found = manifest.verify(signed, bytes.fromhex(artifact.manifest_signature), key)
    assert (found.artifact, found.sha256.hex()) == (artifact.pk, artifact.sha256)
    with pytest.raises(Tampered):
        manifest.verify(
            signed.replace(b'"version":1', b'"version":2'), bytes.fromhex(artifact.manifest_signature), key
        )


def test_sealed_content_is_what_was_uploaded(present: World, covered: Request) -> None:
    artifact = demonstration.uploaded(present, covered, "larkspur-report.pdf", "Report")
    assert storage.open_artifact(artifact).read(0, artifact.length_bytes) == REPORT


def test_a_job_that_runs_again_changes_nothing(present: World, covered: Request) -> None:
    artifact = demonstration.uploaded(present, covered, "larkspur-report.pdf", "Report")
    version = fresh(artifact).version
    sealing.seal_artifact(job_of(artifact))
    assert fresh(artifact).version == version


@pytest.mark.parametrize(
    ("name", "content", "kind", "words"),
    [
        ("weights.bin", b"\x00" * 5000, "other", kinds.NO_PAGES),
        ("report.png", REPORT, "pdf", kinds.OTHER_CONTENT),
        ("report", REPORT, "pdf", kinds.OTHER_CONTENT),
        ("report.pdf", b"not a pdf at all", "other", kinds.NO_PAGES),
        ("report.pdf", REPORT[:2000], "pdf", ""),
        ("card.md", b"\xff\xfe# UTF-16", "other", kinds.NOT_TEXT),
        ("card.txt", b"a\0b", "other", kinds.NOT_TEXT),
        ("card.csv", "an unfinished letter: é".encode()[:-1], "other", kinds.NOT_TEXT),
        ("card.json", REPORT, "pdf", kinds.OTHER_CONTENT),
        ("card.md", b"x " * 500_001, "markdown", "larger than 1 MB"),
        ("card.txt", b"x" * 5_000_001, "text", "larger than 5 MB"),
    ],
)
def test_what_cannot_be_shown_is_sealed_and_says_why(
    present: World, covered: Request, name: str, content: bytes, kind: str, words: str
) -> None:
    artifact = received(present, covered, content, name)
    sealing.seal(artifact, now=present.now)
    artifact = fresh(artifact)
    assert (artifact.state, artifact.kind, artifact.pages) == ("sealed", kind, 0)
    assert artifact.not_shown
    assert words in artifact.not_shown


@pytest.mark.parametrize(
    ("name", "content", "kind"),
    [
        ("card.md", "\ufeff# A card, naïve".encode(), "markdown"),
        ("CARD.MARKDOWN", b"# A card", "markdown"),
        ("scores.csv", b"a,b\n1,2\n", "csv"),
        ("scores.json", b'{"a": 1}', "json"),
        ("notes.txt", b"Read %PDF-1.7 first.", "text"),
    ],
)
def test_text_is_recognized_by_its_name_and_content(
    present: World, covered: Request, name: str, content: bytes, kind: str
) -> None:
    artifact = received(present, covered, content, name)
    sealing.seal(artifact, now=present.now)
    artifact = fresh(artifact)
    assert (artifact.state, artifact.kind, artifact.pages, artifact.not_shown) == ("sealed", kind, 1, "")


def test_a_letter_may_lie_across_two_blocks() -> None:
    recognition = kinds.Recognition("notes.txt")
    recognition.feed("é".encode()[:1])
    recognition.feed("é".encode()[1:])
    assert (recognition.kind(), recognition.trouble()) == ("text", "")


def altered(artifact: Artifact) -> None:
    """Change one byte of the stored content."""
    name = artifact.object_id.hex
    (path,) = [path for path in Path(settings.VAULT_DIR).rglob(f"*{name}*") if path.is_file()]
    content = bytearray(path.read_bytes())
    content[-20] ^= 1
    path.write_bytes(content)


def test_content_that_was_altered_is_not_sealed(present: World, covered: Request) -> None:
    artifact = received(present, covered, REPORT, "report.pdf")
    altered(artifact)
    with pytest.raises(JobFailed, match="tampered"):
        sealing.seal_artifact(job_of(artifact))
    assert fresh(artifact).state == "receiving"


def test_sealed_content_that_was_altered_is_not_read(present: World, covered: Request) -> None:
    artifact = demonstration.uploaded(present, covered, "larkspur-report.pdf", "Report")
    altered(artifact)
    with pytest.raises(Tampered):
        storage.open_artifact(artifact).read(0, 100)


def test_a_manifest_of_another_artifact_opens_nothing(present: World, covered: Request) -> None:
    first, second = (
        demonstration.uploaded(present, covered, "larkspur-report.pdf", f"Report {number}")
        for number in (1, 2)
    )
    overwrite(
        Artifact.objects.filter(pk=first.pk),
        manifest=second.manifest,
        manifest_signature=second.manifest_signature,
    )
    with pytest.raises(Tampered):
        storage.open_artifact(fresh(first)).read(0, 100)


def test_without_a_renderer_sealing_waits(present: World, covered: Request, settings: Any) -> None:
    settings.RENDERER_SOCKET = ""
    artifact = received(present, covered, REPORT, "report.pdf")
    with pytest.raises(JobFailed, match="renderer"):
        sealing.seal_artifact(job_of(artifact))
    assert fresh(artifact).state == "receiving"


def test_an_upload_that_is_never_sealed_is_discarded_after_a_day(present: World, covered: Request) -> None:
    artifact = received(present, covered, REPORT, "report.pdf")
    row = Deadline.objects.get(subject_id=artifact.pk)
    present.now = row.due_at
    present.strike(covered)
    assert fresh(artifact).state == "destroying"
    assert Job.objects.filter(kind="destroy_artifact", subject_id=artifact.pk).exists()


def test_a_job_about_nothing_does_nothing(present: World, covered: Request) -> None:
    artifact = received(present, covered, REPORT, "report.pdf")
    job = job_of(artifact)
    job.subject_id = uuid.uuid4()
    sealing.seal_artifact(job)
    assert fresh(artifact).state == "receiving"


def test_the_owner_is_told_which_fonts_are_missing(
    present: World, covered: Request, as_person: Callable[[World, str], Client]
) -> None:
    artifact = received(present, covered, "漢字 and plain words".encode(), "words.txt")
    sealing.seal(artifact, now=present.now)
    assert "CJK" in fresh(artifact).missing_fonts
    page = as_person(present, "dana").get(reverse("artifact", args=[covered.number, artifact.number]))
    assert "Some fonts are not in this file" in page.content.decode()


def test_production_does_not_make_a_key_that_signs(settings: Any, tmp_path: Path) -> None:
    settings.MODE, settings.VAULT_DIR = "production", tmp_path / "unmounted"
    with pytest.raises(KeyLost, match="make_vault_keys"):
        storage.signing_key()
    assert not settings.VAULT_DIR.exists()


def test_a_file_that_is_being_sealed_is_under_way_on_the_developers_desks(
    present: World, covered: Request, as_person: Callable[[World, str], Client]
) -> None:
    artifact = received(present, covered, REPORT, "report.pdf")
    (watched,) = as_person(present, "carl").get("/").context["under_way"]
    assert watched.what.startswith("An artifact is being sealed: ")
    assert watched.progress == (0, len(REPORT))
    assert as_person(present, "ravi").get("/").context["under_way"] == [], "the government does not see it"
    sealing.seal_artifact(job_of(artifact))
    assert as_person(present, "carl").get("/").context["under_way"] == []
