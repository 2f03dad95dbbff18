"""The table of attacks names every attack once, and tests that exist."""

import re
from pathlib import Path

HERE = Path(__file__).parent
ROW = re.compile(r"^\| (\d+) \| .+ \| (.+) \|$", re.MULTILINE)


def test_every_attack_has_its_tests() -> None:
    rows = ROW.findall((HERE / "ATTACKS.md").read_text())
    assert [int(number) for number, _tests in rows] == list(range(1, 40))
    named = {HERE / path for _number, tests in rows for path in re.findall(r"`([^`]+)`", tests)}
    assert [path for path in sorted(named) if not path.is_file()] == []
    numbered = set(HERE.rglob("test_[0-9]*.py"))
    assert numbered - named == set()
