"""Fields of the engine's tables."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import models
from django_fsm import FSMField

if TYPE_CHECKING:
    AnyField = models.Field[Any, Any]
else:
    AnyField = models.Field


class XactField(AnyField):
    """The 64-bit id of the transaction that wrote the row, filled in by PostgreSQL."""

    def db_type(self, connection: Any) -> str:
        return "xid8"


class StateField(FSMField):
    """A protected state column. It starts as the first of its choices, and only `perform` changes it."""

    def __init__(self, states: type[models.TextChoices] | None = None, **options: Any) -> None:
        if states is not None:
            options |= {"choices": states.choices, "default": states.values[0], "protected": True}
        options.setdefault("max_length", 40)
        super().__init__(**options)

    def contribute_to_class(
        self, cls: type[models.Model], name: str, private_only: bool = False, **options: Any
    ) -> None:
        """Join a model; the models of migrations, which have no steps, get a plain text column.

        `FSMField` looks for steps in every model that is created after it, and migrations create hundreds.
        """
        if cls.__module__ == "__fake__":
            models.CharField.contribute_to_class(self, cls, name, private_only)
        else:
            super().contribute_to_class(cls, name, private_only, **options)
