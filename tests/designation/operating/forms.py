"""The forms of a page, read from its HTML as a browser reads them."""

from __future__ import annotations

from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any

TICKED = ("checkbox", "radio")


@dataclass
class Field:
    """A control. `label` is what stands beside a choice."""

    name: str
    kind: str
    value: str = ""
    chosen: bool = True
    id: str = ""
    label: str = ""


@dataclass
class Form:
    """A form. `signs` says whether it has the button that signs, which is then pressed."""

    action: str
    fields: list[Field] = field(default_factory=list)
    signs: bool = False

    def filled(self, typed: dict[str, Any]) -> list[tuple[str, str]]:
        """Return what is sent: what the page holds, and what is typed. Choices are named by their label or value."""
        sent = [(f.name, f.value) for f in self.fields if f.chosen and f.name not in typed]
        sent += [("sign", "1")] if self.signs else []
        for name, value in typed.items():
            own = [f for f in self.fields if f.name == name]
            assert own, (name, sorted({f.name for f in self.fields}))
            for one in value if isinstance(value, list) else [value]:
                sent.append(
                    (name, _choice(own, str(one)) if own[0].kind in (*TICKED, "option") else str(one))
                )
        return sent


def _choice(own: list[Field], wanted: str) -> str:
    for matches in (
        [f for f in own if wanted in (f.value, f.label)],
        [f for f in own if wanted in f.label],
    ):
        if matches:
            return matches[0].value
    raise AssertionError((wanted, [(f.value, f.label) for f in own]))


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.forms: list[Form] = []
        self.form: Form | None = None
        self.select = ""
        self.text_of: Field | None = None
        self.label_for = ""
        self.labels: dict[str, str] = {}

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        has = {name: value or "" for name, value in attrs}
        if tag == "form":
            self.form = Form(has.get("action", "")) if has.get("method", "").lower() == "post" else None
            if self.form:
                self.forms.append(self.form)
        elif tag == "label":
            self.label_for = has.get("for", "")
        elif self.form is None:
            return
        elif tag == "button":
            self.form.signs |= has.get("name") == "sign"
        elif tag == "select":
            self.select = has.get("name", "")
        elif tag == "option":
            self.text_of = Field(self.select, "option", has.get("value", ""), "selected" in has)
            self.form.fields.append(self.text_of)
        elif tag == "textarea":
            self.text_of = Field(has.get("name", ""), "textarea")
            self.form.fields.append(self.text_of)
        elif tag == "input" and has.get("name") and has.get("type") not in ("submit", "file"):
            kind = has.get("type", "text")
            chosen = kind not in TICKED or "checked" in has
            value = has.get("value", "on" if kind in TICKED else "")
            self.form.fields.append(Field(has["name"], kind, value, chosen, has.get("id", "")))

    def handle_data(self, data: str) -> None:
        if self.text_of is not None and self.text_of.kind == "option":
            self.text_of.label = (self.text_of.label + data).strip()
        elif self.text_of is not None:
            self.text_of.value += data
        if self.label_for:
            self.labels[self.label_for] = (self.labels.get(self.label_for, "") + data).strip()

    def handle_endtag(self, tag: str) -> None:
        if tag in ("option", "textarea"):
            if tag == "textarea" and self.text_of:
                self.text_of.value = self.text_of.value.removeprefix("\r").removeprefix("\n")
            self.text_of = None
        elif tag == "label":
            self.label_for = ""
        elif tag == "form":
            self.form = None


def forms_of(page: str) -> list[Form]:
    """Return the forms of a page that are sent with POST."""
    reader = _Reader()
    reader.feed(page)
    for form in reader.forms:
        for one in form.fields:
            one.label = one.label or reader.labels.get(one.id, "")
    return reader.forms
