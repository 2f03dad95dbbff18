"""Ways to meet every refusal about the roster, the choice of partners and their early access."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from designation.demo import roster
from designation.demo.world import World, determined, filed
from designation.models import Partner, Request, Selection, Window
from designation.partners import actions as partners
from designation.policies.models import Policy
from designation.windows import actions as windows
from tests.designation.walking import fresh, request_in, window_in
from tests.overwriting import overwrite
from workflow.guards import CLOCK
from workflow.ledger import canonical
from workflow.perform import perform


def nominated(world: World, **facts: Any) -> Any:
    return roster.nominated(world, **facts)


def nominated_twice(world: World) -> Any:
    nominated(world)
    return nominated(world, name="TETON VALLEY HOSPITAL")


def with_a_sponsor_in_vetting(world: World) -> Any:
    return nominated(world, sponsor=nominated(world, **roster.UTILITY))


def sponsored(world: World) -> Partner:
    partner = nominated(world, **roster.UTILITY, sponsor=roster.activated(world))
    world.act(partner, "start_vetting", "rhea")
    return partner


def vouched_twice(world: World) -> Any:
    partner = sponsored(world)
    return [world.act(partner, "vouch", "tess") for _time in range(2)]


def vouched_while_suspended(world: World) -> Any:
    partner = sponsored(world)
    world.act(partner.sponsor, "suspend", "rhea", reason="An unknown device.")
    return world.act(partner, "vouch", "tess")


def declined(world: World) -> Partner:
    partner = nominated(world)
    for key in ("rhea", "rolf"):
        world.act(partner, "decline", key, reason="The contact does not work there.")
    return partner


def reconsidered_twice(world: World) -> Any:
    earlier = declined(world)
    again = partners.reconsider(earlier, now=world.now)
    for key in ("rhea", "rolf"):
        overwrite(Partner.objects.filter(pk=earlier.pk), declined_by=[])
        world.act(fresh(again), "decline", key, reason="Still not.")
    return partners.reconsider(earlier, now=world.now)


def decided_again_by_the_same(world: World) -> Any:
    again = partners.reconsider(declined(world), now=world.now)
    return world.act(again, "decline", "rhea", reason="Still not.")


def in_vetting(world: World) -> Partner:
    partner = nominated(world)
    world.act(partner, "start_vetting", "rhea")
    return partner


def started_without_a_policy(world: World) -> Any:
    partner = nominated(world)
    overwrite(Policy.objects.all(), effective_at=world.now + timedelta(days=9))
    return world.act(partner, "start_vetting", "rhea")


def checked(world: World, **inputs: str) -> Any:
    given = {"check": "0", "check_outcome": "met", "note": "Called."} | inputs
    return world.act(in_vetting(world), "record_check", "rhea", **given)


def answered(world: World, **answers: str) -> Any:
    return partners.answer(in_vetting(world), roster.ANSWERS | answers, now=world.now)


def nominated_and_decides(world: World) -> Any:
    return world.act(roster.vetted(world, "rhea"), "activate", "rhea")


def contact_got_an_account(world: World) -> Any:
    partner = roster.vetted(world)
    overwrite(Partner.objects.filter(pk=partner.pk), contact_email=world.people["dana"].email)
    return world.act(partner, "activate", "rhea")


def contact_of_an_agency_has_an_account(world: World) -> Any:
    facts = {"category": "federal", "contact_email": world.people["eli"].email}
    return world.act(roster.nominated(world, "rhea", **facts), "start_vetting", "rolf")


def lifts_the_own_suspension(world: World) -> Any:
    partner = roster.activated(world)
    world.act(partner, "suspend", "rhea", reason="An unknown device.")
    return world.act(partner, "lift", "rhea")


def attests_without_a_word(world: World) -> Any:
    return world.act(roster.activated(world), "re_attest", "tess", still_true=False)


def expires_early(world: World) -> Any:
    return perform(roster.activated(world), "expire", actor=CLOCK, now=world.now)


def proposed(world: World, state: str = "covered", partner: Partner | None = None, **other: Any) -> Selection:
    chosen = partner or roster.activated(world)
    return roster.proposed(world, request_in(world, state), chosen, **other)


def proposed_after_suspension(world: World) -> Any:
    partner = roster.activated(world)
    world.act(partner, "suspend", "rhea", reason="An unknown device.")
    return proposed(world, partner=fresh(partner))


def proposed_twice(world: World) -> Any:
    first = invited(world)
    return roster.proposed(world, first.request, first.partner)


def proposed_without_a_release(world: World) -> Any:
    partner, request = roster.activated(world), request_in(world, "covered")
    overwrite(type(request.model).objects.filter(pk=request.model_id), planned_partner_release_at=None)
    return roster.proposed(world, fresh(request), partner)


def ended_too_early(world: World) -> Any:
    return proposed(world, days=-80)


def taken_back_by_the_other_side(world: World) -> Any:
    return world.act(proposed(world), "take_back", "abel")


def concurred_by_the_own_side(world: World) -> Any:
    return world.act(proposed(world), "concur", "carl")


def invited(world: World) -> Selection:
    selection = proposed(world)
    world.act(selection, "concur", "abel")
    found: Selection = fresh(selection)
    return found


def agreed_by_a_suspended_partner(world: World) -> Any:
    selection = invited(world)
    world.act(selection.partner, "suspend", "rhea", reason="An unknown device.")
    return roster.agreed(world, selection, "tess")


def agreed(world: World, *, people: int = 1, accepted: bool = True) -> Any:
    selection = invited(world)
    named = [world.people["tess"]] * people
    return partners.agree(
        selection, actor=world.actor("tess"), people=named, accepted=accepted, now=world.now
    )


def early_access(world: World) -> Window:
    return roster.agreed(world, invited(world), "tess")


def prolonged(world: World) -> Any:
    window = early_access(world)
    later = canonical.instant(window.ends_at + timedelta(days=1))
    return world.act(Selection.objects.get(), "narrow", "carl", earlier_end=later)


def named_by_the_government(world: World) -> Any:
    window = early_access(world)
    return windows.nominate(window, actor=world.actor("ravi"), person=world.people["eve"], now=world.now)


def more_than_the_terms_allow(world: World) -> Any:
    selection = proposed(world, people=1)
    world.act(selection, "concur", "abel")
    window = roster.agreed(world, fresh(selection), "tess")
    return windows.nominate(window, actor=world.actor("tess"), person=world.people["tess"], now=world.now)


def soon(world: World) -> Request:
    release = canonical.instant(world.now + timedelta(hours=1))
    request = filed(world, "Alder", partner_release=release, public_release="")
    determined(world, request)
    return request


def opened_beside_the_government(world: World) -> Any:
    request = request_in(world, "covered")
    window_in(world, request, "open")
    selection = roster.proposed(world, request, roster.activated(world))
    world.act(selection, "concur", "abel")
    window = roster.agreed(world, fresh(selection), "tess")
    overwrite(Window.objects.filter(pk=window.pk), opens_at=world.now)
    return perform(window, "open", actor=CLOCK, now=world.now)


def opened_while_suspended(world: World) -> Any:
    selection = proposed_soon(world)
    window = roster.agreed(world, selection, "tess")
    world.act(selection.partner, "suspend", "rhea", reason="An unknown device.")
    world.wait(hours=2)
    return perform(window, "open", actor=CLOCK, now=world.now)


def release_moved_while_open(world: World) -> Any:
    window = roster.agreed(world, proposed_soon(world), "tess")
    world.wait(hours=2)
    world.strike(window)
    model, later = window.request.model, world.now + timedelta(days=3)
    return world.act(model, "move_release_later", "carl", partner_release=later, public_release=None)


def proposed_soon(world: World) -> Selection:
    selection = roster.proposed(world, soon(world), roster.activated(world))
    world.act(selection, "concur", "abel")
    found: Selection = fresh(selection)
    return found


def concurred_with_the_recused(world: World) -> Any:
    selection = proposed(world)
    world.act(selection, "recuse_developer", "carl", reason="I own shares.")
    return world.act(selection, "concur", "abel")


TABLE = {
    ("partners", "proposer_recused"): concurred_with_the_recused,
    ("partners", "state_unknown"): lambda w: nominated(w, us_state="ZZ"),
    ("partners", "category_unknown"): lambda w: nominated(w, category="club"),
    ("partners", "size_unknown"): lambda w: nominated(w, size="vast"),
    ("partners", "contact_malformed"): lambda w: nominated(w, contact_email="tess at home"),
    ("partners", "contact_malformed", "letters"): lambda w: nominated(w, contact_email="tеss@valley.example"),
    ("partners", "nominated_already"): nominated_twice,
    ("partners", "contact_has_account"): contact_got_an_account,
    ("partners", "agency_contact_has_account"): contact_of_an_agency_has_an_account,
    ("partners", "sponsor_not_active"): with_a_sponsor_in_vetting,
    ("partners", "sponsor_not_active", "by now"): vouched_while_suspended,
    ("partners", "vouched_already"): vouched_twice,
    ("partners", "not_vouched"): lambda w: w.act(sponsored(w), "activate", "rhea"),
    ("partners", "reconsidered_already"): reconsidered_twice,
    ("partners", "declined_it"): decided_again_by_the_same,
    ("partners", "no_policy"): started_without_a_policy,
    ("partners", "question_missing"): lambda w: w.act(in_vetting(w), "ask", "rhea", question=" "),
    ("partners", "no_such_check"): lambda w: checked(w, check="99"),
    ("partners", "no_outcome"): lambda w: checked(w, check_outcome="perhaps"),
    ("partners", "note_missing"): lambda w: checked(w, note=" "),
    ("partners", "answer_missing"): lambda w: answered(w, phone=""),
    ("partners", "check_open"): lambda w: w.act(in_vetting(w), "activate", "rhea"),
    ("partners", "not_answered"): lambda w: w.act(in_vetting(w), "activate", "rhea"),
    ("partners", "nominated_it"): nominated_and_decides,
    ("partners", "suspended_it"): lifts_the_own_suspension,
    ("partners", "not_confirmed"): attests_without_a_word,
    ("partners", "too_early"): expires_early,
    ("partners", "not_covered"): lambda w: proposed(w, "not_covered"),
    ("partners", "no_release"): proposed_without_a_release,
    ("partners", "not_available"): proposed_after_suspension,
    ("partners", "proposed_already"): proposed_twice,
    ("partners", "condition_missing"): lambda w: proposed(w, permitted_uses=""),
    ("partners", "people_out_of_range"): lambda w: proposed(w, people=51),
    ("partners", "ends_before_it_begins"): ended_too_early,
    ("partners", "too_long"): lambda w: proposed(w, days=181),
    ("partners", "other_side_proposed"): taken_back_by_the_other_side,
    ("partners", "own_proposal"): concurred_by_the_own_side,
    ("partners", "not_earlier"): lambda w: prolonged(w),
    ("partners", "partner_not_active"): agreed_by_a_suspended_partner,
    ("partners", "partner_not_active", "to open"): opened_while_suspended,
    ("partners", "nobody_named"): lambda w: agreed(w, people=0),
    ("partners", "too_many_named"): lambda w: agreed(w, people=3),
    ("partners", "terms_not_accepted"): lambda w: agreed(w, accepted=False),
    ("partners", "early_access_live"): release_moved_while_open,
    ("partners", "government_window_live"): opened_beside_the_government,
    ("windows", "names_others_people"): named_by_the_government,
    ("windows", "enough_people"): more_than_the_terms_allow,
}
