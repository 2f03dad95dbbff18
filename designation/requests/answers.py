"""Convert the answers of an application and the clauses of terms into words."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from functools import cached_property
from typing import Any

from django.db.models import Value
from django.utils.dateparse import parse_datetime

from designation.content.instants import written
from designation.frontier_models.models import VARIANT_KINDS, Variant
from designation.people.models import Organization
from designation.policies.application import Field
from designation.requests.models import Request
from designation.roles import Side

OLD_VARIANTS = dict(VARIANT_KINDS)
"""Values that older terms have for the variant. Newer terms have the id of one of the request's variants."""


class Words:
    """Converts answers into words. The names of agencies and variants are read once, on first use."""

    def __init__(self, request: Request) -> None:
        self.request = request

    @cached_property
    def names(self) -> dict[str, str]:
        """The names of the government's agencies and of the model's variants, by id."""
        agencies = Organization.objects.filter(side=Side.GOVERNMENT).values_list("pk", "name", Value(""))
        variants = self.request.model.variants.values_list("pk", "name", "kind")
        rows = agencies.union(variants.order_by())
        return {str(key): str(Variant(name=name, kind=kind)) if kind else name for key, name, kind in rows}

    def of(self, field: Field, value: Any) -> Any:
        """Return an answer in words: a text, a datetime, or a list of texts."""
        if field.kind == "instant":
            return value if isinstance(value, datetime) else parse_datetime(value) if value else ""
        names: Mapping[str, str] = dict(field.choices)
        if field.kind in ("variants", "variant", "agencies"):
            names = OLD_VARIANTS | self.names
        if isinstance(value, list):
            return [names.get(item, item) for item in value]
        return names.get(value, value) if names else value


def as_text(words: Any) -> str:
    """Return an answer, already in words, as one text."""
    if isinstance(words, datetime):
        return written(words)
    return ", ".join(words) if isinstance(words, list) else str(words or "")
