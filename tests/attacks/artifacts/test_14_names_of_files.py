"""Attack 14: `../`, absolute paths, NUL, very long and right-to-left names in the name of a file that is uploaded."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.urls import reverse

from designation.artifacts.models import Artifact
from designation.models import Request
from tests.attacks.conftest import Browser
from tests.designation.artifacts.uploads.tus import Tus, artifact_at, encoded

NAMES = {
    "../../etc/passwd": "passwd",
    "..\\..\\boot.ini": "boot.ini",
    "/etc/shadow": "shadow",
    "\u202efdp.exe": "fdp.exe",
    "...": "unnamed",
    "x" * 500 + ".pdf": "x" * 196 + ".pdf",
    "a\u200b\u2066b.png": "ab.png",
}
DECEIVE = ("\0", "\u202e", "\u200b", "\u2066", "../", "..\\")


@pytest.fixture
def dana(covered: Request, browser_of: Browser) -> Tus:
    """The drafter, who uploads to a covered request."""
    return Tus(browser_of("dana"), covered)


def in_pieces(dana: Tus, name: str) -> int:
    return dana.create(5, Upload_Metadata=encoded(filename=name, title="A file")).status_code


def in_a_form(dana: Tus, name: str) -> int:
    """Send a form as a program does that hides nothing of the name."""
    parts = (
        'form-data; name="title"\r\n\r\nA file',
        f'form-data; name="file"; filename="{name}"\r\n\r\ncontent',
    )
    body = "".join(f"--edge\r\nContent-Disposition: {part}\r\n" for part in parts) + "--edge--\r\n"
    address = reverse("artifact_upload", args=[dana.request.number])
    kind = "multipart/form-data; boundary=edge"
    return dana.client.generic("POST", address, body.encode(), content_type=kind).status_code


def files_beside(folder: Path) -> set[Path]:
    """Return every file in the folder of the vault's folder that is not in the vault."""
    return {path for path in folder.parent.rglob("*") if path.is_file() and folder not in path.parents}


@pytest.mark.parametrize("sends", [in_pieces, in_a_form])
@pytest.mark.parametrize("sent", NAMES, ids=range(len(NAMES)))
def test_a_name_leads_nowhere_and_hides_nothing(
    dana: Tus, settings: Any, sends: Callable[[Tus, str], int], sent: str
) -> None:
    before = files_beside(settings.VAULT_DIR)
    assert sends(dana, sent) in (201, 302)
    artifact = Artifact.objects.get()
    assert files_beside(settings.VAULT_DIR) == before
    page = dana.client.get(reverse("artifact", args=[dana.request.number, artifact.number])).content.decode()
    assert [one for one in DECEIVE if one in artifact.file_name + page] == []
    assert artifact.file_name == NAMES[sent]


@pytest.mark.parametrize("sends", [in_pieces, in_a_form])
def test_a_null_character_is_not_kept(dana: Tus, sends: Callable[[Tus, str], int]) -> None:
    assert sends(dana, "a\0b.pdf") in (302, 400)
    assert [row.file_name for row in Artifact.objects.all()] in ([], ["ab.pdf"])


@pytest.mark.parametrize(
    ("path", "folder"),
    [
        ("../../etc/passwd", "etc"),
        ("/etc/shadow", "etc"),
        ("..\\..\\windows\\boot.ini", "windows"),
        ("a/../b/./c.txt", "a/b"),
        ("a//b/c.txt", "a/b"),
        ("\u202efdp/x\u200b.exe", "fdp"),
        ("c.txt", ""),
    ],
)
def test_a_relative_path_leads_nowhere(dana: Tus, path: str, folder: str) -> None:
    artifact = artifact_at(dana.begun(5, Upload_Metadata=encoded(filename="c.txt", relativePath=path)))
    assert artifact.folder == folder
