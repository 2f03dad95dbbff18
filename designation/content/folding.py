"""How names are searched and sorted: words in lower case, without accents, apostrophes and punctuation.

“Émile” is found as “emile” and sorts before “Zoe”; “O’Brien” is found however its apostrophe is typed, and without it.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from typing import Any

from django.db import models

_WORD = re.compile(r"[^\W_]+")
_APOSTROPHE = re.compile(r"['’‘`ʻʼ]")
_WHOLE = str.maketrans(
    {"æ": "ae", "œ": "oe", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ħ": "h", "ŧ": "t", "ı": "i"}
)
"""Letters that Unicode does not take apart, and what people type instead of them."""


def words(text: str) -> list[str]:
    """Return the words of a text: lower case, without accents, apostrophes and punctuation."""
    if text.isascii():
        return _WORD.findall(text.replace("'", "").replace("`", "").lower())
    plain = unicodedata.normalize("NFKD", _APOSTROPHE.sub("", text.casefold()).translate(_WHOLE))
    return _WORD.findall("".join(letter for letter in plain if not unicodedata.combining(letter)))


def folded(text: str) -> str:
    """Return the words of a name, with single spaces between: what it is sorted and searched by."""
    return " ".join(words(text))


def by_name(name: str) -> tuple[str, str]:
    """Return the key by which a list is sorted by name, as the database sorts it by the stored key and the name."""
    return folded(name), name


def found_in(column: str, text: str) -> models.Q:
    """Return the condition that a folded column holds what somebody typed; nothing does if that has no letters."""
    typed = folded(text)
    return models.Q(**{f"{column}__contains": typed}) if typed else models.Q(pk__in=[])


LONGEST = 800
"""The most characters of a key that are stored; a name of 160 characters never has more."""


class FoldedField(models.CharField):  # type: ignore[type-arg]  # generic in the stubs only
    """The folded form of another field of the row, `of`. It is written whenever the row is."""

    def __init__(self, *args: Any, of: str = "name", **kwargs: Any) -> None:
        self.of = of
        kwargs |= {"editable": False, "db_collation": "C", "max_length": LONGEST}
        super().__init__(*args, **kwargs)

    def deconstruct(self) -> Any:
        name, path, args, kwargs = super().deconstruct()
        return name, path, args, kwargs | {"of": self.of}

    def pre_save(self, model_instance: models.Model, add: bool) -> str:
        text = folded(getattr(model_instance, self.of))[:LONGEST]
        setattr(model_instance, self.attname, text)
        return text


class Named(models.Model):
    """A row with a name, and with the key by which lists are sorted and searched by it."""

    folded = FoldedField(of="name")

    class Meta:
        abstract = True

    def save(self, *args: Any, update_fields: Iterable[str] | None = None, **kwargs: Any) -> None:
        """Write the key with the name, also where only some fields are written."""
        if update_fields is not None and "name" in (written := list(update_fields)):
            update_fields = [*written, "folded"]
        super().save(*args, update_fields=update_fields, **kwargs)
