"""The page of one step: what will happen, what is asked, once, by POST. Serves every machine of a matter."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any, Protocol

from allauth.core import ratelimit
from django.contrib import messages
from django.db.models import Max
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from designation.requests.clocks_started import clocks_started
from designation.requests.matter import Matter
from designation.requests.models import Request
from designation.web.actor import record_authentication
from designation.web.confirming import CONFLICT, posted_version, reasons
from designation.web.step_forms import StepForm
from designation.windows.models.grant import Grant
from workflow.affordances import Affordance, affordances
from workflow.approvals import digest
from workflow.authorization import attempt, wrong_state
from workflow.errors import KeyReused, Refused
from workflow.guards import SIGN_IN_AGE, Actor, recently_authenticated
from workflow.models import Entry, Stateful
from workflow.perform import Outcome, Pending, perform, take_back
from workflow.steps import Step, steps_of

WRONG_PASSWORD = "That is not your password. Nothing else was lost."  # noqa: S105 (a sentence)
TOO_MANY = "Too many tries. Wait a few minutes, then try again."


class Reader(Protocol):
    """Who takes a step, and when: a `Matter`, or its like where there is no request."""

    actor: Actor
    now: datetime

    @property
    def is_developer(self) -> bool:
        """Whether the reader stands on the developer's side."""

    def context(self, tab_name: str, /, **more: Any) -> dict[str, Any]:
        """Return what the reader's pages show around their content."""


def step_page(
    http: HttpRequest,
    matter: Matter | Reader,
    subject: Stateful,
    name: str,
    *,
    back: str,
    context: Mapping[str, Any] | None = None,
    template: str = "web/step.html",
) -> HttpResponse:
    """Ask on GET; on POST take the step, or ask again with every reason why not (409) and all that was typed.

    A step that is not for this person is not there (404). One of theirs that does not start from the present state
    leads back, and says why. Where there is no request, `context` brings the page's `crumbs`.
    """
    facts = steps_of(type(subject)).get(name)
    if facts is None or facts.hidden or not {held.role for held in subject.held_roles} & set(facts.who):
        raise Http404
    offer = next((o for o in affordances(subject, matter.actor, now=matter.now) if o.step.name == name), None)
    if offer is None and http.method != "POST":
        over = wrong_state(subject, facts, attempt(subject, facts, matter.actor, matter.now))
        messages.info(http, over.reason)
        return redirect(back)
    proof = proof_needed(facts, matter)
    typed = http.POST if http.method == "POST" else None
    form = StepForm(facts, matter, subject, typed, proof=proof, initial=offer.inputs if offer else None)
    problems: list[str] = []
    if http.method == "POST" and form.is_valid():
        problems = prove(http, matter, form) if proof else []
        if not problems:
            try:
                content = http.POST.get("content", "")[:64] if _binds_content(subject, facts) else None
                outcome = act(http, matter, subject, facts, form.inputs(), content=content)
            except (Refused, KeyReused) as refused:
                problems = reasons(refused) if isinstance(refused, Refused) else [str(refused)]
            else:
                messages.success(http, said(outcome, facts))
                return redirect(matter.way_back(back) if isinstance(matter, Matter) else back)
    page = {
        **matter.context("", heading=facts.label),
        "state": None,
        "crumbs": _crumbs(matter),
        "button": facts.label,
        "gentle": not facts.leaves,
        "needs": facts.quorum.says if facts.quorum else "",
        "cancel_url": back,
        "action": http.path,
        "consequences": _consequences(matter, subject, facts),
        "signed": _signed(offer, form, _called(subject, matter)),
        "disagree": offer is not None and not offer.agree,
        "not_now": [refusal.reason for refusal in offer.refusals] if offer else [],
        "hidden": hidden_fields(matter, subject, facts, typed),
        "form": form,
        "problems": problems,
        **(context or {}),
    }
    if page.get("leave_url") == http.path:
        page["leave_url"] = ""  # the reader is there
    return render(http, template, page, status=CONFLICT if problems else 200)


def _consequences(matter: Matter | Reader, subject: Stateful, facts: Step) -> list[str]:
    """Return what the step does, in sentences: its own, and when what it starts is due."""
    own = [facts.consequence] if facts.consequence else []
    return own + (
        clocks_started(subject, facts, matter.actor, matter.now) if isinstance(subject, Request) else []
    )


def _crumbs(matter: Matter | Reader) -> list[tuple[str, str]]:
    return [(f"Request {matter.request.number}", matter.url)] if isinstance(matter, Matter) else []


def act(
    http: HttpRequest,
    matter: Matter | Reader,
    subject: Stateful,
    facts: Step,
    inputs: Mapping[str, Any],
    *,
    content: str | None = None,
) -> Outcome:
    """Take the step with what the form carried: version, content seen, and the key that makes it happen once."""
    return perform(
        subject,
        facts.name,
        actor=matter.actor,
        inputs=inputs,
        version=None if facts.leaves else posted_version(http),  # nothing holds up an exit
        key=http.POST.get("key", "")[:64] or None,
        content=content,
    )


def take_back_page(
    http: HttpRequest, matter: Matter | Reader, subject: Stateful, name: str, *, back: str
) -> HttpResponse:
    """Take the own signature back, by POST."""
    if http.method != "POST" or name not in steps_of(type(subject)):
        raise Http404
    if take_back(subject, name, actor=matter.actor):
        messages.success(http, "Your signature is taken back.")
    return redirect(back)


def said(outcome: Outcome, facts: Step) -> str:
    """Return what a person reads after a step."""
    if isinstance(outcome, Pending):
        missing = " ".join(refusal.reason for refusal in outcome.missing)
        return f"Your signature is recorded. {missing}".strip()
    return f"Done: {facts.label}."


def hidden_fields(
    matter: Matter | Reader,
    subject: Stateful,
    facts: Step,
    typed: Mapping[str, Any] | None,
) -> dict[str, Any]:
    """Return the hidden fields; a form that comes back keeps its key, and shows the new version to act upon.

    Whoever signs or certifies does so for what the page shows, and for nothing else that may stand there since.
    """
    hidden: dict[str, Any] = {"key": (typed or {}).get("key") or str(uuid.uuid4())}
    if not facts.leaves:
        hidden["version"] = _known_version(matter, subject)
    if _binds_content(subject, facts):
        state = str(subject.visible_state(matter.side) if isinstance(matter, Matter) else subject.state)
        hidden["content"] = digest(subject, facts.name, {}, version=hidden["version"], state=state)
    return hidden


def _known_version(matter: Matter | Reader, subject: Stateful) -> int:
    """Return the newest version that the reader's side may know of."""
    if not isinstance(matter, Matter):
        return subject.version
    told = Entry.objects.filter(subject_id=subject.pk, audience__in=["all", matter.side])
    newest = told.aggregate(newest=Max("version"))["newest"]
    return subject.version if newest is None else int(newest)


def _binds_content(subject: Stateful, facts: Step) -> bool:
    """Whether the step is about something that may change while a page is open. Nothing holds up an exit."""
    return not facts.leaves and (facts.quorum is not None or bool(subject.content(facts.name)))


def _called(subject: Stateful, matter: Matter | Reader) -> dict[uuid.UUID, str]:
    """Return what the reader calls those whose own names may not be for them: the evaluator of a grant."""
    if not isinstance(subject, Grant) or not isinstance(matter, Matter):
        return {}
    return {subject.person_id: subject.name_for(matter.side)}


def _signed(offer: Affordance | None, form: StepForm, names: Mapping[uuid.UUID, str]) -> list[dict[str, Any]]:
    """Return who signed already, when, and with what in the fields."""
    signatures = () if offer is None else offer.signatures
    return [
        {
            "name": names.get(one.actor, one.actor_name),
            "at": one.at,
            "inputs": form.in_words(one.inputs),
        }
        for one in signatures
    ]


def proof_needed(facts: Step, matter: Matter | Reader) -> str:
    """Return the name of the field that proves who the person is, where the step asks and the last proof is old."""
    if recently_authenticated not in facts.checks:
        return ""
    proved = matter.actor.authenticated_at
    fresh = proved is not None and matter.now - proved < SIGN_IN_AGE * 0.9
    return "" if fresh else "password"


def prove(http: HttpRequest, matter: Matter | Reader, form: StepForm) -> list[str]:
    """Check the password once more and note the proof; return the problem, if there is one."""
    if not ratelimit.consume(http, action="reauthenticate", user=http.user):
        return [TOO_MANY]
    if not http.user.check_password(form.cleaned_data["password"]):
        return [WRONG_PASSWORD]
    record_authentication(http)
    matter.actor = replace(matter.actor, authenticated_at=matter.now)
    return []
