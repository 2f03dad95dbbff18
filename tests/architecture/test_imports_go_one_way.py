"""What import-linter (`make check`) cannot hold: names in strings, and programs that run without Django."""

import ast
import re
from pathlib import Path
from subprocess import run
from sys import executable

import pytest
from django.apps import apps

ROOT = Path(__file__).resolve().parents[2]


def modules(package: str) -> list[Path]:
    return sorted(path for path in (ROOT / package).rglob("*.py") if "migrations" not in path.parts)


def strings(path: Path) -> list[str]:
    """Return the strings of a module that are not docstrings."""
    tree = ast.parse(path.read_text())
    prose = {
        id(node.value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
    }
    return [
        node.value
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in prose
    ]


def test_no_module_looks_a_model_up_by_its_name() -> None:
    asks = re.compile(r"\bget_model\(")
    assert [str(path) for path in modules("designation") if asks.search(path.read_text())] == []


def test_no_module_names_a_table_in_a_string() -> None:
    tables = {
        model._meta.db_table
        for app in ("designation", "workflow")
        for model in apps.get_app_config(app).get_models()
    }
    named = re.compile(rf"\b({'|'.join(sorted(tables))})\b")
    found = [
        f"{path.relative_to(ROOT)}: {text.strip()[:60]}"
        for path in modules("designation")
        if path.name != "guards.py"  # SQL that runs in the database; `manage.py check` compares it
        for text in strings(path)
        if named.search(text)
    ]
    assert found == []


def test_nothing_uses_the_admin() -> None:
    sources = [*modules("workflow"), *modules("designation")]
    assert [path for path in sources if "django.contrib.admin" in path.read_text()] == []


@pytest.mark.parametrize("program", ["verify", "verify.__main__", "witness.__main__"])
def test_programs_for_others_need_no_django(program: str) -> None:
    script = f"import sys, workflow.ledger.{program}; sys.exit('django' in sys.modules)"
    assert run([executable, "-c", script], cwd=ROOT, check=False).returncode == 0
