"""The words that pages use for windows and grants."""

from __future__ import annotations

from typing import Any

from designation.content.instants import written
from designation.windows.facts import no_window_because

EVENTS = {
    "window.created": "{who} began an access window",
    "window.log_opened": "The record of an access window began",
    "window.recused": "{who} was recused",
    "window.conflict_declared": "{who} declared interests",
    "window.proposed": "{who} signed and proposed terms",
    "window.revised": "{who} signed a new version of the terms",
    "window.countered": "{who} countered with a new version of the terms",
    "window.terms_accepted": "{who} signed the government's version of the terms",
    "window.approved": "The terms were signed by every named agency; the window is scheduled",
    "window.approved.signed": "{who} signed the terms",
    "window.approved.taken_back": "{who} took the signature under the terms back",
    "window.declined": "{who} declined the window",
    "window.expired": "The window ran out before it opened",
    "window.opened": "The window opened",
    "window.trimmed": "The window's end moved earlier",
    "window.suspended": "{who} suspended access",
    "window.resumed": "Access was resumed by agreement of both sides",
    "window.resumed.signed": "{who} agreed to resume access",
    "window.resumed.taken_back": "{who} no longer agrees to resume access",
    "window.marked": "{who} set the CUI marking",
    "window.closed": "{who} closed the window",
    "window.destruction_begun": "{who} began the destruction of what was shared",
    "window.destroyed": "What was shared under the window was destroyed",
    "window.canceled": "{who} canceled the window",
    "window.discarded": "{who} discarded the draft of a window",
    "grant.nominated": "{who} named an evaluator",
    "grant.concurred": "{who} concurred with an evaluator",
    "grant.activated": "{who} accepted the conditions of use",
    "grant.asked_again": "An evaluator has to accept the new version of the terms",
    "grant.new_terms_accepted": "{who} accepted the new version of the terms",
    "grant.suspended": "{who} suspended an evaluator",
    "grant.resumed": "The suspension of an evaluator was lifted by both sides",
    "grant.resumed.signed": "{who} agreed to lift the suspension of an evaluator",
    "grant.resumed.taken_back": "{who} no longer agrees to lift the suspension of an evaluator",
    "grant.ended": "{who} ended an evaluator's access",
    "access.stopped": "Access was stopped",
    "access.stop_lifted": "A stop of access was lifted",
}
"""The sentence for each event. "{who}" is the person or the clock."""

CLOCKS = {
    "expiry": "Agreement on the terms",
    "opening": "Opening of the window",
    "closing": "Closing of the window",
    "disposition": "Destruction",
}
"""The labels of the deadlines."""

TONES = {"open": "open", "suspended": "stopped"}
"""The style of the tags of states that are highlighted."""

NEXT = {
    "expiry": "The terms of an access window can be signed until {}.",
    "opening": "An access window opens {}.",
    "closing": "The access window closes {}.",
    "disposition": "The access window is closed. What was shared there is destroyed {}.",
}
"""What happens next to a window, by the kind of the running deadline."""


def what_is_next(matter: Any) -> str:
    """Return one sentence on what happens next, or could happen, to an access window of a covered request."""
    said, over = "", False
    for row in matter.clocks:
        if row.kind in NEXT and row.state == "running":
            said, over = NEXT[row.kind].format(written(row.due_at)), row.kind == "disposition"
            break
    if said and not over:
        return said
    who, another = "You" if matter.is_developer else "The developer", "another" if over else "an"
    none = no_window_because(matter.request.model, matter.now)
    return f"{said} {none or f'{who} may propose {another} access window.'}".strip()


AFTER_COVERED = (what_is_next,)
"""What pages say next about a request whose model is covered."""

DONE = {
    "Window.propose": "You signed version 1 of the terms and sent it to the government.",
    "Window.revise": "You signed a new version of the terms and sent it to the government.",
    "Window.counter": "You sent a new version of the terms to the developer.",
    "Window.accept_terms": "You signed the government's version of the terms.",
    "Window.approve": "You signed the terms. Every named agency has signed, so the window is scheduled.",
    "Window.decline": "You declined the window. The developer reads your reason.",
    "Window.cancel": "You canceled this window.",
    "Window.discard": "You discarded this draft.",
    "Window.suspend": "You suspended access. Nobody can read or download now.",
    "Window.resume": "Both sides agreed. Access is open again.",
    "Window.close": "You closed the window. Nobody has access any more.",
    "Window.destroy": lambda window: (
        "Nothing was shared under this window, so there is nothing to destroy."
        if window.nothing_was_shared
        else "You began the destruction. The keys of what was shared are being destroyed."
    ),
    "Window.recuse": "You are recused from this matter.",
    "Window.declare_interests": "Your declaration is recorded.",
    "Window.mark": "You set the CUI marking.",
    "Grant.concur": "You concurred with this evaluator. The evaluator must accept the terms next.",
    "Grant.activate": "You accepted the terms. The window's page lists what you can read and when.",
    "Grant.accept_new_terms": "You accepted the new version of the terms.",
    "Grant.suspend": "You suspended this person's access.",
    "Grant.resume": "Both sides agreed. The suspension is lifted.",
    "Grant.end": "You ended this person's access.",
}
"""What a person reads after a step that they took, by machine and step: a sentence, or a function of the subject."""

CONSEQUENCES = {
    "Window.destroy": lambda window: (
        "The record says that nothing was shared under this window. Nothing is destroyed."
        if window.nothing_was_shared
        else ""
    )
}
"""What a step does to this very subject, where the step's own sentence would not be true. An empty text keeps that."""

RARE = ("window.recused", "window.conflict_declared")
"""The events of steps that few people ever take. Pages show them apart, with those that end something."""


def _window(window: Any) -> str:
    return f"{window.title}, request {window.request.number} “{window.request.model.codename}”"


SUBJECTS = {
    "Window": lambda _reader, row: _window(row),
    "Grant": lambda reader, row: f"{row.name_for(reader.side)}, {_window(row.window)}",
}
"""What the page of a step calls its subject, under the heading: a function of the reader and the subject."""
