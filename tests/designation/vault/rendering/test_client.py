"""The client seals what it sends, trusts nothing that comes back, and says in a sentence why there is no picture."""

import mmap
import os
import socket
import subprocess
import sys

import pytest

from designation.vault.rendering import client, messages
from designation.vault.rendering.client import CannotRender, Renderer, Unavailable, memfd, sniff
from tests.designation.vault.rendering.made import pdf, shown, text


def test_document_is_sealed_once_it_was_sent(renderer):
    with memfd() as document:
        document.write(pdf(text("Sealed")))
        assert renderer.text(document, "pdf", 1) == "Sealed"
        assert renderer.text(document.fileno(), "pdf", 1) == "Sealed"
        for change in (lambda: document.write(b"x"), lambda: document.truncate(0)):
            with pytest.raises(PermissionError):
                change()


def test_document_that_cannot_be_sealed_is_not_sent(renderer, tmp_path):
    (tmp_path / "file").write_bytes(pdf())
    with (tmp_path / "file").open("rb") as file, pytest.raises(ValueError, match=r"memfd\(\)"):
        renderer.inspect(file, "pdf")
    with memfd() as document:
        document.write(pdf())
        with mmap.mmap(document.fileno(), 0), pytest.raises(ValueError, match=r"memfd\(\)"):
            renderer.inspect(document, "pdf")


def test_document_above_200_megabytes_is_refused(renderer):
    with memfd() as document:
        os.truncate(document.fileno(), messages.MOST_DOCUMENT_BYTES + 1)
        with pytest.raises(CannotRender, match="larger than 200 MB"):
            renderer.inspect(document, "pdf")


def test_document_of_200_megabytes_is_drawn(renderer):
    with memfd() as document:
        document.write(pdf(text("Large")))
        os.truncate(document.fileno(), messages.MOST_DOCUMENT_BYTES)
        document.seek(messages.MOST_DOCUMENT_BYTES - 400)
        document.write(pdf(text("Large")))
        assert renderer.page(document, "pdf", 1, width_px=5000, mark=None).width > 4000


def test_setting_that_is_absent_is_told():
    with pytest.raises(Unavailable, match="RENDERER_SOCKET is not set"):
        shown(Renderer(""), pdf())


def test_renderer_that_does_not_run_is_told(tmp_path):
    with pytest.raises(Unavailable, match="cannot be reached"):
        shown(Renderer(str(tmp_path / "s")), pdf())


def test_reason_is_told_to_operators(renderer, tmp_path):
    assert renderer.why_unavailable() == ""
    assert Renderer("").why_unavailable() == "Rendering is off, because RENDERER_SOCKET is not set."
    assert "cannot be reached" in Renderer(str(tmp_path / "s")).why_unavailable()


def test_renderer_that_does_not_answer_is_told(tmp_path):
    with socket.socket(socket.AF_UNIX) as deaf:
        deaf.bind(str(tmp_path / "s"))
        deaf.listen()
        with pytest.raises(Unavailable, match=r"did not answer within 0\.1 seconds"):
            shown(Renderer(str(tmp_path / "s"), timeout_s=0.1), pdf())


@pytest.mark.parametrize(
    ("first_bytes", "kind"),
    [
        (b"%PDF-1.7\n", "pdf"),
        (b"\n" * 1000 + b"%PDF-1.7", "pdf"),
        (b"\n" * 1024 + b"%PDF-1.7", None),
        (b"\x89PNG\r\n\x1a\n", "png"),
        (b"\xff\xd8\xff\xe0", "jpeg"),
        (b"GIF89a", None),
        (b"<svg>", None),
        (b"PK\3\4", None),
        (b"", None),
    ],
)
def test_kind_is_told_by_content(first_bytes, kind):
    assert sniff(first_bytes) == kind


def test_process_with_keys_never_loads_what_parses_documents():
    parsers = ("PIL", "pypdfium2", "pyseccomp", "reportlab", "markdown_it")
    code = f"import sys, {client.__name__}; sys.exit(any(name in sys.modules for name in {parsers}))"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
