"""Django's controls in the clothes of the design system."""

from typing import Any

from django import forms, template
from django.forms.boundfield import BoundField
from django.utils.safestring import SafeString

from designation.web.fields import AS_TYPED, EasternTimeField

register = template.Library()

CLASSES: tuple[tuple[type[forms.Widget], str], ...] = (
    (forms.Textarea, "usa-textarea"),
    (forms.Select, "usa-select"),
    (forms.CheckboxInput, "usa-checkbox__input"),
    (forms.FileInput, "usa-file-input"),
    (forms.widgets.Input, "usa-input"),
)
INPUT_FORMATS = {"date": "%Y-%m-%d", "datetime-local": AS_TYPED}


@register.simple_tag
def widget_kind(field: BoundField) -> str:
    """Return which layout a field takes: choices, checkbox, datetime or plain."""
    widget = field.field.widget
    if isinstance(widget, forms.RadioSelect | forms.CheckboxSelectMultiple):
        return "choices"
    if isinstance(widget, forms.CheckboxInput):
        return "checkbox"
    return "datetime" if isinstance(field.field, EasternTimeField) else "plain"


@register.filter
def control(field: BoundField) -> SafeString:
    """Return the control of a field with its class; days and instants use the browser's own pickers.

    Django itself adds `aria-describedby` (hint and errors) and `aria-invalid`.
    """
    widget = field.field.widget
    kind = next((name for cls, name in CLASSES if isinstance(widget, cls)), "")
    attrs: dict[str, Any] = {"class": f"{widget.attrs.get('class', '')} {kind}".strip()}
    if field.errors and kind != "usa-checkbox__input":
        attrs["class"] += " usa-input--error"
    widget.attrs.pop("placeholder", None)  # it vanishes as one types; the hint stays
    if isinstance(widget, forms.Textarea) and widget.attrs.get("rows") == "10":  # Django's own default
        attrs["rows"] = 5
    _use_native_picker(field.field)
    return field.as_widget(attrs=attrs)


def _use_native_picker(field: forms.Field) -> None:
    widget = field.widget
    if not isinstance(widget, forms.DateInput | forms.DateTimeInput):
        return
    widget.input_type = "date" if isinstance(widget, forms.DateInput) else "datetime-local"
    widget.format = INPUT_FORMATS[widget.input_type]
