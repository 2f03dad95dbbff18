"""Fields of the engine's tables."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import models

if TYPE_CHECKING:
    AnyField = models.Field[Any, Any]
else:
    AnyField = models.Field


class XactField(AnyField):
    """The 64-bit id of the transaction that wrote the row, filled in by PostgreSQL."""

    def db_type(self, connection: Any) -> str:
        return "xid8"
