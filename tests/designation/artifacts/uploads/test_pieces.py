"""Pieces are stored encrypted, in whole segments, and only at the offset that the upload has reached."""

import base64
import hashlib
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client

from designation.artifacts import storage
from designation.artifacts.models import Artifact
from designation.artifacts.resumable import pieces
from designation.artifacts.resumable.protocol import ProtocolError
from tests.designation.artifacts.uploads.tus import CANARY, MIB, Tus, artifact_at, content_of, sealed, stored
from workflow.models import Entry, Job


def checksum(data: bytes, algorithm: str = "sha256") -> str:
    digest = hashlib.new(algorithm, data).digest()
    return f"{algorithm} {base64.b64encode(digest).decode()}"


def test_pieces_become_the_file(dana: Tus) -> None:
    content = content_of(3 * MIB + 77)
    address = dana.begun(len(content))
    answer = dana.patch(address, content[: 2 * MIB])
    assert (answer.status_code, answer["Upload-Offset"]) == (204, str(2 * MIB))
    assert dana.offset(address) == 2 * MIB
    assert dana.patch(address, content[2 * MIB :], 2 * MIB)["Upload-Offset"] == str(len(content))
    artifact = sealed(address)
    assert artifact.sha256 == hashlib.sha256(content).hexdigest()
    assert storage.open_artifact(artifact).read(0, len(content)) == content


@pytest.mark.parametrize("length", [1, MIB - 1, MIB, MIB + 1, 2 * MIB])
def test_a_file_of_any_length_arrives_in_one_piece(dana: Tus, length: int) -> None:
    content = content_of(length)
    address = dana.begun(length)
    assert dana.patch(address, content).status_code == 204
    assert sealed(address).sha256 == hashlib.sha256(content).hexdigest()


def test_less_than_a_segment_is_sent_again(dana: Tus) -> None:
    content = content_of(3 * MIB)
    address = dana.begun(len(content))
    assert dana.patch(address, content[: MIB + 5000])["Upload-Offset"] == str(MIB)
    assert dana.offset(address) == MIB
    assert dana.patch(address, content[MIB:], MIB).status_code == 204
    assert sealed(address).sha256 == hashlib.sha256(content).hexdigest()


def test_a_small_piece_is_refused_unless_it_is_the_end(dana: Tus) -> None:
    address = dana.begun(MIB + 10)
    answer = dana.patch(address, bytes(MIB - 1))
    assert answer.status_code == 400
    assert "at least 1 MiB" in answer.content.decode()
    assert dana.offset(address) == 0
    assert dana.patch(address, bytes(MIB)).status_code == 204
    assert dana.patch(address, bytes(10), MIB).status_code == 204


@pytest.mark.parametrize(("sent", "offset"), [(MIB + 1, 0), (3 * MIB, 0)])
def test_more_than_the_file_is_refused(dana: Tus, sent: int, offset: int) -> None:
    address, before = dana.begun(MIB), stored()
    answer = dana.patch(address, bytes(sent), offset)
    assert answer.status_code == 413
    assert dana.offset(address) == 0
    assert stored() == before


@pytest.mark.parametrize("offset", [0, MIB - 1, 2 * MIB, 10**14])
def test_another_offset_is_a_conflict(dana: Tus, offset: int) -> None:
    address = dana.begun(3 * MIB)
    dana.patch(address, bytes(MIB))
    answer = dana.patch(address, bytes(MIB), offset)
    assert (answer.status_code, answer["Upload-Offset"]) == (409, str(MIB))
    assert dana.offset(address) == MIB


def test_a_part_is_counted_once(dana: Tus) -> None:
    artifact = artifact_at(dana.begun(3 * MIB))
    fence = pieces.begin(artifact, offset=0)
    part = pieces.receive(artifact, [content_of(MIB)], offset=0, checksum=None)
    assert pieces.add(artifact, part, offset=0, fence=fence) == MIB
    with pytest.raises(ProtocolError, match="at byte 1048576"):
        pieces.add(artifact, part, offset=0, fence=fence)


def test_no_more_is_taken_than_is_left_whatever_was_declared(dana: Tus) -> None:
    artifact, before = artifact_at(dana.begun(2 * MIB)), stored()
    with pytest.raises(ProtocolError, match="more than the file has"):
        pieces.receive(artifact, [bytes(MIB)] * 3, offset=0, checksum=None)
    assert stored() == before


def test_a_refused_piece_is_read_to_its_end(dana: Tus) -> None:
    address = dana.begun(3 * MIB)
    for answer in (
        dana.patch(address, content_of(2 * MIB), 7),
        dana.patch(address, content_of(2 * MIB), Content_Type="text/plain"),
        Tus(Client(), dana.request).patch(address, content_of(2 * MIB)),
    ):
        assert answer.status_code in (403, 409, 415)
        assert answer.wsgi_request.read() == b""


@pytest.mark.parametrize("offset", [None, "", "-1", "x", "9" * 30])
def test_an_offset_is_a_number(dana: Tus, offset: str | None) -> None:
    assert dana.patch(dana.begun(MIB), bytes(MIB), offset).status_code == 400


@pytest.mark.parametrize(
    "kind", [None, "application/octet-stream", "text/plain", "multipart/form-data; boundary=x"]
)
def test_a_piece_says_that_it_is_one(dana: Tus, kind: str | None) -> None:
    assert dana.patch(dana.begun(MIB), bytes(MIB), Content_Type=kind).status_code == 415


@pytest.mark.parametrize("algorithm", ["sha1", "sha256"])
def test_a_checksum_is_checked(dana: Tus, algorithm: str) -> None:
    address, content, before = dana.begun(2 * MIB), content_of(2 * MIB), stored()
    wrong = dana.patch(address, content, Upload_Checksum=checksum(content[:-1] + b"x", algorithm))
    assert wrong.status_code == 460
    assert dana.offset(address) == 0
    assert stored() == before
    right = dana.patch(address, content, Upload_Checksum=checksum(content, algorithm))
    assert right.status_code == 204


@pytest.mark.parametrize(
    "said",
    [
        "",
        "sha256",
        "md5 1B2M2Y8AsgTpgAmY7PhCfg==",
        "sha256 ***",
        "sha1 dw==",
        "SHA256 dw==",
        "crc32 AAAAAA==",
    ],
)
def test_an_unknown_or_malformed_checksum_is_refused(dana: Tus, said: str) -> None:
    address = dana.begun(MIB)
    assert dana.patch(address, bytes(MIB), Upload_Checksum=said).status_code == 400
    assert dana.offset(address) == 0


def test_plain_content_is_nowhere(dana: Tus) -> None:
    content = content_of(2 * MIB + 5)
    address = dana.begun(len(content))
    for offset, stop in ((0, 2 * MIB), (2 * MIB, len(content))):
        dana.patch(address, content[offset:stop], offset)
        for path in Path(settings.VAULT_DIR).rglob("*"):
            assert not path.is_file() or CANARY not in path.read_bytes()
    for row in (*Artifact.objects.values(), *Entry.objects.values(), *Job.objects.values()):
        assert CANARY.decode() not in str(row)
        assert CANARY not in b"".join(
            bytes(one) for one in row.values() if isinstance(one, bytes | memoryview)
        )


def test_whoever_asks_again_after_the_end_is_told_that_everything_arrived(dana: Tus) -> None:
    content = content_of(MIB)
    address = dana.begun(MIB)
    dana.patch(address, content)
    assert dana.offset(address) == MIB
    assert dana.patch(address, b"", MIB).status_code == 204
    sealed(address)
    assert dana.offset(address) == MIB
    assert dana.patch(address, b"", MIB).status_code == 204
    assert Entry.objects.filter(subject_id=artifact_at(address).pk, event="artifact.received").count() == 1


def test_nothing_is_added_once_everything_arrived(dana: Tus) -> None:
    address = dana.begun(MIB)
    dana.patch(address, content_of(MIB))
    for offset in (0, MIB):
        assert dana.patch(address, bytes(MIB), offset).status_code in (409, 413)
    sealed(address)
    assert dana.patch(address, bytes(MIB), 0).status_code == 410
