"""Only `people/in_effect.py` decides whether an appointment counts now."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

DESIGNATION = Path(__file__).resolve().parents[2] / "designation"
DEFINITION = DESIGNATION / "people" / "in_effect.py"
IN_SQL = re.compile(r"""state\s*=\s*'active'|\bis_active\s*(=|IS)\s*true""", re.IGNORECASE)
BASIS = re.compile(r"delegated_from__(state|until)|\buntil__(gt|gte|lt|lte)\b")
ENDED = ("state", "until", "appointments__state", "appointments__until")


def own_definitions(code: str) -> Iterator[int]:
    """Yield the lines of code that filter appointments by what decides whether they count."""
    for node in ast.walk(ast.parse(code)):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and IN_SQL.search(node.value):
            yield node.lineno
        if isinstance(node, ast.keyword) and node.arg and BASIS.fullmatch(node.arg):
            yield node.lineno
        if isinstance(node, ast.Call) and re.search(r"[Aa]ppointments?\b", ast.unparse(node.func)):
            yield from (one.lineno for one in node.keywords if one.arg in ENDED and _is_active(one.value))


def _is_active(value: ast.expr) -> bool:
    return ast.unparse(value) in ("'active'", "Appointment.State.ACTIVE", "State.ACTIVE", "None")


@pytest.mark.parametrize(
    "code",
    [
        "Appointment.objects.filter(role=role, state='active')",
        "person.appointments.filter(state=Appointment.State.ACTIVE)",
        "Appointment.objects.filter(until=None)",
        "Q(until__gt=now)",
        "Q(delegated_from__state='active')",
        "SQL = 'JOIN designation_appointment a ON a.state = \\'active\\''",
    ],
)
def test_another_definition_is_found(code: str) -> None:
    assert list(own_definitions(code)) == [1]


@pytest.mark.parametrize(
    "code",
    [
        "Appointment.objects.in_effect().filter(role=role)",
        "window.grants.filter(state='active')",
        "Organization.objects.filter(state='active')",
        "Appointment.objects.filter(state__in=['proposed', 'active'])",
    ],
)
def test_what_is_none_is_not(code: str) -> None:
    assert list(own_definitions(code)) == []


def test_there_is_no_other() -> None:
    modules = [path for path in DESIGNATION.rglob("*.py") if "migrations" not in path.parts]
    assert DEFINITION in modules
    found = {
        f"{path.relative_to(DESIGNATION)}:{line}"
        for path in modules
        if path != DEFINITION
        for line in own_definitions(path.read_text())
    }
    assert found == set()
