"""Why the plain model says no: one function per condition, which answers with the code of the refusal, or nothing.

A condition that looks at several faults at once answers with all of them; the product may name the first it finds.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from tests.designation.sequences.moves import SHORT
from tests.designation.sequences.plain import (
    DATED,
    FINAL,
    SIGNATURE_LASTS,
    THIRTY_DAYS,
    Consultation,
    FrontierModel,
    Grant,
    Plain,
    Request,
    Signature,
    Thing,
    Window,
)
from workflow.calendars import day_of


@dataclass(frozen=True)
class Asked:
    """What somebody asks for. `fresh` says that they have just proved who they are."""

    key: str
    step: str
    inputs: dict[str, Any] = field(default_factory=dict)
    fresh: bool = True


def why_not(plain: Plain, thing: Thing, asked: Asked) -> set[str]:
    """Every reason against a step that people take; nothing where it is to go through."""
    move = thing.moves[asked.step]
    if not plain.may(asked.key, thing, move):
        known = known_state(plain, thing, asked.key)
        return {"not_your_role", "wrong_state"} if known not in move.sources else {"not_your_role"}
    if thing.state not in move.sources:
        return {"wrong_state"}
    return unmet(plain, thing, asked)


def known_state(plain: Plain, thing: Thing, key: str) -> str:
    """The state as somebody may know it: that a request was recommended, only the government does."""
    outside = isinstance(thing, Request) and plain.offices[key][0] == "developer"
    return "in_assessment" if outside and thing.state == "recommended" else thing.state


def unmet(plain: Plain, thing: Thing, asked: Asked, *, typed: bool = True) -> set[str]:
    """The reasons beside state and role; without those against what is `typed` into a form, where that is asked."""
    names = thing.moves[asked.step].conditions
    if not typed:
        names = tuple(name for name in names if name not in TYPED and (name, asked.step) not in TYPED)
    return {code for name in names for code in CONDITIONS[name](plain, thing, asked).split()}


TYPED = {
    "fresh", "certified", "lead_fits", "reason", "something_new", "terms_differ", "accepts", "is_earlier", "is_later",
    "public_follows", "assessed_since", ("dates_fit", "propose"), ("dates_fit", "revise"), ("dates_fit", "counter"),
    ("signable", "propose"), ("signable", "revise"), ("signable", "counter"),
}  # fmt: skip
"""Conditions on what is typed; a page cannot know it before."""


# Of a request ---------------------------------------------------------------------------------------------------


def plan_holds(_plain: Plain, request: Request, _asked: Asked) -> str:
    agreed = [w for w in request.model.windows() if w.state in ("scheduled", "open", "suspended")]
    return "release_cuts_a_window" if any(w.ends > request.plan for w in agreed) else ""


def assessed_since(_plain: Plain, request: Request, asked: Asked) -> str:
    submitted = day_of(request.submitted_at)
    return "assessed_early" if date.fromisoformat(asked.inputs["date"]) < submitted else ""


def only_one_live(_plain: Plain, request: Request, _asked: Asked) -> str:
    others = [r for r in request.model.family() if r is not request and r.variants == request.variants]
    return "already_live" if any(r.state not in {"draft", *FINAL} for r in others) else ""


def certified(_plain: Plain, _request: Request, asked: Asked) -> str:
    return "" if asked.inputs.get("certified") else "not_certified"


def lead_fits(plain: Plain, request: Request, asked: Asked) -> str:
    wanted = asked.inputs["lead"]
    if "reviewer" not in plain.parties(request).get(wanted, set()):
        return "lead_not_eligible"
    return "same_lead" if wanted == request.former_lead else ""


def rounds_left(_plain: Plain, request: Request, _asked: Asked) -> str:
    return "" if request.rounds < 2 or request.more_rounds else "rounds_used"


def all_answered(_plain: Plain, request: Request, _asked: Asked) -> str:
    return "unanswered" if request.unanswered else ""


def extensions_left(_plain: Plain, request: Request, _asked: Asked) -> str:
    return "" if request.extensions < 2 else "no_extension_left"


def not_agreed_yet(_plain: Plain, request: Request, _asked: Asked) -> str:
    return "agreed_already" if request.more_rounds else ""


def offices_heard(_plain: Plain, request: Request, _asked: Asked) -> str:
    return "consultations_open" if any(c.state == "open" for c in request.consultations) else ""


def did_not_recommend(_plain: Plain, request: Request, asked: Asked) -> str:
    return "recommended_it" if asked.key == request.recommended_by else ""


def first_time(_plain: Plain, request: Request, _asked: Asked) -> str:
    return "reconsidered" if request.reconsidered else ""


def something_new(_plain: Plain, _request: Request, asked: Asked) -> str:
    return "" if asked.inputs.get("new_information") else "no_new_information"


def nothing_live(_plain: Plain, request: Request, _asked: Asked) -> str:
    return "still_live" if any(w.state in SHORT["live"] for w in request.windows) else ""


# Of anything ----------------------------------------------------------------------------------------------------


def fresh(_plain: Plain, _thing: Thing, asked: Asked) -> str:
    return "" if asked.fresh else "sign_in_again"


def reason(_plain: Plain, _thing: Thing, asked: Asked) -> str:
    return "" if asked.inputs.get("reason") else "reason_missing"


def own_office(plain: Plain, consultation: Consultation, asked: Asked) -> str:
    return "" if plain.offices[asked.key][1] == consultation.office else "another_office"


# Of a window and its evaluators -----------------------------------------------------------------------------------


def covered(_plain: Plain, window: Window, _asked: Asked) -> str:
    request = window.request
    return ("" if request.is_live else "request_over ") + (
        "" if request.outcome == "covered" else "not_covered"
    )


def dates_fit(plain: Plain, window: Window, asked: Asked) -> str:
    terms = asked.inputs.get("terms") or window.terms
    return faults_of_dates(plain, window, terms["opens"], terms["ends"])


def faults_of_dates(plain: Plain, window: Window, opens: datetime, ends: datetime) -> str:
    """Dates lie ahead, before the release, beside no other window, and all agreed windows lie within thirty days."""
    model, faults = window.request.model, []
    others = [w for w in model.windows() if w is not window and w.state in DATED]
    if ends <= opens:
        faults.append("dates_reversed")
    if opens <= plain.now:
        faults.append("opens_in_the_past")
    if model.release and ends > model.release:
        faults.append("after_partner_release")
    ahead = [w for w in others if w.state == "scheduled"]
    first = model.original.opened_at or min([opens, *(w.opens for w in ahead)])
    last = max([ends, *(w.ends for w in ahead)])
    if last > first + THIRTY_DAYS:
        faults.append("over_thirty_days")
    if any(w.opens < ends and opens < w.ends for w in others):
        faults.append("overlaps")
    return " ".join(faults)


def signable(plain: Plain, window: Window, asked: Asked) -> str:
    """Each named agency has an official who could sign, and two of different offices could sign together.

    The developer does not know who is recused, wrote terms or evaluates.
    """
    terms = asked.inputs.get("terms") or window.terms
    officials = [key for key, held in plain.roles.items() if "approving_official" in held]
    if _side(plain, asked.key) == "government":
        kept_out = {asked.key} | window.request.recused | {g.person for g in window.request.grants()}
        kept_out |= {key for one in window.request.windows for key in one.wrote}
        officials = [key for key in officials if key not in kept_out]
    officials = [key for key in officials if plain.offices[key][0] in terms["agencies"]]
    if {plain.offices[key][0] for key in officials} != set(terms["agencies"]):
        return "nobody_signs"
    return "" if any(_apart(plain, a, b) for a in officials for b in officials) else "too_few_sign"


def not_over(plain: Plain, window: Window, _asked: Asked) -> str:
    return "window_over" if plain.now >= window.ends else ""


def terms_differ(_plain: Plain, window: Window, asked: Asked) -> str:
    return "terms_unchanged" if asked.inputs["terms"] == window.terms else ""


def wrote_no_terms(_plain: Plain, window: Window, asked: Asked) -> str:
    return "wrote_the_terms" if any(asked.key in w.wrote for w in window.request.windows) else ""


def does_not_evaluate(_plain: Plain, window: Window, asked: Asked) -> str:
    return "evaluates_here" if any(g.person == asked.key for g in window.request.grants()) else ""


def regains_nothing(_plain: Plain, window: Window, asked: Asked) -> str:
    named = [g for g in window.request.grants() if g.state != "ended" and g.person == asked.key]
    return "own_access" if named else ""


def evaluates(plain: Plain, grant: Grant, _asked: Asked) -> str:
    return "" if plain.counts(grant) else "not_eligible"


def is_the_person(_plain: Plain, grant: Grant, asked: Asked) -> str:
    return "" if asked.key == grant.person else "another_person"


def is_another(_plain: Plain, grant: Grant, asked: Asked) -> str:
    return "own_suspension" if asked.key == grant.person else ""


def evaluates_only(plain: Plain, window: Window, asked: Asked) -> str:
    return "" if plain.roles_for(asked.key, window) == {"evaluator"} else "has_another_role"


def new_to_them(_plain: Plain, grant: Grant, _asked: Asked) -> str:
    return "accepted_already" if grant.agreed == grant.window.terms else ""


def agreed(_plain: Plain, grant: Grant, _asked: Asked) -> str:
    return "" if grant.agreed == grant.window.terms else "terms_not_accepted"


def accepts(_plain: Plain, _grant: Grant, asked: Asked) -> str:
    return "" if asked.inputs.get("conditions") else "conditions_not_accepted"


def ends_own(plain: Plain, grant: Grant, asked: Asked) -> str:
    """The developer and insider-risk officers end any access; officials that of their agency, evaluators their own."""
    held = plain.roles_for(asked.key, grant)
    if held & {*SHORT["D"], "insider_risk_officer"} or asked.key == grant.person:
        return ""
    own = plain.offices[asked.key][0] == plain.offices[grant.person][0]
    return "" if "approving_official" in held and own else "another_agencys_evaluator"


# Of a model -----------------------------------------------------------------------------------------------------


def is_earlier(_plain: Plain, model: FrontierModel, asked: Asked) -> str:
    wanted = asked.inputs["partner_release"]
    return "not_earlier" if model.release and wanted >= model.release else ""


def public_follows(_plain: Plain, model: FrontierModel, asked: Asked) -> str:
    public = asked.inputs.get("public_release") or model.public
    return "public_before_partners" if public and public < asked.inputs["partner_release"] else ""


def is_later(_plain: Plain, model: FrontierModel, asked: Asked) -> str:
    return "" if model.release and asked.inputs["partner_release"] > model.release else "not_later"


CONDITIONS: dict[str, Callable[..., str]] = {
    condition.__name__: condition
    for condition in (
        not_agreed_yet, plan_holds, assessed_since, only_one_live, certified, lead_fits, rounds_left,
        all_answered, extensions_left, offices_heard, did_not_recommend, first_time, something_new, nothing_live, fresh,
        reason, own_office, covered, not_over, dates_fit, terms_differ, wrote_no_terms, does_not_evaluate,
        signable,
        regains_nothing, evaluates, is_the_person, is_another, evaluates_only, new_to_them, agreed,
        accepts, ends_own, is_earlier, is_later, public_follows,
    )
}  # fmt: skip


# Several people -------------------------------------------------------------------------------------------------


def standing_signatures(plain: Plain, thing: Thing, asked: Asked) -> list[Signature]:
    """The others' signatures that still count: same content, not expired, and their signers could sign now."""
    move = thing.moves[asked.step]
    return [
        one
        for one in thing.signed.get(asked.step, [])
        if one.key != asked.key
        and one.inputs == asked.inputs
        and one.about == plain.about(thing, asked.step)
        and one.roles & plain.roles_for(one.key, thing)
        and plain.now < one.at + SIGNATURE_LASTS
        and plain.may(one.key, thing, move)
        and not unmet(plain, thing, Asked(one.key, asked.step, asked.inputs))
    ]


def still_lacking(plain: Plain, thing: Thing, step: str, signers: dict[str, set[str]]) -> bool:
    """Whether those who signed, in these roles, are not enough for a step."""
    keys = list(signers)
    roles = {key: held & plain.roles_for(key, thing) for key, held in signers.items()}
    if step.startswith("determine"):
        return not any(
            "determining_official" in roles[one] and "records_certifier" in roles[other] and _apart(plain, one, other)
            and plain.offices[one][0] == plain.offices[other][0]
            for one in keys for other in keys
        )  # fmt: skip
    if step == "resume":
        return len({_side(plain, key) for key in keys}) < 2
    assert isinstance(thing, Window)
    agencies = {plain.offices[key][0] for key in keys}
    return not set(thing.terms["agencies"]) <= agencies or not any(
        _apart(plain, a, b) for a in keys for b in keys
    )


def _side(plain: Plain, key: str) -> str:
    return "developer" if plain.offices[key][0] == "developer" else "government"


def _apart(plain: Plain, one: str, other: str) -> bool:
    """Two people of different offices."""
    return one != other and plain.offices[one] != plain.offices[other]
