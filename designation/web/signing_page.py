"""The page on which a person signs: what they sign, who signs besides them, and a button that signs.

If the step asks for words, they are written first, on a page that does not sign. The signing page then shows them
with everything else that the signature covers, and sends them along. Enter never signs: the first button of the form
is disabled, so that only the button itself sends it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from django.forms import BooleanField, Field, Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from designation.web.action_page import CONFLICT, ActionPage, add_refusals, after_success, reasons_for
from designation.web.documents import Document, Part, Signers
from designation.web.proofs import field_names
from workflow.errors import KeyReused, Refused
from workflow.guards import Refusal
from workflow.perform import STALE

SIGN = "sign"
"""The name of the button that signs."""
WRITE = "write"
"""The name of the button that leads back to what was written."""

InWords = Callable[[Form], list[tuple[str, Any]]]


@dataclass
class SigningPage(ActionPage):
    """An action that is a signature.

    `document()` returns what is signed, and `digest(inputs)` its fingerprint. `written(form)` returns what the person
    wrote as pairs of label and words. `refused()` returns what speaks against what was written, before anybody signs.
    `ready` opens the signing page at once, with the form's initial values: what somebody else signed already.
    `writing_template` shows the writing, if it has a page of its own.
    """

    document: Callable[[], Document] | None = None
    digest: Callable[[Mapping[str, Any]], str] | None = None
    signers: Signers = field(default_factory=Signers)
    written: InWords | None = None
    refused: Callable[[], Sequence[Refusal]] | None = None
    ready: bool = False
    template: str = "web/sign.html"
    writing_template: str = ""


def signing_page(http: HttpRequest, page: SigningPage) -> HttpResponse:
    """Show what is signed on GET. On POST, sign; or show the page again with the reasons for the refusal (409)."""
    form, posted = page.form, http.method == "POST"
    writing = _writing(form)
    held_back: dict[str, Field] = {}
    problems: list[str] = []
    is_refused = False
    signs = not writing or (page.ready and not posted)
    if form is not None and not signs and SIGN not in http.POST:
        held_back = _take_out(form, writing)
        signs = posted and form.is_valid() and WRITE not in http.POST
        if signs and (found := _against(page, writing)):
            add_refusals(Refused(found), form)
            signs, is_refused = False, True
    elif posted:
        valid = form is None or form.is_valid()
        try:
            made = page.act() if valid else None
        except (Refused, KeyReused) as refused:
            problems, is_refused = reasons_for(form, refused), True
        else:
            if valid:
                return after_success(http, page, made)
        # Only what belongs to the signature is corrected here; all else leads back to the writing, which shows it.
        signs = form is None or not writing or set(form.errors) <= form.fields.keys() - writing
        if form is not None and not signs:
            held_back = _take_out(form, writing)
    if page.document is None:
        raise TypeError("A signing page needs a document.")
    own = page.writing_template and not signs
    document, inputs = Document("") if own else page.document(), _inputs(form, writing)
    if signs and form is not None and writing:
        document = _with_words(document, page.written or _in_words, form, writing)
        form.fields |= {name: one for name, one in held_back.items() if name not in form.fields}
    context = {
        "heading": page.heading,
        "cancel_url": page.back,
        "action": http.path,
        "hidden": page.hidden,
        "form": form,
        "problems": problems,
        **page.context,
        "crumbs": page.crumbs or page.context.get("crumbs", ()),
        **document.context,
        "document": document,
        "digest": document.digest or (page.digest(inputs) if page.digest and signs else ""),
        "signers": page.signers,
        "signs": signs,
        "writes": bool(writing),
        "gentle": page.gentle,
        "proof": page.proof,
        "button": document.button or page.button,
    }
    template = page.writing_template if own else page.template
    return render(http, template, context, status=CONFLICT if is_refused else 200)


def _against(page: SigningPage, writing: set[str]) -> list[Refusal]:
    """Return the reasons against what was written: those about a field of the writing, and that it is out of date."""
    found = page.refused() if page.refused else ()
    return [refusal for refusal in found if refusal.about in writing or refusal == STALE]


def _writing(form: Form | None) -> set[str]:
    """Return the names of the fields in which a person writes or chooses. Ticks and passwords are not among them."""
    if form is None:
        return set()
    proofs = field_names()
    return {
        name for name, one in form.fields.items() if name not in proofs and not isinstance(one, BooleanField)
    }


def _take_out(form: Form, writing: set[str]) -> dict[str, Field]:
    """Take the fields that belong to the signature out of the form, and return them."""
    taken = {name: one for name, one in form.fields.items() if name not in writing}
    for name in taken:
        del form.fields[name]
        if form.is_bound:
            form.errors.pop(name, None)
    return taken


def _inputs(form: Form | None, writing: set[str]) -> dict[str, Any]:
    if form is None:
        return {}
    known = getattr(form, "cleaned_data", None) or form.initial
    return {name: known.get(name) for name in writing}


def _in_words(form: Form) -> list[tuple[str, Any]]:
    found = []
    for name, one in form.fields.items():
        value = form.cleaned_data.get(name) if form.is_bound else form.initial.get(name)
        choices = {str(key): label for key, label in getattr(one, "choices", ())}
        found.append((str(one.label), _chosen(choices, value) if choices else value))
    return found


def _chosen(choices: Mapping[str, Any], value: Any) -> Any:
    """Return what was chosen in words: one choice, or a list of them."""
    if isinstance(value, list | tuple):
        return [_chosen(choices, one) for one in value]
    return choices.get(str(value), value)


def _with_words(document: Document, in_words: InWords, form: Form, writing: set[str]) -> Document:
    """Return the document with what was written, and hide the fields that carry it."""
    shown = [name for name in form.fields if name in writing]
    kept = {name: form.fields[name] for name in shown}
    others = {name: one for name, one in form.fields.items() if name not in kept}
    form.fields = kept
    words = in_words(form)
    for one in kept.values():
        one.widget = one.hidden_widget()
    form.fields = kept | others
    return replace(document, parts=[Part("What you add", words), *document.parts])
