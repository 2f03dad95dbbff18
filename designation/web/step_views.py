"""The page of one step of any lifecycle: what will happen, what to enter, and who signed. Only a POST acts."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect

from designation import declarations
from designation.web.action_page import SEEN, ActionPage, action_page, posted_seen
from designation.web.documents import Maker, digest_of, maker_of, signers
from designation.web.proofs import proof_for
from designation.web.reader import Reader
from designation.web.signing_page import SigningPage, signing_page
from designation.web.step_forms import StepForm
from workflow.affordances import Affordance, affordances
from workflow.approvals import covered, fingerprint
from workflow.authorization import attempt, wrong_state
from workflow.guards import Refusal, refusals
from workflow.models import Stateful
from workflow.perform import STALE, Outcome, Pending, perform, take_back
from workflow.staleness import newest_change
from workflow.steps import Step, steps_of


def step_page(
    http: HttpRequest,
    reader: Reader,
    subject: Stateful,
    name: str,
    *,
    back: str,
    context: Mapping[str, Any] | None = None,
) -> HttpResponse:
    """Ask for a step on GET. On POST, take it, or show the form again with the reasons and the input (409).

    Returns 404 if the reader lacks the role. If the step cannot be taken from the present state, redirects to
    `back` and says why. `context` adds to what the page shows.
    """
    facts = steps_of(type(subject)).get(name)
    if facts is None or facts.hidden or not {held.role for held in subject.held_roles} & facts.who:
        raise Http404
    offer = next(iter(affordances(subject, reader.actor, now=reader.now, only=[name])), None)
    if offer is None and http.method != "POST":
        messages.info(http, over(reader, subject, facts))
        return redirect(back)
    typed = http.POST if http.method == "POST" else None
    proof = proof_for(facts, reader, http.user)
    form = StepForm(facts, reader, subject, typed, initial=offer.inputs if offer else None)
    proof.add_to(form)
    shown = _shown(reader, subject, facts, offer, form) | dict(context or {})
    if shown.get("leave_url") == http.path:
        shown["leave_url"] = ""  # the reader is already on that page

    def act() -> Outcome:
        proof.check(http, reader, form)
        content = http.POST.get("content", "")[:64] if binds_content(subject, facts) else None
        return take_step(http, reader, subject, facts, form.inputs(), content=content)

    page: dict[str, Any] = {
        "heading": shown["heading"],
        "button": subject.step_label(facts, reader.side),
        "back": back,
        "act": act,
        "done": lambda outcome: said(outcome, facts, reader, subject),
        "on_success": lambda _outcome: redirect(reader.way_back(back)),
        "form": form,
        "proof": proof,
        "hidden": hidden_fields(reader, subject, facts, typed),
        "gentle": not facts.leaves and facts.event not in declarations.listed("words", "IRREVERSIBLE"),
        "context": shown,
    }
    consequences = [found] if (found := consequence_of(subject, facts)) else []
    consequences += reader.clocks_started(subject, facts)
    document = maker_of(subject, name)
    if document is not None:
        return signing_page(http, _signing(http, page, document, reader, subject, facts, offer, consequences))
    return action_page(http, ActionPage(**page, consequences=consequences))


def _shown(
    reader: Reader, subject: Any, facts: Step, offer: Affordance | None, form: StepForm
) -> dict[str, Any]:
    """Return the context of a step's page."""
    return {
        **reader.context("", heading=subject.step_label(facts, reader.side)),
        "state": None,
        "about": about(reader, subject),
        "crumbs": reader.crumbs(),
        "signed": _signed(offer, form, reader.names_of(subject)),
        "disagree": offer is not None and not offer.agree,
        "not_now": [refusal.reason for refusal in offer.refusals] if offer else [],
    }


def about(reader: Reader, subject: Stateful) -> str:
    """Return what the page of a step calls its subject, under the heading."""
    return str(declarations.merged("words", "SUBJECTS")[type(subject).__name__](reader, subject))


def _signing(
    http: HttpRequest,
    page: Mapping[str, Any],
    document: Maker,
    reader: Reader,
    subject: Any,
    facts: Step,
    offer: Affordance | None,
    consequences: Sequence[str],
) -> SigningPage:
    """Return the signing page of a step."""
    form: StepForm = page["form"]

    def refused() -> list[Refusal]:
        if is_outdated(http, reader, subject):
            return [STALE]
        inputs = form.inputs()
        return refusals(facts.judged, subject, attempt(subject, facts, reader.actor, reader.now, inputs))

    return SigningPage(
        **page,
        document=lambda: document(reader, subject),
        digest=lambda inputs: digest_of(subject, facts.name, inputs),
        signers=signers(reader, subject, facts, offer, page["context"]["signed"], consequences),
        written=StepForm.written,
        refused=refused,
        ready=offer is not None and bool(offer.inputs),
    )


def over(reader: Reader, subject: Stateful, facts: Step) -> str:
    """Return why a step cannot be taken from the present state, as far as the reader may know the state."""
    return wrong_state(subject, facts, attempt(subject, facts, reader.actor, reader.now)).reason


def take_step(
    http: HttpRequest,
    reader: Reader,
    subject: Stateful,
    facts: Step,
    inputs: Mapping[str, Any],
    *,
    content: str | None = None,
) -> Outcome:
    """Take the step with what the form submitted: its inputs, what the person saw, and the idempotency key."""
    return perform(
        subject,
        facts.name,
        actor=reader.actor,
        inputs=inputs,
        seen=None if facts.leaves else posted_seen(http),  # nothing may block an exit
        key=http.POST.get("key", "")[:64] or None,
        content=content,
    )


def is_outdated(http: HttpRequest, reader: Reader, subject: Stateful) -> bool:
    """Return whether a form was opened before the last change of its subject that the reader may know about."""
    seen = posted_seen(http)
    return seen is not None and seen < newest_change(subject, [reader.side] if reader.side else [])


def take_back_page(
    http: HttpRequest, reader: Reader, subject: Stateful, name: str, *, back: str
) -> HttpResponse:
    """Take back the reader's own signature, on POST only."""
    if http.method != "POST" or name not in steps_of(type(subject)):
        raise Http404
    if take_back(subject, name, actor=reader.actor):
        messages.success(http, "Your signature is taken back.")
    return redirect(back)


def said(outcome: Outcome, facts: Step, reader: Reader, subject: Stateful) -> str:
    """Return the message that a person reads after a step: what happened, and what comes next."""
    if isinstance(outcome, Pending):
        missing = " ".join(refusal.reason for refusal in outcome.missing)
        return f"You signed. {missing}".strip()
    known = declarations.merged("words", "DONE")
    done = known.get(f"{type(subject).__name__}.{facts.name}", "Your change was recorded.")
    done = done(subject) if callable(done) else done
    moves = facts.target is not None or bool(facts.deadlines)
    return f"{done} {reader.comes_next(subject) if moves else ''}".strip()


def consequence_of(subject: Stateful, facts: Step) -> str:
    """Return what the step will do to this subject. Packages declare where that is not what the step itself says."""
    own = declarations.merged("words", "CONSEQUENCES").get(f"{type(subject).__name__}.{facts.name}")
    return (own(subject) if own else "") or facts.consequence


def hidden_fields(
    reader: Reader, subject: Stateful, facts: Step, typed: Mapping[str, Any] | None
) -> dict[str, Any]:
    """Return the hidden fields of a step's form.

    A form that is shown again keeps its key, but carries what the page now shows. A signature or
    certification therefore covers what the page shows, and nothing that changed since.
    """
    hidden: dict[str, Any] = {"key": (typed or {}).get("key") or str(uuid.uuid4())}
    if not facts.leaves:
        hidden[SEEN] = reader.seen_of(subject)
    if binds_content(subject, facts):
        hidden["content"] = fingerprint(covered(subject, facts.name, {}, side=reader.side))
    return hidden


def binds_content(subject: Stateful, facts: Step) -> bool:
    """Return whether a step binds to the content that the page shows. An exit never does, so that nothing blocks it."""
    return not facts.leaves and (facts.quorum is not None or bool(subject.content(facts.name)))


def _signed(offer: Affordance | None, form: StepForm, names: Mapping[uuid.UUID, str]) -> list[dict[str, Any]]:
    """Return who has signed, when, and with which inputs."""
    signatures = () if offer is None else offer.signatures
    return [
        {
            "name": names.get(one.actor, one.actor_name),
            "at": one.at,
            "inputs": form.in_words(one.inputs),
        }
        for one in signatures
    ]
