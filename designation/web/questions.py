"""Itemised questions: asked by the government at a field of the application, answered by the developer."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import URLPattern, path, reverse

from designation.actions import requests as actions
from designation.lifecycles.request_states import ANSWERING
from designation.models import Question
from designation.models.application import FIELDS, SECTIONS
from designation.roles import DEVELOPER_ROLES
from designation.web.application_forms import control
from designation.web.confirming import CONFLICT, reasons, wrong
from designation.web.matters import load, steps_for
from designation.web.stepping import act, said
from workflow.affordances import affordances
from workflow.errors import KeyReused, Refused

ASKING = ("ask_clarification", "request_information")
ANSWERS = ("answer_clarification", "answer_information")
ITEMS = 5
REVISABLE = ("text", "paragraph", "days", "email")


class QuestionForm(forms.Form):
    """One item: a field of the application and what is asked about it."""

    field = forms.ChoiceField(
        label="About",
        required=False,
        choices=[
            ("", "Choose a field"),
            *((s.title, [(f.name, f.label) for f in s.fields]) for s in SECTIONS),
        ],
    )
    text = forms.CharField(
        label="Question", required=False, widget=forms.Textarea(attrs={"rows": 3}), max_length=2000
    )

    def clean(self) -> dict[str, Any]:
        """Require both halves of an item."""
        values = super().clean() or {}
        if bool(values.get("field")) != bool(str(values.get("text", "")).strip()):
            raise forms.ValidationError("Give the field and the question, or leave both empty.")
        return values


QuestionForms = forms.formset_factory(QuestionForm, extra=ITEMS, max_num=ITEMS)


@login_required
def questions(http: HttpRequest, number: str) -> HttpResponse:
    """Show the questions of a request; answer them on the developer's side, ask on the government's."""
    matter = load(http, number)
    if matter.only_evaluates:
        raise Http404
    request = matter.request
    rows = list(request.questions.select_related("asked_by", "answered_by"))
    answering = matter.is_developer and request.state in ANSWERING and bool(matter.roles & DEVELOPER_ROLES)
    if not answering and matter.is_government:  # drafts of answers are the developer's own
        for row in rows:
            row.answer = row.answer if row.answered_at else ""
    offers = [o for o in affordances(request, matter.actor, now=matter.now) if o.step.name in ASKING]
    context = matter.context(
        "questions",
        page_title="Questions",
        open=[row for row in rows if row.answered_at is None],
        answered=[row for row in rows if row.answered_at is not None],
        answering=answering,
        asking=[
            {
                "label": offer.step.label,
                "allowed": offer.allowed,
                "reasons": [r.reason for r in offer.refusals],
                "url": reverse("questions_ask", args=[number]),
            }
            for offer in offers
        ],
        send=[
            step
            for step in steps_for(request, matter, lambda name: reverse("request_step", args=[number, name]))
            if step["name"] in (*ANSWERS, "extend", "agree_to_more_questions")
        ],
        clocks=matter.clock_facts(request),
    )
    return render(http, "requests/questions.html", context)


@login_required
def ask(http: HttpRequest, number: str) -> HttpResponse:
    """Ask up to five itemised questions at once."""
    matter = load(http, number)
    offers = [o for o in affordances(matter.request, matter.actor, now=matter.now) if o.step.name in ASKING]
    if not offers:
        raise Http404
    facts = offers[0].step
    items = QuestionForms(http.POST or None, prefix="items")
    problems = [refusal.reason for refusal in offers[0].refusals]
    if http.method == "POST" and items.is_valid():
        asked = [form.cleaned_data for form in items if form.cleaned_data.get("field")]
        try:
            outcome = act(http, matter, matter.request, facts, {"questions": asked})
        except (Refused, KeyReused) as refused:
            problems = reasons(refused) if isinstance(refused, Refused) else [str(refused)]
        else:
            messages.success(
                http, f"{len(asked)} question{'s' if len(asked) > 1 else ''} sent. {said(outcome, facts)}"
            )
            return redirect("questions", number)
    context = matter.context(
        "questions",
        state=None,
        heading=facts.label,
        items=items,
        problems=problems,
        consequence=facts.consequence,
        version=matter.request.version,
        page_title=facts.label,
    )
    return render(
        http, "requests/ask.html", context, status=CONFLICT if problems and http.method == "POST" else 200
    )


class AnswerForm(forms.Form):
    """One answer, and the field's new value where it changes. `seen` is the answer that the page was made from."""

    seen = forms.CharField(widget=forms.HiddenInput, required=False)
    answer = forms.CharField(
        label="Your answer", widget=forms.Textarea(attrs={"rows": 4}), required=False, max_length=4000
    )

    def __init__(self, question: Question, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = FIELDS[question.field]
        if field.kind in REVISABLE:
            self.fields["revised"] = control(field, question.request)
            self.fields["revised"].label = "New text for this field of the application"
            self.fields["revised"].help_text = "Leave it empty to keep the text as it is."


@login_required
def answer(http: HttpRequest, number: str, question: str) -> HttpResponse:
    """Draft the answer to one question; it saves itself and is sent with the others."""
    matter = load(http, number)
    request = matter.request
    row = request.questions.filter(pk=question, answered_at=None).first()
    if row is None or not matter.roles & DEVELOPER_ROLES or request.state not in ANSWERING:
        raise Http404
    row.request = request
    initial = {"answer": row.answer, "revised": row.revised or "", "seen": row.answer}
    form = AnswerForm(row, http.POST or None, initial=initial)
    in_passing = bool(http.headers.get("X-Autosave"))
    problems: list[str] = []
    if in_passing and not form.is_valid():
        return JsonResponse({"message": " ".join(wrong(form))}, status=CONFLICT)
    if http.method == "POST" and form.is_valid():
        try:
            actions.save_question(
                row,
                actor=matter.actor,
                answer=form.cleaned_data["answer"],
                revised=form.cleaned_data.get("revised") or None,
                seen=form.cleaned_data["seen"] if "seen" in http.POST else None,
            )
        except Refused as refused:
            problems = reasons(refused)
            form.data = {
                **form.data.dict(),
                "seen": request.questions.get(pk=row.pk).answer,
            }  # once read, it may be replaced
        if in_passing:
            if problems:
                return JsonResponse({"message": " ".join(problems)}, status=CONFLICT)
            return JsonResponse({"hidden": {"seen": form.cleaned_data["answer"]}})
        if not problems:
            messages.success(http, "Your answer is saved. It is sent together with the others.")
            return redirect("questions", number)
    context = matter.context(
        "questions",
        state=None,
        heading="Answer a question",
        question=row,
        form=form,
        problems=problems,
        page_title="Answer",
        present_text=request.answers.get(row.field),
        errors_heading="This was not saved yet",
    )
    return render(http, "requests/answer.html", context, status=CONFLICT if problems else 200)


urlpatterns: list[URLPattern] = [
    path("<str:number>/questions/", questions, name="questions"),
    path("<str:number>/questions/ask/", ask, name="questions_ask"),
    path("<str:number>/questions/<uuid:question>/", answer, name="question_answer"),
]
