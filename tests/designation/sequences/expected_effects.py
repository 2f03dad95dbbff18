"""What the plain model says follows from a step, and what the clock does when a time has come."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from tests.designation.sequences.conditions import Asked, covered, standing_signatures, still_lacking
from tests.designation.sequences.moves import BELOW, CLOCK, QUORUM, SHORT
from tests.designation.sequences.plain import (
    CONSULTED,
    Clock,
    Consultation,
    FrontierModel,
    Grant,
    Plain,
    Request,
    Signature,
    Thing,
    Window,
    agreed_end,
    matter_of,
)

PUBLIC_AFTER = timedelta(days=21)
"""How long after partners the public gets the model, in these applications."""


def take_or_sign(plain: Plain, thing: Thing, asked: Asked) -> bool:
    """Let somebody take a step that nothing stands against, or sign it; whether it was taken."""
    if (thing.kind, asked.step) not in QUORUM:
        take(plain, thing, asked.step, asked.key, asked.inputs)
        return True
    others = standing_signatures(plain, thing, asked)
    mine = plain.roles_for(asked.key, thing) & thing.moves[asked.step].who
    signers = {one.key: one.roles for one in others} | {asked.key: mine}
    if not still_lacking(plain, thing, asked.step, signers):
        if asked.step == "approve":
            thing.signers |= set(signers)
        take(plain, thing, asked.step, asked.key, asked.inputs)
        return True
    before = [s for s in thing.signed.get(asked.step, []) if s.key == asked.key]
    if not any(s.inputs == asked.inputs and plain.now < s.at + timedelta(days=14) for s in before):
        kept = [s for s in thing.signed.get(asked.step, []) if s.key != asked.key]
        about = plain.about(thing, asked.step)
        thing.signed[asked.step] = [*kept, Signature(asked.key, asked.inputs, plain.now, mine, about)]
        plain.tell(thing, f"{thing.moves[asked.step].event}.signed", asked.key)
    return False


def take(plain: Plain, thing: Thing, step: str, by: str, inputs: dict[str, Any] | None = None) -> None:
    """Take a step and everything that follows from it."""
    plain.move(thing, step, by)
    follow = AFTER.get((thing.kind, step))
    if follow is not None:
        follow(plain, thing, by, inputs or {})


# A request ------------------------------------------------------------------------------------------------------


def submitted(plain: Plain, request: Request, by: str, _inputs: dict[str, Any]) -> None:
    request.lead_agency_in, request.submitted_at = True, plain.now
    plain.start(request, "completeness")
    take(plain, request.model, "adopt_plan", by)
    request.model.release, request.model.public = request.plan, request.plan + PUBLIC_AFTER


def accepted(plain: Plain, request: Request, by: str, inputs: dict[str, Any]) -> None:
    request.lead, request.offices_in = inputs["lead"], True
    request.rounds, request.extensions, request.more_rounds = 0, 0, False
    del request.clocks["completeness"]
    plain.start(request, "determination")
    for office in sorted(CONSULTED):
        name = f"{request.name}?{len(request.consultations) + 1}"
        asked = Consultation(name, "open", request=request, office=office)
        plain.tell(asked, "consultation.opened", by)
        plain.start(asked, "consultation")
        request.consultations.append(asked)


def asked_for_answers(clock: str) -> Callable[..., None]:
    def follow(plain: Plain, request: Request, _by: str, _inputs: dict[str, Any]) -> None:
        request.rounds, request.unanswered = request.rounds + 1, True
        plain.pause(request, clock)
        plain.start(request, "answer")

    return follow


def answered(clock: str) -> Callable[..., None]:
    def follow(plain: Plain, request: Request, _by: str, _inputs: dict[str, Any]) -> None:
        request.extensions, request.more_rounds = 0, False
        del request.clocks["answer"]
        plain.resume(request, clock)

    return follow


def recommended(_plain: Plain, request: Request, by: str, _inputs: dict[str, Any]) -> None:
    request.recommended_by = by


def determined(plain: Plain, request: Request, by: str, _inputs: dict[str, Any]) -> None:
    request.outcome = request.state
    del request.clocks["determination"]
    plain.start(request, "conclusion")
    if request.outcome == "not_covered":
        end_windows(plain, request, by)


def started_over(plain: Plain, request: Request, _by: str, _inputs: dict[str, Any]) -> None:
    request.reconsidered = request.reconsidered or bool(request.outcome)
    request.former_lead = request.lead if request.outcome else ""
    request.lead = request.recommended_by = ""
    request.rounds, request.extensions, request.more_rounds = 0, 0, False
    del request.clocks["conclusion"]
    plain.start(request, "completeness")


def stood(plain: Plain, request: Request, by: str, _inputs: dict[str, Any]) -> None:
    request.state = request.outcome
    silence(plain, request, by, {})


def silence(plain: Plain, request: Request, by: str, _inputs: dict[str, Any]) -> None:
    request.clocks.clear()
    plain.start(request, "conclusion")
    dissolve(plain, request, by)


def ended(plain: Plain, request: Request, by: str, _inputs: dict[str, Any]) -> None:
    """Every access ends at once, and what was shared is destroyed."""
    dissolve(plain, request, by)
    end_windows(plain, request, by)
    for window in request.windows:
        if window.state == "closed":
            take(plain, window, "destroy", by)


def dissolve(plain: Plain, request: Request, by: str) -> None:
    for consultation in request.consultations:
        if consultation.state == "open":
            take(plain, consultation, "dissolve", by)


def end_windows(plain: Plain, request: Request, by: str) -> None:
    for window in request.windows:
        if window.state == "draft":
            take(plain, window, "discard", by)
        elif window.state in SHORT["unopened"]:
            take(plain, window, "cancel", by)
        elif window.state in SHORT["live"]:
            take(plain, window, "close", by)


def extended(plain: Plain, request: Request, _by: str, _inputs: dict[str, Any]) -> None:
    request.extensions += 1
    plain.start(request, "answer")


def agreed(_plain: Plain, request: Request, _by: str, _inputs: dict[str, Any]) -> None:
    request.more_rounds = True


def led_by(_plain: Plain, request: Request, _by: str, inputs: dict[str, Any]) -> None:
    request.lead = inputs["lead"]


def recused(plain: Plain, thing: Thing, by: str, _inputs: dict[str, Any]) -> None:
    request = matter_of(thing)
    request.recused.add(by)
    request.lead = "" if request.lead == by else request.lead
    for grant in request.grants():
        if grant.person == by and grant.state != "ended":
            take(plain, grant, "end", by)


# A window -------------------------------------------------------------------------------------------------------


def wrote_terms(side: str) -> Callable[..., None]:
    def follow(plain: Plain, window: Window, by: str, inputs: dict[str, Any]) -> None:
        window.terms = inputs["terms"]
        if side == "developer":
            window.consented = set(window.terms["agencies"])
        window.opens, window.signed_end = window.terms["opens"], window.terms["ends"]
        window.ends, window.was_approved = None, False
        window.clocks["expiry"] = Clock(window.opens)
        (window.wrote if side == "government" else window.signers).add(by)
        for grant in window.grants:
            dropped = plain.offices[grant.person][0] not in window.terms["agencies"]
            if dropped and grant.state != "ended":
                take(plain, grant, "end", by)
            elif grant.state == "active":
                take(plain, grant, "ask_again", by)

    return follow


def agreed_to_terms(_plain: Plain, grant: Grant, _by: str, _inputs: dict[str, Any]) -> None:
    grant.agreed = grant.window.terms


def proposed(plain: Plain, window: Window, by: str, inputs: dict[str, Any]) -> None:
    plain.tell(window, "window.log_opened", by)
    wrote_terms("developer")(plain, window, by, inputs)


def signed_theirs(_plain: Plain, window: Window, by: str, _inputs: dict[str, Any]) -> None:
    window.signers.add(by)
    window.consented = set(window.terms["agencies"])


def approved(_plain: Plain, window: Window, _by: str, _inputs: dict[str, Any]) -> None:
    window.was_approved = True
    window.ends = agreed_end(window, window.signed_end)
    window.clocks = {"opening": Clock(window.opens), "closing": Clock(window.ends)}


def opened(plain: Plain, window: Window, by: str, _inputs: dict[str, Any]) -> None:
    """The first opening of a model starts its thirty days."""
    original = window.request.model.original
    window.ends = agreed_end(window, window.ends)
    window.clocks = {"closing": Clock(window.ends)}
    take(plain, original, "start_clock", by)
    original.opened_at = original.opened_at or plain.now
    window.opened_at = plain.now


def closed(plain: Plain, window: Window, by: str, _inputs: dict[str, Any]) -> None:
    """Access ends; what was shared is destroyed ten days after the instant at which it ended."""
    window.ends = min(window.ends, plain.now)
    window.clocks = {"disposition": Clock(window.ends + timedelta(days=10))}
    over(plain, window, by, {})


def over(plain: Plain, window: Window, by: str, _inputs: dict[str, Any]) -> None:
    """Nobody's access outlives the window."""
    for grant in window.grants:
        if grant.state != "ended":
            take(plain, grant, "end", by)


def released_earlier(plain: Plain, model: FrontierModel, by: str, inputs: dict[str, Any]) -> None:
    """Live windows end at max(now, the date); unopened ones that no longer fit are canceled."""
    release: datetime = inputs["partner_release"]
    model.release, end = release, max(release, plain.now)
    for window in model.windows():
        if (window.state in SHORT["agreeing"] and window.opens >= release) or (
            window.state == "scheduled" and window.ends > release and window.opens >= end
        ):
            take(plain, window, "cancel", by)
        elif window.state in ("scheduled", *SHORT["live"]) and window.ends > release:
            take(plain, window, "trim", by)
            window.ends = min(window.ends, end)
            window.clocks["closing"] = Clock(window.ends)
            if release <= plain.now:
                take(plain, window, "close" if window.state in SHORT["live"] else "cancel", by)


def released_later(_plain: Plain, model: FrontierModel, _by: str, inputs: dict[str, Any]) -> None:
    model.release, model.public = inputs["partner_release"], inputs["public_release"]


AFTER: dict[tuple[str, str], Callable[..., None]] = {
    ("Request", "submit"): submitted,
    ("Request", "accept"): accepted,
    ("Request", "ask_clarification"): asked_for_answers("completeness"),
    ("Request", "answer_clarification"): answered("completeness"),
    ("Request", "request_information"): asked_for_answers("determination"),
    ("Request", "answer_information"): answered("determination"),
    ("Request", "recommend"): recommended,
    ("Request", "determine_covered"): determined,
    ("Request", "determine_not_covered"): determined,
    ("Request", "seek_reconsideration"): started_over,
    ("Request", "ask_again"): started_over,
    ("Request", "stand"): stood,
    ("Request", "lapse"): silence,
    ("Request", "close_unanswered"): ended,
    ("Request", "conclude"): ended,
    ("Request", "withdraw"): ended,
    ("Request", "extend"): extended,
    ("Request", "agree_to_more_questions"): agreed,
    ("Request", "reassign_lead"): led_by,
    ("Request", "recuse"): recused,
    ("Consultation", "concur"): lambda _plain, office, _by, _inputs: office.clocks.clear(),
    ("Window", "propose"): proposed,
    ("Window", "recuse"): recused,
    ("Window", "revise"): wrote_terms("developer"),
    ("Window", "counter"): wrote_terms("government"),
    ("Window", "accept_terms"): signed_theirs,
    ("Window", "approve"): approved,
    ("Window", "open"): opened,
    ("Window", "close"): closed,
    ("Window", "decline"): over,
    ("Window", "expire"): over,
    ("Window", "cancel"): over,
    ("Grant", "activate"): agreed_to_terms,
    ("Grant", "accept_new_terms"): agreed_to_terms,
    ("FrontierModel", "move_release_earlier"): released_earlier,
    ("FrontierModel", "move_release_later"): released_later,
}


# Time -----------------------------------------------------------------------------------------------------------


def strike(plain: Plain, thing: Thing, step: str = "") -> None:
    """Let the clock do whatever is overdue where it is heard before somebody's `step`.

    It is heard in the requests that the thing belongs to (all of a model) and in the thing's own window; in all their
    windows where the step, or what the clock does, reaches down to windows.
    """
    if isinstance(thing, FrontierModel):
        requests = [request for request in thing.family() if request.is_live]
    else:
        requests = [matter_of(thing)]
    own = thing.window if isinstance(thing, Grant) else thing
    windows = [window for request in requests for window in request.windows]
    heard = [one for request in requests for one in (request, *request.consultations)]
    heard += windows if step in BELOW.get(thing.kind, ()) else [own] if isinstance(own, Window) else []
    tried: set[tuple[str, str]] = set()
    while True:
        overdue = [
            (clock.due, one.name, kind, one)
            for one in heard
            for kind, clock in one.clocks.items()
            if clock.left is None and clock.due <= plain.now and (one.name, kind) not in tried
        ]
        if not overdue:
            return
        _due, name, kind, one = min(overdue, key=lambda row: row[:3])
        others = [window for window in windows if window not in heard]
        if others and not isinstance(one, Consultation) and kind != "disposition":
            heard += others
            continue
        tried.add((name, kind))
        run_out(plain, one, kind)


def run_out(plain: Plain, thing: Thing, kind: str) -> None:
    """Let a clock do what it is for; one that cannot do it yet goes on waiting."""
    step = _what_ends(plain, thing, kind)
    if step:
        take(plain, thing, step, CLOCK)


def _what_ends(plain: Plain, thing: Thing, kind: str) -> str:
    if isinstance(thing, Request):
        if kind == "conclusion":
            return "" if any(w.state in SHORT["live"] for w in thing.windows) else "conclude"
        if thing.outcome:
            return "stand"
        return "close_unanswered" if kind == "answer" else "lapse"
    if isinstance(thing, Consultation):
        return "pass_over"
    assert isinstance(thing, Window)
    if kind == "opening":
        return "open" if _can_open(plain, thing) else ""
    if kind == "disposition":
        return "destroy"
    return "close" if thing.state in SHORT["live"] else "expire"


def _can_open(plain: Plain, window: Window) -> bool:
    """A window opens before its end, for a covered model, for an evaluator who is ready."""
    ready = any(g.state == "active" and plain.counts(g) for g in window.grants)
    return ready and plain.now < window.ends and not covered(plain, window, None).strip()
