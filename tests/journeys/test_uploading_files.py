"""Files are uploaded in a browser: several, over a connection that breaks, and after the page was loaded again."""

import hashlib
import os
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.db import connections

from designation.artifacts import storage
from designation.artifacts.models import Artifact
from designation.demo.world import World
from designation.models import Request
from tests.designation.walking import catch_up, request_in
from tests.journeys.conftest import Desk
from workflow import outbox

pytestmark = [pytest.mark.browser, pytest.mark.usefixtures("renderer")]
MIB = 1 << 20


@pytest.fixture
def covered(live_world: World) -> Request:
    request = request_in(live_world, "covered")
    catch_up(live_world)
    connections.close_all()
    return request


@pytest.fixture
def large(tmp_path: Path) -> Path:
    """A file of three pieces."""
    path = tmp_path / "weights.bin"
    path.write_bytes(os.urandom(20 * MIB + 7))
    return path


class Connection:
    """The connection of a browser, which can be cut after some pieces."""

    def __init__(self, page: Any) -> None:
        self.pieces, self.cut_from, self.cut_to = 0, 10**9, 10**9
        page.route("**/uploads/**", self._pass)

    def _pass(self, route: Any) -> None:
        if route.request.method == "PATCH":
            self.pieces += 1
            if self.cut_from <= self.pieces < self.cut_to:
                route.abort("connectionreset")
                return
        route.continue_()


def at_the_page(desk: Desk, request: Request, name: str) -> Desk:
    return desk.go(f"/requests/{request.number}/artifacts/upload/", name)


def titles(page: Any) -> Any:
    return page.get_by_label(re.compile("^Title of "))


def run_jobs() -> None:
    while outbox.deliver():
        pass


def sealed(count: int) -> list[Artifact]:
    """Run the jobs that wait, and return the artifacts."""
    run_jobs()
    found = list(Artifact.objects.order_by("number"))
    assert [(one.state, one.parts) for one in found] == [("sealed", [])] * count
    return found


def content(artifact: Artifact) -> bytes:
    return storage.open_artifact(artifact).read(0, artifact.length_bytes)


class Complaints(list[str]):
    """What a browser complains of, but for requests that failed: here they are meant to."""

    def append(self, said: str) -> None:
        if not said.startswith("Failed to load resource"):
            super().append(said)


@pytest.fixture
def dana(journey: Callable[[str], Desk]) -> Desk:
    desk = journey("dana")
    desk.page.on("dialog", lambda dialog: dialog.accept())
    desk.watched.complaints = Complaints()
    return desk


def test_two_files_arrive_over_a_connection_that_breaks(
    dana: Desk, covered: Request, large: Path, tmp_path: Path
) -> None:
    small = tmp_path / "notes.txt"
    small.write_bytes(b"")
    page, connection = dana.page, Connection(dana.page)
    connection.cut_from, connection.cut_to = 2, 4
    at_the_page(dana, covered, "upload-empty")
    page.get_by_label("Choose files").set_input_files([large, small])
    titles(page).nth(0).fill("Model weights")
    dana.see("upload-chosen")
    page.get_by_role("button", name="Upload 2 files").click()
    page.get_by_text("2 files uploaded.").first.wait_for()
    dana.see("upload-done")
    assert connection.pieces > 3
    first, second = sealed(2)
    assert (first.title, first.file_name, first.sha256) == (
        "Model weights",
        "weights.bin",
        hashlib.sha256(large.read_bytes()).hexdigest(),
    )
    assert content(first) == large.read_bytes()
    assert (second.title, second.length_bytes) == ("notes", 0)


def test_an_upload_is_paused_and_goes_on(dana: Desk, covered: Request, large: Path) -> None:
    page, connection = dana.page, Connection(dana.page)
    connection.cut_from = 2
    at_the_page(dana, covered, "upload-empty")
    page.get_by_label("Choose files").set_input_files([large])
    page.get_by_role("button", name="Upload 1 file").click()
    page.get_by_text("Trying again").wait_for()
    page.get_by_role("button", name="Pause weights.bin").click()
    page.get_by_text("Paused. 8.0 MB of 20.0 MB arrived.").wait_for()
    dana.see("upload-paused")
    connection.cut_from = 10**9
    page.get_by_role("button", name="Resume weights.bin").click()
    page.get_by_text("1 file uploaded.").first.wait_for()
    (artifact,) = sealed(1)
    assert content(artifact) == large.read_bytes()


def test_after_a_reload_the_same_file_goes_on(
    dana: Desk, covered: Request, large: Path, tmp_path: Path
) -> None:
    page, connection = dana.page, Connection(dana.page)
    connection.cut_from = 2
    at_the_page(dana, covered, "upload-empty")
    page.get_by_label("Choose files").set_input_files([large])
    page.get_by_role("button", name="Upload 1 file").click()
    page.get_by_text("Trying again").wait_for()
    at_the_page(dana, covered, "upload-unfinished")
    dana.says("8.0\xa0MB of 20.0\xa0MB arrived")
    again = page.get_by_label("Choose the file again to go on")
    other = tmp_path / "another" / "weights.bin"
    other.parent.mkdir()
    other.write_bytes(b"another file")
    again.set_input_files([other])
    page.get_by_text("This is not the file whose upload began").first.wait_for()
    dana.see("upload-another-file")
    connection.cut_from = 10**9
    again.set_input_files([large])
    page.get_by_text("1 file uploaded.").first.wait_for()
    (artifact,) = sealed(1)
    assert content(artifact) == large.read_bytes()


def test_an_upload_that_is_cancelled_is_discarded(dana: Desk, covered: Request, large: Path) -> None:
    page, connection = dana.page, Connection(dana.page)
    connection.cut_from = 2
    at_the_page(dana, covered, "upload-empty")
    page.get_by_label("Choose files").set_input_files([large])
    page.get_by_role("button", name="Upload 1 file").click()
    page.get_by_text("Trying again").wait_for()
    page.get_by_role("button", name="Cancel weights.bin").click()
    page.get_by_text("No files are chosen yet.").wait_for()
    run_jobs()
    assert Artifact.objects.get().state == "destroyed"


def test_a_folder_is_uploaded_with_its_paths(dana: Desk, covered: Request, tmp_path: Path) -> None:
    folder = tmp_path / "evals"
    (folder / "runs").mkdir(parents=True)
    for name in ("a.json", "runs/b.json"):
        (folder / name).write_text(name)
    page = dana.page
    at_the_page(dana, covered, "upload-empty")
    page.get_by_label("Choose a folder").set_input_files(folder)
    page.get_by_role("button", name="Upload 2 files").click()
    page.get_by_text("2 files uploaded.").first.wait_for()
    assert {(one.folder, one.file_name) for one in sealed(2)} == {
        ("evals", "a.json"),
        ("evals/runs", "b.json"),
    }


def test_what_cannot_be_uploaded_says_why(
    dana: Desk, covered: Request, tmp_path: Path, settings: Any
) -> None:
    settings.UPLOAD_FILE_BYTES = MIB
    paths = [tmp_path / name for name in ("large.bin", "untitled.bin", "marked.bin")]
    for path, length in zip(paths, (2 * MIB, 5, 5), strict=True):
        path.write_bytes(bytes(length))
    page = dana.page
    at_the_page(dana, covered, "upload-empty")
    page.get_by_label("Choose files").set_input_files(paths)
    page.get_by_text("This file is larger than 1.0 MB, so it cannot be uploaded.").wait_for()
    titles(page).nth(1).fill(" ")
    titles(page).nth(2).fill("SECRET//NOFORN")
    page.get_by_role("button", name="Upload 2 files").click()
    page.get_by_text("Enter a title. Evaluators see it.").wait_for()
    assert page.evaluate("document.activeElement.getAttribute('aria-invalid')") == "true"
    titles(page).nth(1).fill("A title")
    page.get_by_role("button", name="Upload 2 files").click()
    page.get_by_text("tell your security officer").first.wait_for()
    page.get_by_text("1 file uploaded.").first.wait_for()
    dana.see("upload-refused")
    titles(page).nth(2).fill("Another title")
    page.get_by_role("button", name="Upload 1 file").click()
    page.get_by_text("2 files uploaded.").first.wait_for()
    assert {one.title for one in Artifact.objects.all()} == {"A title", "Another title"}


def test_the_page_fits_a_small_screen(dana: Desk, covered: Request, large: Path) -> None:
    page, connection = dana.page, Connection(dana.page)
    page.set_viewport_size({"width": 320, "height": 900})
    connection.cut_from = 2
    at_the_page(dana, covered, "upload-small")
    page.get_by_label("Choose files").set_input_files([large])
    dana.see("upload-small-chosen")
    page.get_by_role("button", name="Upload 1 file").click()
    page.get_by_text("Trying again").wait_for()
    dana.see("upload-small-trying")
    at_the_page(dana, covered, "upload-small-unfinished")
