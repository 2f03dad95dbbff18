"""Attack 15: a file whose content is not what its name says, a bomb, a PDF with a script or 100,000 pages.

It is sealed as what it is, never run or unpacked, and no page of it is shown that could not be drawn within limits.
"""

import gzip
import io
import zipfile
import zlib

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image

from designation.artifacts import actions
from designation.artifacts.models import Artifact
from designation.demo.world import World
from designation.models import Window
from tests.attacks.conftest import Browser
from tests.designation.artifacts.reading import Reader
from tests.designation.vault.rendering.made import bomb_png, pdf, text
from tests.designation.walking import catch_up
from workflow import outbox
from workflow.models import Job

pytestmark = pytest.mark.usefixtures("renderer")
MIB = 1 << 20
PAGE = pdf(text("A harmless page"))
SCRIPT = "/OpenAction<</S/JavaScript/JS(app.launchURL('https://evil.example/'))>>"
LAUNCH = "/OpenAction<</S/Launch/F(/bin/true)>>"


def archive() -> bytes:
    """Return a small archive that holds 64 MiB."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as file:
        file.writestr("report.pdf", bytes(64 * MIB))
    return packed.getvalue()


def stream_bomb() -> bytes:
    """Return a PDF whose one page is a few KB that unpack to 64 MiB."""
    packed = zlib.compress(b" " * 64 * MIB, 9)
    page = pdf("@").replace(
        b"/Length 1>> stream\n@", b"/Length %d/Filter/FlateDecode>> stream\n@" % len(packed)
    )
    return page.replace(b"@", packed)


NOT_SHOWN = {
    "a PDF that is called a picture": ("report.png", PAGE, "not what the file's name says"),
    "a program that is called a PDF": ("report.pdf", b"\x7fELF" + bytes(5000), "Only PDF"),
    "a page of HTML that is called a PDF": ("report.pdf", b"<script>alert(1)</script>" * 50, "Only PDF"),
    "an archive": ("report.zip", archive(), "Only PDF"),
    "an archive that is called a PDF": ("report.pdf", archive(), "Only PDF"),
    "a packed file that is called text": ("report.txt", gzip.compress(bytes(64 * MIB)), "not UTF-8 text"),
    "a picture of four thousand million pixels": ("chart.png", bomb_png(65_000, 65_000), "megapixels"),
    "100,000 pages": ("report.pdf", pdf(text("One of many"), count=100_000), "more than 2,000 pages"),
}


def uploaded(window: Window, browser_of: Browser, name: str, content: bytes) -> Artifact:
    """Upload a file on the page and have the worker seal it."""
    address = reverse("artifact_upload", args=[window.request.number])
    sent = {"title": "A file", "file": SimpleUploadedFile(name, content)}
    assert browser_of("dana").post(address, sent).status_code == 302
    job = Job.objects.get(kind=actions.SEAL)
    assert outbox.deliver_one(job.pk), Job.objects.get(pk=job.pk).last_error
    made: Artifact = window.request.artifacts.get()
    return made


@pytest.mark.parametrize(("name", "content", "why"), NOT_SHOWN.values(), ids=NOT_SHOWN)
def test_what_cannot_be_shown_is_sealed_says_why_and_is_not_shared_for_viewing(
    opened: Window, browser_of: Browser, name: str, content: bytes, why: str
) -> None:
    made = uploaded(opened, browser_of, name, content)
    assert (made.state, made.pages) == ("sealed", 0)
    assert why in made.not_shown
    address = reverse("artifact_share", args=[opened.request.number, made.number])
    assert browser_of("carl").post(address, {"window": str(opened.number)}).status_code == 404


@pytest.mark.parametrize("action", [SCRIPT, LAUNCH], ids=["a script", "a launch action"])
def test_a_pdf_that_would_do_something_is_a_picture_and_nothing_else(
    world: World, opened: Window, browser_of: Browser, action: str
) -> None:
    made = uploaded(opened, browser_of, "report.pdf", pdf(text("A harmless page"), catalog=action))
    answer = seen(world, opened, browser_of, made)
    assert answer["Content-Type"] == "image/jpeg"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert Image.open(io.BytesIO(answer.content)).format == "JPEG"
    assert not [one for one in (b"JavaScript", b"Launch", b"evil.example") if one in answer.content]


def test_a_page_that_unpacks_to_a_thousand_times_its_size_ends_in_time(
    world: World, opened: Window, browser_of: Browser
) -> None:
    made = uploaded(opened, browser_of, "report.pdf", stream_bomb())
    if made.pages:
        assert seen(world, opened, browser_of, made).status_code in (200, 503)


def seen(world: World, window: Window, browser_of: Browser, artifact: Artifact):
    """Share a file and return what the evaluator gets of its first page."""
    world.now = max(world.now, artifact.sealed_at or world.now)
    share = actions.share(artifact, window, actor=world.actor("carl"))
    catch_up(world)
    return Reader(browser_of("eve"), share).sees(1)
