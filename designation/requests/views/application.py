"""The application: one section at a time, saved while the person types, and then as one document."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from designation.access.permissions import Permission
from designation.content.drafts import Saved
from designation.policies.application import SECTION, SECTIONS, Section, lacking, status
from designation.requests.actions import drafting as actions
from designation.requests.answers_form import AnswersForm, autosaved, save
from designation.requests.matter import Matter, for_request
from designation.requests.models import Request
from designation.roles import DEVELOPER_ROLES
from designation.web.action_page import CONFLICT
from designation.web.given_back import MovedOn
from designation.web.step_links import steps_for
from workflow.guards import Refusal, StepContext, refusals
from workflow.steps import step_of

SUBMITTED = (
    "This application was submitted, or the request ended, so you can no longer change it. "
    "The government can ask about it, and your answers can revise it."
)


@for_request(Permission.READ_APPLICATION)
def whole(http: HttpRequest, matter: Matter) -> HttpResponse:
    """Show the application as one document, with what is still missing."""
    number = matter.request.number
    request = matter.request
    asked: dict[str, list[Any]] = {}
    for question in request.questions.select_related("asked_by"):
        if not matter.is_developer and question.answered_at is None:
            question.answer = ""  # only the developer may see answers that were not sent
        asked.setdefault(question.field, []).append(question)
    may_edit = request.state == "draft" and bool(matter.roles & DEVELOPER_ROLES)
    missing = {field.name for field in lacking(request.answers)}
    standing = _refusals(matter) if may_edit else []
    sections = [
        {
            "section": section,
            "edit_url": reverse("application_section", args=[number, section.name]) if may_edit else "",
            "rows": [
                {
                    "label": field.label,
                    "value": matter.words.of(field, request.answers.get(field.name)),
                    "missing": field.name in missing,
                    "questions": asked.get(field.name, []),
                }
                for field in section.fields
            ],
        }
        for section in SECTIONS
    ]
    submit = [
        step
        for step in steps_for(request, matter, lambda name: reverse("request_step", args=[number, name]))
        if step["name"] == "submit"
    ]
    context = matter.context(
        "application",
        sections=sections,
        may_edit=may_edit,
        submit=submit,
        missing=len(missing),
        refusals=[refusal.reason for refusal in standing],
        released=RELEASED if may_edit and _is_released(matter) else "",
        page_title="Application",
        list=section_list(request, "", _named(standing)) if may_edit else [],
    )
    return render(http, "requests/application.html", context)


@for_request(Permission.READ_APPLICATION)
def section(http: HttpRequest, matter: Matter, name: str) -> HttpResponse:
    """Edit one section of a draft.

    With the header X-Autosave the response is JSON. It has status 409 and a message if not everything was
    saved.
    """
    request = matter.request
    if name not in SECTION or not matter.roles & DEVELOPER_ROLES:
        raise Http404
    if request.state != "draft":
        raise MovedOn(SUBMITTED, reverse("application", args=[request.number]))
    asked = SECTION[name]
    form = AnswersForm(
        asked.fields, request, http.POST if http.method == "POST" else None, initial=dict(request.answers)
    )
    status = 200
    if http.method == "POST":
        status = CONFLICT if form.is_valid() else 200
        saved = save(form, partial(_save, matter))
        if http.headers.get("X-Autosave"):
            return autosaved(form, saved)
        if form.is_valid():
            return _continue(http, matter, asked)
    context = matter.context(
        "application",
        section=asked,
        form=form,
        sections=section_list(request, name, _named(_refusals(matter))),
        page_title=asked.title,
        errors_heading="This was not saved yet",
    )
    return render(http, "requests/section.html", context, status=status)


def _save(matter: Matter, answers: dict[str, Any], seen: dict[str, str]) -> Saved:
    return actions.save_answers(matter.request, actor=matter.actor, answers=answers, seen=seen)


def _refusals(matter: Matter) -> list[Refusal]:
    """Return the refusals that would stop the application from being submitted now, whoever submits it."""
    guards = step_of(Request, "submit").guards
    return refusals(guards, matter.request, StepContext(matter.actor, matter.now))


RELEASED = (
    "By this date the model is with other trusted partners already. The application can be submitted so; no access "
    "window can be proposed, because every window ends by that release."
)


def _is_released(matter: Matter) -> bool:
    """Whether the application states a release to partners that is not in the future."""
    at = matter.request.model.as_instant(matter.request.release_plan()["partner_release"])
    return at is not None and at <= matter.now


def _named(standing: list[Refusal]) -> set[str]:
    return {refusal.about for refusal in standing} - {""}


def _continue(http: HttpRequest, matter: Matter, saved: Section) -> HttpResponse:
    """Redirect to the next section. Warn about fields of the saved section that would be refused."""
    add_refusals = SECTIONS.index(saved) + 1
    messages.success(http, "Saved.")
    here = {field.name for field in saved.fields}
    if "partner_release" in here and _is_released(matter):
        messages.warning(http, RELEASED)
    for refusal in _refusals(matter):
        if refusal.about in here:
            messages.warning(http, f"{saved.title}: {refusal.reason}")
    if "finish" in http.POST or add_refusals == len(SECTIONS):
        return redirect("application", matter.request.number)
    return redirect("application_section", matter.request.number, SECTIONS[add_refusals].name)


def section_list(request: Request, present: str, fields_to_mend: set[str]) -> list[dict[str, Any]]:
    """Return the sections with their progress. A section with a field in `fields_to_mend` is not done."""
    words = {"open": "open", "started": "not finished", "wrong": "needs attention", "done": "done"}
    rows = []
    for section in SECTIONS:
        is_wrong = not fields_to_mend.isdisjoint(field.name for field in section.fields)
        standing = "wrong" if is_wrong else status(section, request.answers)
        rows.append(
            {
                "title": section.title,
                "url": reverse("application_section", args=[request.number, section.name]),
                "standing": standing,
                "words": words[standing],
                "current": section.name == present,
            }
        )
    return rows
