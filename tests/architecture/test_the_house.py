"""The repository's own rules: fixed folders, modules one can read, a README that is complete."""

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
README = (ROOT / "README.md").read_text()
FOLDERS = {"designation", "workflow", "templates", "tests", ".ci"}
NOT_KEPT = {
    ".git",
    ".venv",
    ".data",
    ".hypothesis",
    ".import_linter_cache",
    ".mypy_cache",
    ".pytest_cache",
    ".ruff_cache",
    "__pycache__",
}
MOST_LINES = 400
MOST_FILES = 30
VAGUE = {"utils", "util", "helpers", "helper", "common", "manager", "managers", "misc"}


def sources() -> list[Path]:
    found = [path for top in ("workflow", "designation", "tests") for path in (ROOT / top).rglob("*.py")]
    return sorted(path for path in found if "migrations" not in path.parts)


def test_no_further_folders_at_the_root():
    assert {path.name for path in ROOT.iterdir() if path.is_dir()} - NOT_KEPT <= FOLDERS


def test_every_module_is_short_enough_to_read():
    lengths = {str(path.relative_to(ROOT)): len(path.read_text().splitlines()) for path in sources()}
    assert {name: length for name, length in lengths.items() if length > MOST_LINES} == {}


def test_no_folder_has_too_many_files() -> None:
    """A page and its picture, which have the same name, count as one."""
    folders: dict[Path, set[str]] = {}
    for top in ("workflow", "designation", "templates", "tests"):
        for path in (ROOT / top).rglob("*"):
            kept = not {"__pycache__", "vendor"} & set(path.parts)
            if path.is_file() and kept:
                folders.setdefault(path.parent, set()).add(path.stem)
    crowded = {
        str(folder.relative_to(ROOT)): len(names)
        for folder, names in folders.items()
        if len(names) > MOST_FILES
    }
    assert crowded == {}


def test_no_module_has_a_vague_name():
    assert [path for path in sources() if path.stem in VAGUE or path.parent.name in VAGUE] == []


def test_nothing_asks_a_machine_what_time_it_is():
    asks = re.compile(r"\b(datetime\.now|datetime\.utcnow|date\.today|timezone\.now|time\.time)\(")
    elsewhere = {"tests", "witness"}  # a witness runs on another's machine and has no database
    ours = [path for path in sources() if not elsewhere & set(path.relative_to(ROOT).parts)]
    assert len(ours) > 100
    assert [str(path) for path in ours if asks.search(path.read_text())] == []


def test_readme_names_both_commands():
    assert "    make run\n" in README
    assert "    make test\n" in README


def test_readme_describes_every_setting():
    text = "".join(
        (ROOT / "designation" / "config" / f"{name}.py").read_text() for name in ("settings", "web_server")
    )
    read = set(
        re.findall(
            r"environment\.(?:text|flag|integer|choice|words|site|mode|address)\(\s*\"([A-Z_]+)\"", text
        )
    )
    read |= {
        "HOST",
        "SECRET_KEY",
        "DATABASE_URL",
        "DATABASE_OWNER_URL",
        "REDIS_URL",
        "EMAIL_URL",
        "PORT",
        "DATA_DIR",
    }
    table = README.split("## Settings")[1].split("\n## ")[0]
    first_cells = "".join(re.findall(r"^\|([^|]*)\|", table, flags=re.MULTILINE))
    described = set(re.findall(r"`([A-Z_]+)`", first_cells))
    assert read - described == set()
    assert described - read == set()


def test_readme_gives_a_reason_for_every_dependency():
    table = README.split("## Dependencies")[1].split("\n## ")[0].lower()
    wanted = "".join((ROOT / name).read_text() for name in ("requirements.txt", "requirements-dev.txt"))
    names = [re.split(r"[\[=]", line)[0].lower() for line in wanted.splitlines() if "==" in line]
    assert [name for name in names if name not in table] == []


def test_every_dependency_is_pinned():
    for name in ("requirements.txt", "requirements-dev.txt", "constraints.txt"):
        lines = [line for line in (ROOT / name).read_text().splitlines() if not line.startswith("-")]
        assert [line for line in lines if not re.fullmatch(r"[A-Za-z0-9_.-]+(\[\w+\])?==[\w.]+", line)] == []


def test_pages_hold_nothing_that_the_policy_forbids():
    forbidden = re.compile(
        r"<style\b|\sstyle=[\"']|\son[a-z]+=[\"']|javascript:|<script(?![^>]*\b(src=|type=\"application/json\"))"
    )
    pages = sorted((ROOT / "templates").rglob("*.html"))
    wrong = {str(page.relative_to(ROOT)): forbidden.findall(page.read_text()) for page in pages}
    assert {page: found for page, found in wrong.items() if found} == {}
