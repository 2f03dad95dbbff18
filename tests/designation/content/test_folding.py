"""Names are sorted and searched by their letters, whatever accents, apostrophes and capitals they are written with."""

import re
from pathlib import Path

import pytest

import designation
from designation.content.folding import by_name, folded


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("Émile", "emile"),
        ("O’Brien", "obrien"),
        ("O'Brien", "obrien"),
        ("Kealiʻi", "kealii"),
        ("van der Berg", "van der berg"),
        ("Łukasz Øre", "lukasz ore"),
        ("Anne-Marie  Weiß", "anne marie weiss"),
        ("Smith & Sons, Inc.", "smith sons inc"),
        ("…", ""),
    ],
)
def test_a_name_has_one_key(name: str, key: str) -> None:
    assert folded(name) == key


def test_lists_stand_as_people_expect() -> None:
    names = ["Zoe", "van der Berg", "Émile", "emil", "Ursula", "Vance", "O’Brien", "Oz"]
    assert sorted(names, key=by_name) == [
        *("emil", "Émile", "O’Brien", "Oz", "Ursula", "van der Berg", "Vance", "Zoe")
    ]


def test_no_statement_writes_names_without_their_keys() -> None:
    """`save` writes both; a query that updates a name alone would leave the old key."""
    home = Path(designation.__file__).parent
    updates = re.compile(r"\.update\([^)]*\bname=")
    assert [
        str(path) for path in home.rglob("*.py") if updates.search(path.read_text(encoding="utf-8"))
    ] == []
