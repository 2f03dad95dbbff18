"""Tables by their names, because the models stand on the lifecycles and not the other way round."""

from __future__ import annotations

from typing import Any

from django.apps import apps


def table(name: str) -> Any:
    """Return a model of this application by its name."""
    return apps.get_model("designation", name)
