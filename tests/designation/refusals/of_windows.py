"""Ways to meet every refusal that the rules of a window can give."""

from datetime import timedelta
from typing import Any

from designation.content.drafts import fingerprint
from designation.demo.world import World
from designation.models import Appointment, Grant, Policy, Window
from designation.roles import Role
from designation.windows import actions as windows
from tests.designation.refusals.of_requests import by_clock
from tests.designation.walking import appoint, fresh, ready, request_in, strike, terms, window_in
from tests.overwriting import overwrite
from workflow.errors import Refused
from workflow.guards import Refusal
from workflow.models import Deadline

DAY = timedelta(days=1)


def proposed(world: World, *, opens: float = 2, ends: float = 20, **other: Any) -> Any:
    """Propose a window with unusual terms."""
    window = window_in(world, request_in(world, "covered"), "draft")
    content = terms(world, window, opens=world.now + opens * DAY, ends=world.now + ends * DAY, **other)
    return world.act(window, "propose", "carl", terms=content)


def typed_over(world: World) -> Any:
    window = window_in(world, request_in(world, "covered"), "draft")
    seen = {"logs": fingerprint(window.draft_terms["logs"])}
    windows.save_draft(window, actor=world.actor("dana"), content={"logs": "Dana's words."})
    content = terms(world, window, opens=world.now + 2 * DAY, ends=world.now + 9 * DAY)
    return world.act(window, "propose", "carl", terms=content, seen=seen)


def about_another_model(world: World) -> Any:
    other = request_in(world, "draft", "Juniper").model.variants.get()
    return proposed(world, variant=str(other.pk))


def marked(world: World, *markings: str) -> Any:
    window = window_in(world, request_in(world, "covered"), "proposed")
    return [world.act(window, "mark", "cleo", marking=one, reason="Why.") for one in markings]


def unchanged(world: World) -> Any:
    window = window_in(world, request_in(world, "covered"), "proposed")
    return world.act(window, "counter", "ravi", terms=window.terms.content)


def overlapping(world: World) -> Any:
    request = request_in(world, "covered")
    window_in(world, request, "scheduled")
    return window_in(world, request, "proposed", opens_in=5)


def counters_and_signs(world: World) -> Any:
    appoint(world, "ravi", Role.APPROVING_OFFICIAL)
    window = window_in(world, request_in(world, "covered"), "countered")
    world.act(window, "accept_terms", "carl")
    return world.act(window, "approve", "ravi")


def evaluates_and_signs(world: World) -> Any:
    appoint(world, "abel", Role.EVALUATOR)
    window = window_in(world, request_in(world, "covered"), "proposed")
    windows.nominate(window, actor=world.actor("ravi"), person=world.people["abel"], now=world.now)
    return world.act(window, "approve", "abel")


def evaluated_and_signs(world: World) -> Any:
    appoint(world, "eve", Role.APPROVING_OFFICIAL)
    request = request_in(world, "covered")
    world.act(window_in(world, request, "open", days=2), "close", "carl")
    return world.act(window_in(world, request, "proposed", days=3), "approve", "eve")


def countered_before_and_signs(world: World) -> Any:
    appoint(world, "ravi", Role.APPROVING_OFFICIAL)
    request = request_in(world, "covered")
    world.act(window_in(world, request, "countered"), "cancel", "carl")
    return world.act(window_in(world, request, "proposed"), "approve", "ravi")


def evaluates_and_resumes(world: World) -> Any:
    appoint(world, "eve", Role.REVIEWER)
    return resumed_by(world, "eve")


def one_signer(world: World, **other: Any) -> Any:
    return world.act(window_in(world, request_in(world, "covered"), "proposed", **other), "approve", "abel")


def two_signers_of_one_office(world: World) -> Any:
    appoint(world, "petra", Role.APPROVING_OFFICIAL)
    own = {"agencies": [str(world.organizations["nsa"].pk)]}
    window = window_in(world, request_in(world, "covered"), "proposed", **own)
    world.act(window, "approve", "abel")
    return world.act(window, "approve", "petra")


def suspended_and_revised(world: World) -> Any:
    """A grant that was suspended before the terms changed."""
    window = window_in(world, request_in(world, "covered"), "proposed")
    grant = ready(world, window)
    world.act(grant, "suspend", "sam", reason="Why.")
    world.act(window, "revise", "carl", terms=window.terms.content | {"logs": "Other words."})
    return fresh(grant)


def also_reviews_and_recuses(world: World) -> Any:
    appoint(world, "eve", Role.REVIEWER)
    return world.act(window_in(world, request_in(world, "covered"), "open"), "recuse", "eve")


def accepted_twice(world: World) -> Any:
    grant = suspended_and_revised(world)
    world.act(grant, "accept_new_terms", "eve", conditions=True)
    return world.act(grant, "accept_new_terms", "eve", conditions=True)


def resumed_on_old_terms(world: World) -> Any:
    return world.act(suspended_and_revised(world), "resume", "sam")


def without_evaluator(world: World) -> Window:
    """A scheduled window for which nobody is ready."""
    window = window_in(world, request_in(world, "covered"), "proposed")
    for key in ("abel", "arno"):
        world.act(window, "approve", key)
    return window


def nobody_ready(world: World) -> Any:
    window = without_evaluator(world)
    world.now = window.opens_at
    strike(world, window)
    raise told(window)


def too_late_to_open(world: World) -> Any:
    window = without_evaluator(world)
    world.now = window.ends_at
    strike(world, window)
    assert fresh(window).state == "canceled"
    raise told(window)


def told(window: Window) -> Refused:
    """Why the clock could not open a window, as operators read it."""
    codes = Deadline.objects.get(subject_id=window.pk, kind="opening").last_error.split(", ")
    return Refused([Refusal(code, "") for code in codes])


def resumed_by(world: World, key: str) -> Any:
    return world.act(window_in(world, request_in(world, "covered"), "suspended"), "resume", key)


def third_signer_wanted(world: World) -> Any:
    overwrite(Policy.objects.all(), values=world.policy.values | {"terms_signers": 3})
    window = window_in(world, request_in(world, "covered"), "proposed")
    world.act(window, "approve", "abel")
    return world.act(window, "approve", "arno")


def granted(world: World, state: str) -> tuple[Window, Grant]:
    """Return a proposed window, and a grant of an evaluator of CISA that was walked into a state."""
    appoint(world, "eli", Role.APPROVING_OFFICIAL, ("gwen", "glen"))
    row = window_in(world, request_in(world, "covered"), "proposed")
    grant = windows.nominate(row, actor=world.actor("ravi"), person=world.people["eli"], now=world.now)
    if state in ("concurred", "active", "suspended"):
        world.act(grant, "concur", "carl")
    if state in ("active", "suspended"):
        world.act(grant, "activate", "eli", conditions=True)
    if state == "suspended":
        world.act(grant, "suspend", "sam", reason="An unknown address.")
    return row, grant


def accepted_by_another_evaluator(world: World) -> Any:
    row, grant = granted(world, "concurred")
    windows.nominate(row, actor=world.actor("ravi"), person=world.people["eve"], now=world.now)
    return world.act(grant, "activate", "eve", conditions=True)


def role_ended_before_concurring(world: World) -> Any:
    _row, grant = granted(world, "nominated")
    overwrite(Appointment.objects.filter(pk=grant.appointment_id), until=world.now)
    return world.act(grant, "concur", "carl")


def drafted_for(world: World, state: str) -> Any:
    return windows.draft(request_in(world, state), actor=world.actor("dana"), now=world.now)


def drafted_after_the_end(world: World) -> Any:
    request = request_in(world, "covered")
    world.act(request, "withdraw", "carl")
    return windows.draft(request, actor=world.actor("dana"), now=world.now)


def typed_by(world: World, key: str, state: str = "draft") -> Any:
    window = window_in(world, request_in(world, "covered"), state)
    return windows.save_draft(window, actor=world.actor(key), content={"logs": "Words."})


def named(world: World, key: str, *, by: str = "ravi") -> Any:
    window = window_in(world, request_in(world, "covered"), "proposed")
    return windows.nominate(window, actor=world.actor(by), person=world.people[key], now=world.now)


def named_at_the_end(world: World) -> Any:
    window = window_in(world, request_in(world, "covered"), "open")
    world.now = window.ends_at
    return windows.nominate(window, actor=world.actor("ravi"), person=world.people["eli"], now=world.now)


def named_themselves(world: World) -> Any:
    appoint(world, "eve", Role.REVIEWER)
    return named(world, "eve", by="eve")


def named_twice(world: World) -> Any:
    row, grant = granted(world, "nominated")
    return windows.nominate(row, actor=world.actor("ravi"), person=grant.person, now=world.now)


def named_after_canceling(world: World) -> Any:
    window = window_in(world, request_in(world, "covered"), "proposed")
    world.act(window, "cancel", "carl")
    return windows.nominate(window, actor=world.actor("ravi"), person=world.people["eli"], now=world.now)


def named_after_writing(world: World) -> Any:
    appoint(world, "eve", Role.REVIEWER)
    window = window_in(world, request_in(world, "covered"), "proposed")
    world.act(window, "counter", "eve", terms=window.terms.content | {"logs": "Other words."})
    return windows.nominate(window, actor=world.actor("ravi"), person=world.people["eve"], now=world.now)


TABLE = {
    ("windows", "marking_invalid"): lambda w: marked(w, "PROPIN"),
    ("windows", "marking_unchanged"): lambda w: marked(w, "CUI//PROPIN", "cui // propin"),
    ("windows", "not_covered"): lambda w: drafted_for(w, "not_covered"),
    ("windows", "not_covered", "any more"): drafted_after_the_end,
    ("windows", "not_your_role"): lambda w: typed_by(w, "ravi"),
    ("windows", "not_a_draft"): lambda w: typed_by(w, "dana", "proposed"),
    ("windows", "wrong_state"): named_after_canceling,
    ("windows", "window_over"): named_at_the_end,
    ("windows", "not_eligible", "to be named"): lambda w: named(w, "cora"),
    ("windows", "names_oneself"): named_themselves,
    ("windows", "named_already"): named_twice,
    ("windows", "signed_here"): named_after_writing,
    ("windows", "terms_incomplete"): lambda w: proposed(w, logs=" "),
    ("windows", "terms_unchanged"): unchanged,
    ("windows", "changed_meanwhile"): typed_over,
    ("windows", "variant_not_covered"): lambda w: proposed(w, variant="production"),
    ("windows", "variant_not_covered", "of another model"): about_another_model,
    ("windows", "dates_missing"): lambda w: proposed(w, opens_at="one day"),
    ("windows", "dates_missing", "malformed"): lambda w: proposed(w, ends_at="2026-13-45T99:00:00Z"),
    ("windows", "dates_missing", "naive"): lambda w: proposed(w, ends_at="2027-01-01T00:00:00"),
    ("windows", "dates_reversed"): lambda w: proposed(w, opens=5, ends=5),
    ("windows", "opens_in_the_past"): lambda w: proposed(w, opens=0),
    ("windows", "after_partner_release"): lambda w: proposed(w, opens=70, ends=90),
    ("windows", "over_thirty_days"): lambda w: proposed(w, ends=33),
    ("windows", "overlaps"): overlapping,
    ("windows", "no_agency"): lambda w: proposed(w, agencies=[]),
    ("windows", "unknown_agency"): lambda w: proposed(w, agencies=[str(w.organizations["other"].pk)]),
    ("windows", "unknown_agency", "malformed"): lambda w: proposed(w, agencies=["all of them"]),
    ("windows", "nobody_signs"): lambda w: proposed(w, agencies=[str(w.organizations["oncd"].pk)]),
    ("windows", "too_few_sign"): lambda w: proposed(w, agencies=[str(w.organizations["cisa"].pk)]),
    ("windows", "wrote_the_terms"): counters_and_signs,
    ("windows", "evaluates_here"): evaluates_and_signs,
    ("windows", "wrote_the_terms", "of another window"): countered_before_and_signs,
    ("windows", "evaluates_here", "no more"): evaluated_and_signs,
    ("windows", "own_access"): evaluates_and_resumes,
    ("windows", "agency_missing"): one_signer,
    ("windows", "second_person"): one_signer,
    ("windows", "second_person", "of three"): third_signer_wanted,
    ("windows", "second_office"): two_signers_of_one_office,
    ("windows", "too_early"): lambda w: by_clock(
        w, window_in(w, request_in(w, "covered"), "scheduled"), "open"
    ),
    ("windows", "too_early", "to close"): lambda w: by_clock(
        w, window_in(w, request_in(w, "covered"), "open"), "close"
    ),
    ("windows", "too_late"): too_late_to_open,
    ("windows", "no_evaluator"): nobody_ready,
    ("windows", "developer_missing"): lambda w: resumed_by(w, "abel"),
    ("windows", "government_missing"): lambda w: resumed_by(w, "sam"),
    ("windows", "not_eligible"): role_ended_before_concurring,
    ("windows", "another_person"): accepted_by_another_evaluator,
    ("windows", "conditions_not_accepted"): lambda w: w.act(granted(w, "concurred")[1], "activate", "eli"),
    ("windows", "own_suspension"): lambda w: w.act(granted(w, "suspended")[1], "resume", "eli"),
    ("windows", "has_another_role"): also_reviews_and_recuses,
    ("windows", "accepted_already"): accepted_twice,
    ("windows", "terms_not_accepted"): resumed_on_old_terms,
    ("windows", "another_agencys_evaluator"): lambda w: w.act(granted(w, "active")[1], "end", "abel"),
    ("workflow", "only_as_consequence"): lambda w: by_clock(w, request_in(w, "covered").model, "start_clock"),
}
__all__ = ["TABLE", "ready"]
