"""An upload begins with its length and its metadata, decoded strictly, and gets an address of the server's."""

import re
from typing import Any

import pytest

from designation.artifacts.models import Artifact
from designation.models import Request
from tests.designation.artifacts.uploads.tus import MIB, Tus, artifact_at, encoded, sealed, stored
from workflow.models import Deadline, Entry

UUID = "[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}"


def test_the_answer_is_an_address_without_a_host(dana: Tus, covered: Request) -> None:
    answer = dana.create(5 * MIB, Host="evil.example")
    assert answer.status_code == 400  # Django refuses the host
    answer = dana.create(5 * MIB)
    assert answer.status_code == 201
    assert re.fullmatch(f"/requests/{covered.number}/uploads/{UUID}/", answer["Location"])
    assert answer["Tus-Resumable"] == "1.0.0"
    assert dana.offset(answer["Location"]) == 0


def test_an_upload_is_an_artifact_with_a_deadline_and_an_entry(dana: Tus) -> None:
    artifact = artifact_at(dana.begun(5 * MIB))
    assert (artifact.state, artifact.is_unfinished, artifact.length_bytes) == ("receiving", True, 5 * MIB)
    row = Deadline.objects.get(subject_id=artifact.pk, state="running")
    assert (row.kind, row.step, (row.due_at - row.set_at).days) == ("sealing", "discard", 1)
    entry = Entry.objects.get(subject_id=artifact.pk)
    assert (entry.event, entry.sides) == ("artifact.upload_begun", ["developer"])


@pytest.mark.parametrize("length", [None, "", "-1", "+1", "1.5", "0x10", "1e3", "٣", "9" * 40, " 5 5"])
def test_a_length_is_required(dana: Tus, length: str | None) -> None:
    assert dana.create(length).status_code == 400
    assert not Artifact.objects.exists()


def test_a_deferred_length_is_refused(dana: Tus) -> None:
    assert dana.create(None, Upload_Defer_Length="1").status_code == 400
    assert dana.create(5, Upload_Defer_Length="1").status_code == 400


@pytest.mark.parametrize("version", [None, "", "0.2.2", "1.0", "2.0.0"])
def test_another_version_of_the_protocol_is_refused(dana: Tus, version: str | None) -> None:
    answer = dana.create(5, Tus_Resumable=version)
    assert (answer.status_code, answer["Tus-Version"]) == (412, "1.0.0")


def test_options_say_what_the_server_can_do(dana: Tus, covered: Request) -> None:
    answer = dana.send("OPTIONS", f"/requests/{covered.number}/uploads/", Tus_Resumable=None)
    assert answer.status_code == 204
    assert answer["Tus-Extension"] == "creation,termination,checksum"
    assert answer["Tus-Checksum-Algorithm"] == "sha1,sha256"
    assert answer["Tus-Max-Size"] == str(2 << 30)


def test_an_upload_begins_without_content(dana: Tus, covered: Request) -> None:
    answer = dana.send("POST", f"/requests/{covered.number}/uploads/", b"content", Upload_Length=7)
    assert answer.status_code == 413


def test_metadata_is_kept(dana: Tus) -> None:
    said = encoded(
        filename="résumé.pdf", title="Évaluation", relativePath="a/b/résumé.pdf", legend="TRADE SECRET"
    )
    artifact = artifact_at(dana.begun(5, Upload_Metadata=said))
    assert artifact.file_name == "résumé.pdf"
    assert artifact.title == "Évaluation"
    assert artifact.folder == "a/b"
    assert artifact.legend == "TRADE SECRET"


@pytest.mark.parametrize(
    "said",
    [
        None,
        "",
        "filename",
        "filename ",
        "filename,title",
        "is_confidential,filename dw==",
        "filetype dGV4dA==",
    ],
)
def test_empty_and_missing_values_are_legal(dana: Tus, said: str | None) -> None:
    artifact = artifact_at(dana.begun(5, Upload_Metadata=said))
    assert artifact.title == artifact.file_name in ("unnamed", "w")


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ("filename d2*==", "Base64"),
        ("filename dw", "Base64"),
        ("filename dw==\tdw==", "Base64"),
        ("filename d w==", "Base64"),
        ("filename é", "Base64"),
        ("filename gICA", "UTF-8"),
        ("filename AA==", "null character"),
        ("filename dw==,,title dw==", "key"),
        (",", "key"),
        ("näme dw==", "key"),
        ("filename dw==,filename dw==", "twice"),
        (encoded(title="x" * 161), "160"),
        (encoded(legend="SECRET"), "legend"),
    ],
)
def test_malformed_metadata_is_refused(dana: Tus, said: str, words: str) -> None:
    answer = dana.create(5, Upload_Metadata=said)
    assert answer.status_code == 400
    assert words in answer.content.decode()
    assert not Artifact.objects.exists()


def test_a_refusal_of_a_rule_says_why(dana: Tus) -> None:
    answer = dana.create(5, Upload_Metadata=encoded(filename="a.pdf", title="SECRET//NOFORN"))
    assert answer.status_code == 422
    assert "tell your security officer" in answer.content.decode()
    assert not Artifact.objects.exists()


def test_the_name_of_a_folder_is_read_for_markings_too(dana: Tus) -> None:
    said = encoded(filename="a.pdf", relativePath="SECRET//NOFORN/a.pdf")
    answer = dana.create(5, Upload_Metadata=said)
    assert answer.status_code in (201, 422)
    assert answer.status_code == 422 or "SECRET//" not in artifact_at(answer["Location"]).folder


def test_a_long_path_is_no_error(dana: Tus) -> None:
    said = encoded(filename="n" * 900, relativePath="d/" * 900 + "x")
    artifact = artifact_at(dana.begun(5, Upload_Metadata=said))
    assert len(artifact.folder) <= 400
    assert len(artifact.file_name) <= 200


def test_an_empty_file_is_complete_at_once(dana: Tus) -> None:
    address = dana.begun(0, Upload_Metadata=encoded(filename="__init__.py"))
    assert artifact_at(address).is_received
    assert dana.offset(address) == 0
    artifact = sealed(address)
    assert artifact.sha256 == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"


def test_an_empty_file_that_is_refused_leaves_nothing(dana: Tus) -> None:
    before = stored()
    assert dana.create(0, Upload_Metadata=encoded(title="SECRET//NOFORN")).status_code == 422
    assert stored() == before


def test_a_file_above_the_limit_is_refused(dana: Tus, settings: Any) -> None:
    settings.UPLOAD_FILE_BYTES = 5 * MIB
    assert dana.create(5 * MIB).status_code == 201
    answer = dana.create(5 * MIB + 1)
    assert answer.status_code == 413
    assert "5.0\xa0MB" in answer.content.decode()


def test_unfinished_uploads_count_for_the_limit_of_a_request(dana: Tus, settings: Any) -> None:
    settings.UPLOAD_REQUEST_BYTES = 5 * MIB
    first = dana.begun(3 * MIB)
    answer = dana.create(3 * MIB)
    assert answer.status_code == 413
    assert "2.0\xa0MB" in answer.content.decode()
    assert dana.send("DELETE", first).status_code == 204
    assert dana.create(3 * MIB).status_code == 201
