"""How each event of the table of notices is brought about, and who of the demonstration world learns of it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from designation.artifacts import actions as artifacts
from designation.artifacts import destroying
from designation.demo import shared
from designation.demo.world import World
from designation.people.actions import appointments, invitations
from designation.policies import actions as policies
from designation.requests.actions import drafting as requests
from designation.roles import Role
from designation.windows import actions as windows
from tests.designation.notifications import (
    telling_cases,
    telling_directory,
    telling_emergencies,
    telling_partners,
    telling_register,
    telling_risk,
)
from tests.designation.walking import fire, ready, request_in, window_in
from workflow import calendars
from workflow.models import Job

Events = dict[str, tuple[Callable[[World], Any], dict[str, str]]]
"""Event: how it comes about, and audience → the keys of those who get the mail, in one line."""

DEVELOPER = "carl dana sam"
CUSTODIANS = "cole cyra"


def answered(world: World, state: str) -> Any:
    request = request_in(world, state)
    requests.save_question(request.open_questions().get(), actor=world.actor("dana"), answer="So.")
    return world.act(
        request, "answer_clarification" if state.startswith("clar") else "answer_information", "sam"
    )


def reconsidered(world: World) -> Any:
    request = request_in(world, "covered")
    world.act(request, "seek_reconsideration", "carl", new_information="New.")
    return request


def lapsed(world: World) -> Any:
    return fire(world, request_in(world, "submitted"), "completeness")


def objected(world: World) -> Any:
    request = request_in(world, "in_assessment")
    return world.act(
        request.consultations.get(office__name="Technology Security"), "object", "omar", reason="No."
    )


def determined(world: World, outcome: str, *keys: str) -> Any:
    request = request_in(world, "recommended")
    return [world.act(request, f"determine_{outcome}", key, sharing_text="") for key in keys]


def window(world: World, state: str) -> Any:
    return window_in(world, request_in(world, "covered"), state)


def rewritten(world: World, state: str, step: str, key: str) -> Any:
    row = window(world, state)
    content = row.terms.content | {"logs": "Other words."}
    return world.act(row, step, key, **({} if step == "accept_terms" else {"terms": content}))


def signed(world: World) -> Any:
    return world.act(window(world, "proposed"), "approve", "abel")


def resumed(world: World, *keys: str) -> Any:
    row = window(world, "suspended")
    return [world.act(row, "resume", key) for key in keys]


def earlier(world: World) -> Any:
    row = window(world, "open")
    return world.act(
        row.request.model, "move_release_earlier", "dana", partner_release=row.ends_at - timedelta(days=5)
    )


def nominated(world: World) -> Any:
    row = window(world, "proposed")
    return windows.nominate(row, actor=world.actor("ravi"), person=world.people["eli"], now=world.now)


def concurred(world: World) -> Any:
    return world.act(nominated(world), "concur", "carl")


def asked_again(world: World) -> Any:
    row = window(world, "proposed")
    ready(world, row, "eve")
    return world.act(row, "revise", "carl", terms=row.terms.content | {"logs": "Other words."})


def grant(world: World, step: str, *keys: str) -> Any:
    row = window(world, "open").grants.get()
    if step == "resume":
        world.act(row, "suspend", "sam", reason="Why.")
    return [world.act(row, step, key, reason="Why.") for key in keys]


def invited(world: World) -> Any:
    return invitations.invite(
        world.organizations["developer"], actor=world.actor("maya"), email="new@meridian.example", name="New",
        office=world.office("developer", "Policy"), now=world.now,
    )  # fmt: skip


def closure_entered(world: World) -> Any:
    day = calendars.shift(calendars.day_of(world.now), 20)
    return policies.enter_closure(
        day=day, source="An executive order.", actor=world.actor("paul"), now=world.now
    )


def policy_signed(world: World) -> Any:
    row = policies.draft(actor=world.actor("paul"), now=world.now)
    policies.save(row, actor=world.actor("paul"), values={}, effective_at=world.now)
    return world.act(row, "activate", "paul")


def role(world: World, key: str, name: str) -> Any:
    return appointments.propose(world.people[key], actor=world.actor("nora"), role=name, now=world.now)


def role_ended(world: World) -> Any:
    row = world.people["rosa"].appointments.get(role=Role.REVIEWER)
    return appointments.end(row, actor=world.actor("nora"), now=world.now)


def shared_in(world: World) -> Any:
    row = window(world, "open")
    chart = shared.uploaded(world, row.request, "larkspur-refusals.png", "A chart")
    return artifacts.share(chart, row, actor=world.actor("carl"), now=world.now)


def artifact_destroyed(world: World) -> Any:
    row = shared_in(world).artifact
    world.act(row, "withdraw", "dana")
    world.act(row, "destroy", "carl")
    destroying.destroy_artifact(Job.objects.get(kind=destroying.OF_ARTIFACT))


def destroyed(world: World) -> Any:
    share = shared_in(world)
    shared.read(world, share, "eve", 1)
    world.act(share.window, "close", "carl")
    world.act(share.window, "destroy", "carl")
    destroying.destroy(share.window, now=world.now)
    return share.window


def credential(world: World) -> Any:
    row = window(world, "open")
    return artifacts.add_credential(
        row, actor=world.actor("sam"), label="Key", address="", secret="x", now=world.now
    )


def uncut(world: World) -> Any:
    row = credential(world)
    world.act(row, "end", "sam")
    fire(world, row, "cutting")


def certified(world: World, *keys: str) -> Any:
    row = destroyed(world).destruction
    return [world.act(row, "certify", key) for key in keys]


def agreed(world: World) -> Any:
    row = window(world, "open")
    made = artifacts.write_agreement(
        row.request, actor=world.actor("dana"), title="Use", text="Keep it.", now=world.now
    )
    return world.act(made, "put_in_force", "carl")


def marked(world: World) -> Any:
    return world.act(window(world, "open"), "mark", "cleo", marking="CUI//SP-PROPIN", reason="Why.")


def quarantined(world: World, *signers: str) -> Any:
    artifact = shared_in(world).artifact
    world.act(artifact, "quarantine", "dana", reason="Why.")
    return [world.act(artifact, "release", key) for key in signers] or artifact


EVENTS: Events = {
    "request.submitted": (lambda w: request_in(w, "submitted"), {"intake": "ines"}),
    "request.accepted": (lambda w: request_in(w, "in_assessment"), {"developer": DEVELOPER, "lead": "ravi"}),
    "request.lead_reassigned": (
        lambda w: w.act(request_in(w, "in_assessment"), "reassign_lead", "ines", lead=str(w.people["rosa"].pk)),
        {"lead": "rosa"},
    ),
    "request.clarification_asked": (lambda w: request_in(w, "clarification_requested"), {"developer": DEVELOPER}),
    "request.clarification_answered": (lambda w: answered(w, "clarification_requested"), {"intake": "ines"}),
    "request.information_asked": (lambda w: request_in(w, "information_requested"), {"developer": DEVELOPER}),
    "request.information_answered": (lambda w: answered(w, "information_requested"), {"lead": "ravi"}),
    "request.recommended": (lambda w: request_in(w, "recommended"), {"deciding": "cleo dora"}),
    "request.returned": (
        lambda w: w.act(request_in(w, "recommended"), "return_to_assessment", "dora", reason="Why."),
        {"lead": "ravi"},
    ),
    "request.determined_covered.signed": (lambda w: determined(w, "covered", "dora"), {"deciding": "cleo"}),
    "request.determined_not_covered.signed": (lambda w: determined(w, "not_covered", "cleo"), {"deciding": "dora"}),
    "request.determined_covered": (lambda w: request_in(w, "covered"), {"developer": DEVELOPER}),
    "request.determined_not_covered": (lambda w: request_in(w, "not_covered"), {"developer": DEVELOPER}),
    "request.reconsideration_sought": (reconsidered, {"intake": "ines"}),
    "request.asked_again": (
        lambda w: w.act(request_in(w, "no_determination"), "ask_again", "dana"), {"intake": "ines"},
    ),
    "request.outcome_stands": (lambda w: fire(w, reconsidered(w), "completeness"), {"developer": DEVELOPER}),
    "request.lapsed": (lapsed, {"developer": DEVELOPER, "intake": "ines"}),
    "request.closed_unanswered": (lambda w: request_in(w, "closed"), {"developer": DEVELOPER, "intake": "ines"}),
    "request.concluded": (lambda w: request_in(w, "concluded"), {"developer": "carl sam"}),
    "request.withdrawn": (
        lambda w: request_in(w, "withdrawn"), {"developer": "dana sam", "reviewers": "ravi rosa"},
    ),
    "consultation.opened": (lambda w: request_in(w, "in_assessment"), {"consulted": "cora omar"}),
    "consultation.objected": (objected, {"lead": "ravi"}),
    "window.proposed": (lambda w: window(w, "proposed"), {"reviewers": "ravi rosa", "approving": "abel arno vera"}),
    "window.revised": (
        lambda w: rewritten(w, "proposed", "revise", "carl"), {"reviewers": "ravi rosa", "approving": "abel arno vera"},
    ),
    "window.countered": (lambda w: window(w, "countered"), {"certifying": "carl"}),
    "window.terms_accepted": (
        lambda w: rewritten(w, "countered", "accept_terms", "carl"), {"approving": "abel arno vera"},
    ),
    "window.approved.signed": (signed, {"approving": "arno vera"}),
    "window.approved": (lambda w: window(w, "scheduled"), {"developer": DEVELOPER}),
    "window.declined": (
        lambda w: w.act(window(w, "proposed"), "decline", "abel", reason="Why."), {"developer": DEVELOPER},
    ),
    "window.opened": (lambda w: window(w, "open"), {"developer": DEVELOPER, "evaluators": "eve"}),
    "window.suspended": (
        lambda w: window(w, "suspended"),
        {"developer": "carl dana", "evaluators": "eve", "approving": "abel arno vera"},
    ),
    "window.resumed.signed": (lambda w: resumed(w, "sam"), {"developer": "carl dana", "approving": "abel arno vera"}),
    "window.resumed": (lambda w: resumed(w, "sam", "abel"), {"evaluators": "eve"}),
    "window.trimmed": (earlier, {"evaluators": "eve", "approving": "abel arno vera"}),
    "window.marked": (marked, {"developer": DEVELOPER}),
    "window.closed": (lambda w: window(w, "closed"), {"developer": "dana sam"}),
    "window.destroyed": (lambda w: window(w, "destroyed"), {"developer": DEVELOPER}),
    "agreement.in_force": (agreed, {"asked_to_accept": "eve"}),
    "share.begun": (shared_in, {"readers_of_share": "eve"}),
    "artifact.destroyed": (artifact_destroyed, {"developer": DEVELOPER}),
    "credential.added": (credential, {"readers_of_window": "eve"}),
    "credential.to_cut": (lambda w: w.act(credential(w), "end", "sam"), {"developer": "carl dana"}),
    "credential.overdue": (uncut, {"developer": DEVELOPER, "approving": "abel arno vera"}),
    "destruction.issued": (destroyed, {"custodians": CUSTODIANS}),
    "destruction.certified.signed": (lambda w: certified(w, "cyra"), {"custodians": "cole"}),
    "destruction.certified": (lambda w: certified(w, "cyra", "cole"), {"developer": DEVELOPER}),
    "destruction.overdue": (
        lambda w: fire(w, destroyed(w).destruction, "certification"),
        {"developer": DEVELOPER, "custodians": CUSTODIANS},
    ),
    "attestation.asked": (destroyed, {"holder": "eve"}),
    "attestation.overdue": (
        lambda w: fire(w, destroyed(w).attestations.get(), "attestation"),
        {"developer": DEVELOPER, "custodians": CUSTODIANS, "holder": "eve"},
    ),
    "grant.nominated": (nominated, {"certifying": "carl"}),
    "grant.concurred": (concurred, {"evaluator": "eli"}),
    "grant.asked_again": (asked_again, {"evaluator": "eve"}),
    "grant.suspended": (
        lambda w: grant(w, "suspend", "sam"),
        {"evaluator": "eve", "developer": "carl dana", "risk": "ira"},
    ),
    "grant.resumed": (lambda w: grant(w, "resume", "sam", "abel"), {"evaluator": "eve"}),
    "grant.ended": (lambda w: grant(w, "end", "sam"), {"evaluator": "eve"}),
    "invitation.sent": (invited, {"invited": "new"}),
    "appointment.activated": (
        lambda w: role(w, "rosa", Role.EVALUATOR), {"person": "rosa", "overseers": "neil"},
    ),
    "appointment.ended": (role_ended, {"person": "rosa"}),
    "appointment.activated.signed": (lambda w: role(w, "rosa", Role.APPROVING_OFFICIAL), {"administrators": "neil"}),
    "artifact.quarantined": (quarantined, {"developer": "carl sam", "risk_where_shared": "ira"}),
    "artifact.released.signed": (lambda w: quarantined(w, "carl"), {"releasing": "sam"}),
    "artifact.released": (lambda w: quarantined(w, "carl", "sam"), {"developer": "carl dana"}),
    "policy.activated.signed": (policy_signed, {"editors": "petra"}),
    "closure.entered": (closure_entered, {"editors": "petra"}),
    "closure.activated.signed": (lambda w: w.act(closure_entered(w), "activate", "paul"), {"editors": "petra"}),
}  # fmt: skip

EVENTS |= telling_partners.EVENTS | telling_directory.EVENTS | telling_risk.EVENTS
EVENTS |= telling_cases.EVENTS | telling_emergencies.EVENTS | telling_register.EVENTS

SILENT = {
    "closure.activated", "closure.activated.taken_back", "closure.discarded", "site.begun", "site.links_printed",
    "selection.recused",
    "request.extended", "request.more_rounds_agreed", "request.recused", "request.conflict_declared",
    "request.variant_added", "request.details_erased", "request.details_erased.signed",
    "request.details_erased.taken_back", "consultation.concurred", "consultation.commented", "consultation.unanswered",
    "consultation.dissolved", "window.expired", "window.canceled", "window.discarded", "window.recused",
    "window.conflict_declared", "grant.activated",
    "grant.new_terms_accepted", "window.destruction_begun",
    "credential.shown", "credential.replaced", "credential.cut",
    "agreement.replaced", "agreement.withdrawn", "agreement.discarded",
    "artifact.marks_waived", "artifact.waiver_ended",
    "artifact.sealed", "artifact.discarded", "artifact.withdrawn", "artifact.destruction_begun",
    "destruction.certified.taken_back", "attestation.attested",
    "model.planned", "model.release_moved_earlier", "model.release_moved_later", "model.first_opened",
    "model.variant_added", "model.linked", "policy.activated", "policy.discarded", "appointment.declined",
    "invitation.accepted", "invitation.revoked", "invitation.expired", "organization.closed", "office.added",
    "account.closed", "account.reopened", "account.sessions_ended",
    # whoever follows an artifact sees these in the access feed and on the window's page; a quarantine is told once
    "share.page_opened", "share.ended", "share.quarantined", "share.downloaded", "share.download_ended",
    "artifact.received",
    # the person who imports sees on the page of the import how it goes on
    "directory.entry_added", "directory.entry_changed", "directory.entry_removed", "directory.entry_restored",
    "directory_import.check_begun", "directory_import.confirmed", "directory_import.applied",
    "directory_import.undo_asked", "directory_import.undone", "directory_import.discarded",
    # what is recorded of a partner while it is vetted, and what never was for the other side to answer
    "partner.checked", "partner.attested", "selection.taken_back", "selection.expired",
    "window.early_access_agreed", "window.opening_moved",
    "partner.activated.taken_back", "partner.declined.taken_back", "partner.restored.taken_back",
    "partner.removed.taken_back",
    # signatures: the next signer is told; taking one back tells nobody, and lifting a suspension is talked over
    "request.determined_covered.taken_back", "request.determined_not_covered.taken_back", "window.approved.taken_back",
    "window.resumed.taken_back", "grant.resumed.signed", "grant.resumed.taken_back", "policy.activated.taken_back",
    "appointment.activated.taken_back", "artifact.released.taken_back",
}  # fmt: skip
"""Events of steps that nobody is mailed about, on purpose."""
SILENT |= telling_risk.SILENT | telling_cases.SILENT | telling_emergencies.SILENT | telling_register.SILENT
