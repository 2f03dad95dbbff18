"""What documents and docstrings name exists."""

import re
from pathlib import Path

import pytest

from tests.mutants.__main__ import HEART

ROOT = Path(__file__).resolve().parents[2]
DOCS = ROOT / "designation" / "docs"
PATH = re.compile(r"`((?:designation|workflow|templates|tests)/[\w./-]*)`")
EXAMPLE = "artifacts/"


def sources() -> list[Path]:
    found = [path for top in ("workflow", "designation", "tests") for path in (ROOT / top).rglob("*.py")]
    return [path for path in found if "migrations" not in path.parts]


@pytest.mark.parametrize(
    "document",
    sorted([*DOCS.glob("*.md"), ROOT / "README.md", *(ROOT / "workflow").glob("*.md")]),
    ids=lambda p: p.name,
)
def test_every_path_in_a_document_exists(document: Path) -> None:
    named = {path for path in PATH.findall(document.read_text()) if EXAMPLE not in path}
    named = {path for path in named if not path.endswith("/v1")}  # labels of formats
    assert [path for path in sorted(named) if not (ROOT / path).exists()] == []


def test_every_name_in_the_map_is_where_it_says() -> None:
    rows = [
        line.split("|")[2] for line in (DOCS / "MAP.md").read_text().splitlines() if line.startswith("| …")
    ]
    assert len(rows) == 44
    for row in rows:
        files = [ROOT / path for path in PATH.findall(row)]
        text = "".join(path.read_text() for path in files if path.is_file())
        for name in re.findall(r"`(\w+)=?`", row):
            assert re.search(rf"\b{name}\b", text), (row, name)


def test_every_module_of_a_new_package_is_one_that_others_have() -> None:
    table = (DOCS / "ADDING.md").read_text()
    modules = set(re.findall(r"^\| (`.*?`) \|", table, flags=re.MULTILINE))
    names = {name for cell in modules for name in re.findall(r"`(\w+)\.py`", cell)}
    present = {path.stem for path in (ROOT / "designation").glob("*/*.py")}
    present |= {path.name for path in (ROOT / "designation").glob("*/*") if path.is_dir()}
    assert names <= present
    needed = table.partition("Write these only")[0]
    assert len(re.findall(r"^\| `\w+\.py` \|", needed, flags=re.MULTILINE)) + 2 <= 12


def test_every_document_that_code_cites_is_here() -> None:
    here = {path.name for path in ROOT.rglob("*.md") if not {".venv", "node_modules"} & set(path.parts)}
    cited = {name for path in sources() for name in re.findall(r"\b([A-Z]{3,}\.md)\b", path.read_text())}
    assert cited - here == set()


def test_every_module_that_code_cites_exists() -> None:
    here = {f"/{path.relative_to(ROOT)}" for path in sources()}
    cited = {name for path in sources() for name in re.findall(r"`([\w/]+\.py)`", path.read_text())}
    cited = {name for name in cited if EXAMPLE not in name}
    assert {name for name in cited if not any(path.endswith(f"/{name}") for path in here)} == set()


def test_every_module_that_mutants_change_exists() -> None:
    assert [path for path in HEART if not (ROOT / path).is_file()] == []
