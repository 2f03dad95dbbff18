"""Itemized questions. The government asks them about a field of the application; the developer answers."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import partial
from typing import Any

from django import forms
from django.contrib import messages
from django.db.models import QuerySet
from django.forms.boundfield import BoundField
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from designation.access.permissions import Permission
from designation.content.drafts import Saved
from designation.policies.application import FIELDS, SECTIONS, Field
from designation.requests.actions import drafting as actions
from designation.requests.answers_form import AnswersForm, autosaved, save
from designation.requests.clocks_started import clocks_started
from designation.requests.lifecycle.states import ANSWERING
from designation.requests.matter import Matter, for_request
from designation.requests.models import Question, Request
from designation.requests.views.steps import ASKING
from designation.roles import DEVELOPER_ROLES
from designation.web.action_page import CONFLICT, reasons
from designation.web.fields import Paragraph
from designation.web.given_back import MovedOn
from designation.web.step_links import steps_for
from designation.web.step_views import hidden_fields, take_step
from workflow.affordances import Affordance, affordances
from workflow.authorization import attempt, wrong_state
from workflow.errors import KeyReused, Refused
from workflow.steps import Step, steps_of

ANSWERS = ("answer_clarification", "answer_information")
ITEMS = 5
REVISABLE = ("text", "paragraph", "days", "email")
ANSWER = Field("answer", "Your answer", kind="paragraph")
NEW_TEXT = "New text for this field of the application"
KEEP_THE_TEXT = "Leave it empty to keep the text as it is."


class QuestionsForm(forms.Form):
    """Up to five questions, each about one field of the application. The first one is marked as required."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, prefix="items", **kwargs)
        about = [
            ("", "Choose a field"),
            *((s.title, [(f.name, f.label) for f in s.fields]) for s in SECTIONS),
        ]
        for item in range(ITEMS):
            label = f"Question {item + 1}"
            self.fields[f"{item}-field"] = forms.ChoiceField(
                label=f"{label} is about", required=False, choices=about
            )
            self.fields[f"{item}-text"] = forms.CharField(
                label=label, required=False, max_length=2000, widget=Paragraph(attrs={"rows": 3})
            )
        for control_of_first in (self.fields["0-field"], self.fields["0-text"]):
            control_of_first.wanted = True

    def items(self) -> Iterator[tuple[BoundField, BoundField]]:
        """Yield the two form fields of each item."""
        for item in range(ITEMS):
            yield self[f"{item}-field"], self[f"{item}-text"]

    def asked(self) -> list[dict[str, str]]:
        """Return the questions that were filled in."""
        rows = [
            {"field": self.cleaned_data[f"{item}-field"], "text": self.cleaned_data[f"{item}-text"]}
            for item in range(ITEMS)
        ]
        return [row for row in rows if row["field"]]

    def clean(self) -> dict[str, Any]:
        """Require both parts of each question, and at least one question."""
        values = super().clean() or {}
        for item in range(ITEMS):
            field, text = f"{item}-field", f"{item}-text"
            if values.get(field) and text in values and not values[text]:
                self.add_error(text, "Write the question about this field.")
            if values.get(text) and field in values and not values[field]:
                self.add_error(field, "Choose the field that this question is about.")
        if not self.errors and not any(values.values()):
            self.add_error("0-text", "Write at least one question.")
        return values


@for_request(Permission.READ_QUESTIONS)
def questions(http: HttpRequest, matter: Matter) -> HttpResponse:
    """Show the questions of a request. The developer's side answers here; the government's side can ask."""
    number = matter.request.number
    request = matter.request
    rows = list(request.questions.select_related("asked_by", "answered_by"))
    answering = matter.is_developer and request.state in ANSWERING and bool(matter.roles & DEVELOPER_ROLES)
    if not answering and matter.is_government:  # unsent answers are the developer's alone
        for row in rows:
            row.answer = row.answer if row.answered_at else ""
    for row in rows:
        row.revised_words = matter.words.of(FIELDS[row.field], row.revised) if row.revised else ""
    offers = affordances(request, matter.actor, now=matter.now, only=ASKING)
    send = [
        step
        for step in steps_for(request, matter, lambda name: reverse("request_step", args=[number, name]))
        if step["name"] in (*ANSWERS, "extend", "agree_to_more_questions")
    ]
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
        due=[step for step in send if step["name"] in ANSWERS and step["allowed"]],
        send=[step for step in send if not (step["name"] in ANSWERS and step["allowed"])],
        clocks=matter.clock_facts(request),
    )
    return render(http, "requests/questions.html", context)


@for_request(Permission.READ_QUESTIONS)
def ask(http: HttpRequest, matter: Matter) -> HttpResponse:
    """Ask up to five itemized questions together."""
    number = matter.request.number
    request = matter.request
    offers = {
        offer.step.name: offer for offer in affordances(request, matter.actor, now=matter.now, only=ASKING)
    }
    facts = _step_to_ask_by(http, matter, offers)
    if facts.name not in offers and http.method != "POST":
        messages.info(
            http, wrong_state(request, facts, attempt(request, facts, matter.actor, matter.now)).reason
        )
        return redirect("questions", number)
    form = QuestionsForm(http.POST if http.method == "POST" else None)
    problems = [refusal.reason for refusal in offers[facts.name].refusals] if facts.name in offers else []
    if http.method == "POST" and form.is_valid():
        asked = form.asked()
        try:
            take_step(http, matter, request, facts, {"questions": asked})
        except (Refused, KeyReused) as refused:
            problems = reasons(refused) if isinstance(refused, Refused) else [str(refused)]
        else:
            messages.success(http, f"{len(asked)} question{'s' if len(asked) > 1 else ''} sent.")
            return redirect("questions", number)
    context = matter.context(
        "questions",
        state=None,
        heading=facts.label,
        crumbs=[(f"Request {number}", matter.url), ("Questions", reverse("questions", args=[number]))],
        form=form,
        problems=problems,
        consequence=" ".join([facts.consequence, *clocks_started(request, facts, matter.actor, matter.now)]),
        hidden=hidden_fields(matter, request, facts, http.POST or None) | {"step": facts.name},
        page_title=facts.label,
    )
    return render(
        http, "requests/ask.html", context, status=CONFLICT if problems and http.method == "POST" else 200
    )


def _step_to_ask_by(http: HttpRequest, matter: Matter, offers: Mapping[str, Affordance]) -> Step:
    """Return the step that the form was for, else the possible one, else one that the role allows."""
    theirs = [
        facts
        for facts in map(steps_of(Request).__getitem__, ASKING)
        if {held.role for held in matter.request.held_roles} & set(facts.who)
    ]
    sent = [facts for facts in theirs if facts.name == http.POST.get("step")]
    possible = [facts for facts in theirs if facts.name in offers]
    found = [*sent, *possible, *theirs]
    if not found:
        raise Http404
    return found[0]


def _asked_for(question: Question) -> list[Field]:
    """Return the fields to type in: the answer and, if the field can be revised, its new text."""
    field = FIELDS[question.field]
    if field.kind not in REVISABLE:
        return [ANSWER]
    return [ANSWER, replace(field, name="revised", label=NEW_TEXT, hint=KEEP_THE_TEXT, required=False)]


ANSWERED = (
    "This question is no longer open: the answers were sent, or the request ended. Your answer was not saved."
)


@for_request(Permission.READ_QUESTIONS)
def answer(http: HttpRequest, matter: Matter, question: str) -> HttpResponse:
    """Draft the answer to one question. It is saved automatically. All answers are sent together."""
    number = matter.request.number
    request = matter.request
    row = request.questions.filter(pk=question, answered_at=None).first()
    if not matter.roles & DEVELOPER_ROLES:
        raise Http404
    if not request.questions.filter(pk=question).exists():
        raise Http404
    if row is None or request.state not in ANSWERING:
        raise MovedOn(ANSWERED, reverse("questions", args=[number]))
    row.request = request
    present = {"answer": row.answer, "revised": row.revised}
    typed = http.POST if http.method == "POST" else None
    form = AnswersForm(_asked_for(row), request, typed, initial=present)
    status = 200
    if http.method == "POST":
        status = CONFLICT if form.is_valid() else 200
        saved = save(form, partial(_save, matter, row))
        if http.headers.get("X-Autosave"):
            return autosaved(form, saved)
        if form.is_valid() and saved:
            _say_saved(http, saved.draft["answer"], request.open_questions())
            return redirect("questions", number)
    context = matter.context(
        "questions",
        state=None,
        heading="Answer a question",
        question=row,
        form=form,
        page_title="Answer",
        present_text=matter.words.of(FIELDS[row.field], request.answers.get(row.field)),
        errors_heading="This was not saved yet",
    )
    return render(http, "requests/answer.html", context, status=status)


def _save(matter: Matter, question: Question, answers: dict[str, Any], seen: dict[str, str]) -> Saved:
    return actions.save_question(
        question, actor=matter.actor, answer=answers.get("answer"), revised=answers.get("revised"), seen=seen
    )


def _say_saved(http: HttpRequest, answer: str, asked: QuerySet[Question]) -> None:
    """Say that an answer is saved, and what has to happen before it is sent."""
    left = asked.filter(answer="").count()
    if not answer.strip():
        messages.warning(http, "There is no answer yet. The answers can be sent once every question has one.")
    elif left:
        still = "1 question still needs" if left == 1 else f"{left} questions still need"
        messages.success(http, f"Your answer is saved. {still} an answer before they are all sent together.")
    elif asked.count() == 1:
        messages.success(http, "Your answer is saved. It is not sent yet: send it next.")
    else:
        messages.success(http, "Your answer is saved. Every question has an answer now: send them next.")
