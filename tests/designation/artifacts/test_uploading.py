"""A file is encrypted as it arrives, and nothing of it is kept unless an artifact is created."""

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as django_settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from designation.artifacts import storage
from designation.artifacts.models import Artifact
from designation.artifacts.receiving import name_of
from designation.demo.world import World
from designation.models import Request
from tests.designation.walking import request_in
from workflow.models import Job

AsPerson = Callable[[World, str], Client]
CANARY = b"the canary sings at 14409 o'clock"
CONTENT = b"%PDF-1.7\n" + CANARY + b"\n" + os.urandom(3 << 20)


def post(client: Client, request: Request, content: bytes = CONTENT, **other: str):
    fields = {"title": "Model report", "description": "", "legend": "TRADE SECRET"} | other
    file = SimpleUploadedFile("report.pdf", content, content_type="application/pdf")
    return client.post(reverse("artifact_upload", args=[request.number]), {**fields, "file": file})


def stored() -> set[Path]:
    """Return every file in the vault's object folder."""
    return {path for path in (django_settings.VAULT_DIR / "objects").rglob("*") if path.is_file()}


@pytest.fixture
def before() -> set[Path]:
    storage.objects()
    return stored()


def test_an_upload_becomes_an_artifact_that_waits_to_be_sealed(
    present: World, covered: Request, as_person: AsPerson
) -> None:
    answer = post(as_person(present, "dana"), covered)
    artifact = Artifact.objects.get()
    assert answer.status_code == 302
    assert answer["Location"] == reverse("artifact", args=[covered.number, 1])
    assert (artifact.state, artifact.length_bytes, artifact.file_name) == (
        "receiving",
        len(CONTENT),
        "report.pdf",
    )
    assert Job.objects.filter(kind="seal_artifact", subject_id=artifact.pk).count() == 1


def test_plain_content_is_in_no_file(
    present: World, covered: Request, as_person: AsPerson, before: set[Path]
) -> None:
    post(as_person(present, "dana"), covered)
    (written,) = stored() - before
    assert CANARY not in written.read_bytes()
    for path in Path(django_settings.VAULT_DIR).rglob("*"):
        assert not path.is_file() or CANARY not in path.read_bytes()


def test_without_a_csrf_token_nothing_is_kept(present: World, covered: Request, before: set[Path]) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(present.people["dana"])
    assert post(client, covered).status_code == 403
    assert stored() == before
    assert not Artifact.objects.exists()


def test_a_form_with_an_error_keeps_the_text_and_not_the_file(
    present: World, covered: Request, as_person: AsPerson, before: set[Path]
) -> None:
    answer = post(as_person(present, "dana"), covered, title="", description="What it is about.")
    page = answer.content.decode()
    assert "What it is about." in page
    assert "Choose the file again" in page
    assert stored() == before


def test_a_refused_upload_keeps_the_text_and_not_the_file(
    present: World, covered: Request, as_person: AsPerson, before: set[Path]
) -> None:
    answer = post(as_person(present, "dana"), covered, title="SECRET//NOFORN")
    assert answer.status_code == 409
    assert stored() == before
    assert not Artifact.objects.exists()


def test_an_empty_file_is_refused(
    present: World, covered: Request, as_person: AsPerson, before: set[Path]
) -> None:
    answer = post(as_person(present, "dana"), covered, content=b"")
    assert "empty" in answer.content.decode()
    assert stored() == before


def test_a_file_above_the_limit_is_not_kept(
    present: World, covered: Request, as_person: AsPerson, before: set[Path], settings: Any
) -> None:
    settings.UPLOAD_FILE_BYTES = 2 << 20
    post(as_person(present, "dana"), covered)
    assert stored() == before
    assert not Artifact.objects.exists()


def test_a_file_for_which_the_request_has_no_room_is_not_kept(
    present: World, covered: Request, as_person: AsPerson, before: set[Path], settings: Any
) -> None:
    settings.UPLOAD_REQUEST_BYTES = 4 << 20
    client = as_person(present, "dana")
    assert post(client, covered).status_code == 302
    kept = stored()
    post(client, covered)
    assert stored() == kept
    assert Artifact.objects.count() == 1


@pytest.mark.parametrize("key", ["ravi", "eve", "cora", "hope", "olga", "maya"])
def test_others_find_no_page_and_leave_nothing(
    present: World, covered: Request, as_person: AsPerson, before: set[Path], key: str
) -> None:
    assert post(as_person(present, key), covered).status_code == 404
    assert stored() == before


@pytest.mark.parametrize("state", ["draft", "withdrawn", "closed", "concluded"])
def test_a_request_that_is_not_under_way_takes_none(
    present: World, as_person: AsPerson, before: set[Path], state: str
) -> None:
    answer = post(as_person(present, "dana"), request_in(present, state))
    assert answer.status_code == 409
    assert "until it is over" in answer.content.decode()
    assert stored() == before


def test_only_the_field_of_the_form_is_read(
    present: World, covered: Request, as_person: AsPerson, before: set[Path]
) -> None:
    other = SimpleUploadedFile("x.pdf", CONTENT)
    fields = {"title": "A title", "another": other}
    answer = as_person(present, "dana").post(reverse("artifact_upload", args=[covered.number]), fields)
    assert answer.status_code == 200
    assert stored() == before


@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        ("../../etc/passwd", "passwd"),
        ("..\\..\\boot.ini", "boot.ini"),
        ("/etc/shadow", "shadow"),
        ("a\0b.pdf", "ab.pdf"),
        ("\u202efdp.exe", "fdp.exe"),
        ("...", "unnamed"),
        ("x" * 500 + ".pdf", "x" * 196 + ".pdf"),
        ("tab\tnew\nline.png", "tabnewline.png"),
        ("Résumé (final).pdf", "Résumé (final).pdf"),
        ("", "unnamed"),
    ],
)
def test_a_name_is_kept_without_folders_and_hidden_characters(sent: str, kept: str) -> None:
    assert name_of(sent) == kept


def test_a_form_without_anything_in_it_is_no_error(
    present: World, covered: Request, as_person: AsPerson
) -> None:
    answer = as_person(present, "dana").post(reverse("artifact_upload", args=[covered.number]))
    assert answer.status_code == 200
    assert set(answer.context["form"].errors) == {"title", "file"}
