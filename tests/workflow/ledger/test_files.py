"""Files that are whole or not there: what is in them, who may read them, and in which order they reach the disk."""

import os
import stat
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workflow.ledger import files

CONTENT = b"whole\n"
WRITERS: dict[str, Callable[[Path], None]] = {
    "create": lambda path: files.create(path, CONTENT, 0o640),
    "replace": lambda path: files.replace(path, CONTENT, 0o640),
    "append_line": lambda path: files.append_line(path, CONTENT.rstrip(b"\n")),
}
line = st.text("ab!\r\0", min_size=1, max_size=9).map(str.encode)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "file"


@pytest.fixture
def no_umask() -> Iterator[None]:
    """Leave files the rights with which they are made."""
    before = os.umask(0)
    yield
    os.umask(before)


@pytest.fixture
def reached(monkeypatch: pytest.MonkeyPatch, path: Path) -> list[str]:
    """What reaches the disk, and when the file gets its name."""
    seen: list[str] = []
    really = {"fsync": os.fsync, "link": os.link, "replace": os.replace}

    def fsync(descriptor: int) -> None:
        if stat.S_ISDIR(os.fstat(descriptor).st_mode):
            seen.append("folder")
        else:
            seen.append(f"content {os.fstat(descriptor).st_size}")
        really["fsync"](descriptor)

    def named(how: str) -> Callable[[Path, Path], None]:
        def name(draft: Path, target: Path) -> None:
            really[how](draft, target)
            seen.append("name")

        return name

    monkeypatch.setattr(os, "fsync", fsync)
    for how in ("link", "replace"):
        monkeypatch.setattr(os, how, named(how))
    return seen


@pytest.mark.parametrize("writer", WRITERS)
def test_the_content_reaches_the_disk_before_its_name_and_its_name_before_one_goes_on(
    path: Path, reached: list[str], writer: str
) -> None:
    WRITERS[writer](path)
    name = [] if writer == "append_line" else ["name"]
    assert reached == [f"content {len(CONTENT)}", *name, "folder"]


@pytest.mark.parametrize("writer", WRITERS)
def test_nothing_but_the_file_is_left_on_disk_or_open(path: Path, writer: str) -> None:
    before = os.listdir("/proc/self/fd")
    for _ in range(3):
        WRITERS[writer](path)
    assert os.listdir("/proc/self/fd") == before
    assert list(path.parent.iterdir()) == [path]


@pytest.mark.usefixtures("no_umask")
@pytest.mark.parametrize(("writer", "mode"), [("create", 0o640), ("replace", 0o640), ("append_line", 0o644)])
def test_a_file_has_the_rights_that_were_asked_for(path: Path, writer: str, mode: int) -> None:
    WRITERS[writer](path)
    assert stat.S_IMODE(path.stat().st_mode) == mode


def test_a_file_that_is_there_is_created_by_nobody_and_replaced_whole(path: Path) -> None:
    path.write_bytes(b"longer than what comes\n")
    files.create(path, CONTENT, 0o640)
    assert path.read_bytes() == b"longer than what comes\n"
    files.replace(path, CONTENT, 0o640)
    assert path.read_bytes() == CONTENT


@given(st.lists(line, min_size=1), st.just(b"") | line)
def test_the_last_line_is_the_last_that_is_whole(written: list[bytes], torn: bytes) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "file"
        for number, line in enumerate(written):
            files.append_line(path, line)
            with path.open("ab") as file:
                file.write(torn)
            assert files.last_line(path) == line
            assert path.read_bytes() == b"".join(one + b"\n" for one in written[: number + 1]) + torn


def test_half_a_line_alone_is_none(path: Path) -> None:
    path.write_bytes(b"half")
    assert files.last_line(path) == b""
    files.append_line(path, b"whole")
    assert path.read_bytes() == b"whole\n"


def test_the_longest_line_is_read_whole_with_as_much_torn_behind_it(path: Path) -> None:
    files.append_line(path, b"first")
    files.append_line(path, b"1" * files.LONGEST_LINE)
    with path.open("ab") as file:
        file.write(b"2" * files.LONGEST_LINE)
    assert files.last_line(path) == b"1" * files.LONGEST_LINE
    files.append_line(path, b"last")
    assert path.read_bytes() == b"first\n" + b"1" * files.LONGEST_LINE + b"\nlast\n"
