"""Form fields for the inputs of a model's steps."""

from __future__ import annotations

from typing import Any

from django import forms

from designation.frontier_models.models import VARIANT_KINDS, Readers
from designation.web.step_forms import line


def _original(_reader: Any, model: Any) -> forms.Field:
    return forms.ChoiceField(
        label="Earlier registration of the same model",
        choices=[(str(one.pk), one.codename) for one in model.possible_originals()],
    )


def _kind(_reader: Any, _model: Any) -> forms.Field:
    return forms.ChoiceField(label="Kind", choices=VARIANT_KINDS)


def _readers(_reader: Any, _model: Any) -> forms.Field:
    return forms.ChoiceField(
        label="Who may read what is shared about it",
        help_text="Agencies and partners verify the status of their people. Nobody else’s access changes.",
        choices=Readers.choices,
    )


def _variant(_reader: Any, model: Any) -> forms.Field:
    return forms.ChoiceField(
        label="Variant",
        choices=[(str(one.pk), f"{one} ({one.get_readers_display()})") for one in model.all_variants()],
    )


FIELDS = {
    "readers": _readers,
    "variant_to_restrict": _variant,
    "name": line("Name of the variant", limit=80),
    "kind": _kind,
    "weights_digest": line(
        "SHA-256 of the weights", "64 hexadecimal digits, if there is one.", limit=64, required=False
    ),
    "original": _original,
}
