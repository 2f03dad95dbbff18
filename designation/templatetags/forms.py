"""Django form controls in the design system's style."""

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
MENTION_LIMIT_FROM = 200
"""Shorter limits are not mentioned. They apply to names and numbers, and people rarely reach them."""
ALL_KEPT = "What you typed is kept. Correct what is named here and send it again."
INPUT_FORMATS = {"date": "%Y-%m-%d", "datetime-local": AS_TYPED}


@register.simple_tag
def widget_kind(field: BoundField) -> str:
    """Return the layout of a field: choices, checkbox, datetime or plain."""
    widget = field.field.widget
    if isinstance(widget, forms.RadioSelect | forms.CheckboxSelectMultiple):
        return "choices"
    if isinstance(widget, forms.CheckboxInput):
        return "checkbox"
    return "datetime" if isinstance(field.field, EasternTimeField) else "plain"


@register.simple_tag
def further_hint(field: BoundField) -> str:
    """Return an extra hint for the field: the time zone of a time, or the limit of a long text."""
    if isinstance(field.field, EasternTimeField):
        return "Eastern Time (Washington)."
    limit = getattr(field.field, "max_length", None) or 0
    if limit >= MENTION_LIMIT_FROM and not isinstance(field.field, forms.EmailField):
        return f"At most {limit:,} characters."
    return ""


@register.simple_tag
def what_is_kept(form: Any) -> str:
    """Return the sentence that says which input of a refused form is kept. Pages never return passwords."""
    fields = form.visible_fields() if isinstance(form, forms.BaseForm) else []
    passwords = [
        isinstance(field.field.widget, forms.PasswordInput) and field.field.required for field in fields
    ]
    if not any(passwords):
        return ALL_KEPT
    if all(passwords):
        return "Passwords are not kept. Correct what is named here, type them again and send it."
    return (
        "What you typed is kept, but not passwords. Correct what is named here, type them again and send it."
    )


@register.filter
def control(field: BoundField) -> SafeString:
    """Return the control of a field with its CSS class. Days and instants use the browser's own pickers.

    Django adds `aria-describedby` (hint and errors) and `aria-invalid` itself. There is no `maxlength`,
    because the browser would cut off pasted text. A text that is too long is refused and kept instead.
    """
    widget = field.field.widget
    kind = next((name for cls, name in CLASSES if isinstance(widget, cls)), "")
    attrs: dict[str, Any] = {"class": f"{widget.attrs.get('class', '')} {kind}".strip()}
    if field.errors and kind != "usa-checkbox__input":
        attrs["class"] += " usa-input--error"
    if further_hint(field) and not field.help_text:
        hint, error = f"{field.auto_id}_helptext", f"{field.auto_id}_error" if field.errors else ""
        attrs["aria-describedby"] = f"{hint} {error}".strip()
    widget.attrs.pop("maxlength", None)
    widget.attrs.pop("placeholder", None)  # it disappears while typing; the hint does not
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
