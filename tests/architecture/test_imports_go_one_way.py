"""web, api → actions → models → lifecycles → rules → workflow; the vault stands beside; config composes everything."""

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
# What the modules of a layer must never import at the top of the file or anywhere in it.
FORBIDDEN = {
    "workflow": ("designation",),
    "designation.rules": (
        "designation.lifecycles",
        "designation.models",
        "designation.actions",
        "designation.web",
        "designation.api",
    ),
    "designation.lifecycles": (
        "designation.models",
        "designation.actions",
        "designation.web",
        "designation.api",
    ),
    "designation.models": ("designation.actions", "designation.web", "designation.api"),
    "designation.actions": ("designation.web", "designation.api"),
    "designation.vault": (
        "designation.lifecycles",
        "designation.models",
        "designation.actions",
        "designation.rules",
        "designation.web",
        "designation.api",
    ),
    "designation.web": ("designation.api", "designation.config"),
    "designation.api": ("designation.web", "designation.config"),
}


def modules(layer: str) -> list[Path]:
    folder = ROOT.joinpath(*layer.split("."))
    return sorted(path for path in folder.rglob("*.py") if "migrations" not in path.parts)


def imported(path: Path) -> set[str]:
    """Return the full names that the module imports, wherever in it."""
    names: set[str] = set()
    package = path.relative_to(ROOT).parent.parts
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            start = package[: len(package) - node.level + 1] if node.level else ()
            source = ".".join([*start, *([node.module] if node.module else [])])
            names |= {source, *(f"{source}.{alias.name}" for alias in node.names)}
    return names


def within(name: str, layer: str) -> bool:
    return name == layer or name.startswith(f"{layer}.")


@pytest.mark.parametrize("layer", FORBIDDEN)
def test_layer_imports_nothing_from_above(layer):
    wrong = [
        f"{path.relative_to(ROOT)} imports {name}"
        for path in modules(layer)
        for name in imported(path)
        if any(within(name, above) for above in FORBIDDEN[layer])
    ]
    assert wrong == []


def test_nothing_uses_the_admin():
    sources = [*modules("workflow"), *modules("designation")]
    assert [
        path for path in sources if any(within(name, "django.contrib.admin") for name in imported(path))
    ] == []


@pytest.mark.parametrize("program", ["verify", "witness.__main__"])
def test_programs_for_others_need_no_django(program):
    from subprocess import run
    from sys import executable

    script = f"import sys, workflow.ledger.{program}; sys.exit('django' in sys.modules)"
    assert run([executable, "-c", script], cwd=ROOT, check=False).returncode == 0


def test_no_reader_that_nobody_here_wrote_is_imported():
    strangers = ("tlog_scales", "dilithium_py", "pymerkle")
    sources = [*modules("workflow"), *modules("designation")]
    assert [path for path in sources if any(within(n, s) for n in imported(path) for s in strangers)] == []


def test_an_import_inside_a_function_is_found():
    assert any(within(name, "designation.web") for name in imported(ROOT / "designation/config/celery.py"))
