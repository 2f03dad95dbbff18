"""The world of the walk: a request in each state that matters, windows in theirs, and every address of the site."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from allauth.mfa.models import Authenticator
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from designation.artifacts import actions as artifacts
from designation.artifacts import destroying
from designation.cases import actions as cases
from designation.demo import roster, shared
from designation.demo.world import World
from designation.eligibility import actions as eligibility
from designation.identity.actions import ask_for_reset
from designation.identity.models import FactorReset
from designation.insider_risk import actions as suspensions
from designation.models import (
    Appointment,
    Case,
    Closure,
    DirectoryEntry,
    EligibilityRecord,
    Partner,
    RemovedEntry,
    Request,
    Selection,
    Signal,
    Suspension,
    Window,
)
from designation.people.actions import invitations
from designation.policies import actions as policies
from tests.designation.access.walk import people
from tests.designation.access.walk.allowed import DEVELOPER, REQUESTS
from tests.designation.break_glass import emergency
from tests.designation.cases.steps import officers
from tests.designation.directory.importing import MONROE, checked, imported, removed
from tests.designation.walking import at_present, catch_up, fresh, request_in, window_in

RECUSED = "recused"
ENTRIES = ("directory_entry", "directory_entry_edit", "directory_entry_remove", "partner_nominate_entry")
IMPORTS = (
    *("directory_import", "directory_import_progress", "directory_import_columns", "directory_import_decide"),
    *("directory_import_problems", "directory_import_step"),
)


@dataclass
class Site:
    """The world with its requests and windows, each by its state."""

    world: World
    requests: dict[str, Request]
    windows: dict[str, Window]
    selections: dict[str, Selection]
    invitation: Any
    suspension: Suspension
    record: EligibilityRecord
    case: Case


def build(world: World) -> Site:
    """Bring the people in and walk requests and windows into their states."""
    people.bring_in(world)
    at_present(world)
    requests = {}
    for number, state in enumerate(sorted(REQUESTS[DEVELOPER])):
        before = "submitted" if state == "withdrawn" else state
        requests[state] = request_in(world, before, codename=f"Walk {number}")
        if state != "draft":
            world.act(requests[state], "recuse", RECUSED)
    world.act(requests["withdrawn"], "withdraw", "carl")
    covered = requests["covered"]
    windows = {
        "closed": destroyed(world, covered),
        "open": window_in(world, covered, "open", opens_in=0.1, days=5, break_glass="yes"),
        "proposed": window_in(world, covered, "proposed", opens_in=25, days=3),
        "draft": window_in(world, covered, "draft"),
    }
    selection = roster.proposed(world, covered, Partner.objects.get())
    world.act(selection, "concur", "abel")
    windows["early"] = roster.agreed(world, fresh(selection), "tess")
    report = shared.uploaded(world, covered, "larkspur-report.pdf", "Model report")
    artifacts.share(report, windows["open"], actor=world.actor("carl"), now=world.now)
    shared.uploaded(world, covered, "larkspur-refusals.png", "Another chart")
    artifacts.add_credential(
        windows["open"], actor=world.actor("sam"), label="API key", address="", secret="x", now=world.now
    )
    agreements(world, covered, windows["open"])
    policies.enter_closure(day=date(2199, 12, 26), source="An order", actor=world.actor("paul"))
    people.leave(world)
    imported(world, MONROE)
    checked(world, MONROE)
    removed(world, "rhea")
    Authenticator.objects.create(user=world.people["devin"], type="totp", data={"secret": "lost"})
    ask_for_reset(world.people["devin"], actor=world.actor("maya"), reason="A lost phone.", now=world.now)
    invitation = invitations.invite(
        world.organizations["developer"],
        actor=world.actor("maya"),
        email="new@meridian.example",
        name="New Walker",
        office=world.people["dana"].office,
        now=world.now,
    )
    suspension = suspensions.suspend_person(
        world.people["fiona"], actor=world.actor("ira"), reason="An odd pattern.", now=world.now
    )
    case = watched(world, windows["open"])
    catch_up(world)
    record = eligibility.enter(
        world.people["dana"],
        "citizenship",
        actor=world.actor("maya"),
        value="us_citizen",
        evidence="Passport seen; copy with Personnel.",
        now=world.now,
    )
    return Site(world, requests, windows, {"agreed": fresh(selection)}, invitation, suspension, record, case)


def watched(world: World, window: Window) -> Case:
    """Note a signal about a suspended evaluator, and have somebody report a concern about the same person."""
    officers(world)
    fiona = world.people["fiona"]
    artifact = window.request.artifacts.get(number=3)
    Signal.objects.create(
        person=fiona, window=window, artifact=artifact, pattern="canary", severity="high", at=world.now, once="walk"
    )  # fmt: skip
    return cases.report_concern(
        reporter=world.people["dana"], address=fiona.email, text="An odd pattern.", now=world.now
    )


def agreements(world: World, request: Request, window: Window) -> None:
    """Write an agreement that was in force and is withdrawn, which nobody has to accept, and a draft of another.

    Meanwhile, an evaluator got emergency access, which is to be reviewed.
    """
    title = "Nondisclosure"
    old = artifacts.write_agreement(
        request, actor=world.actor("dana"), title=title, text="Keep it secret.", now=world.now
    )
    world.act(old, "put_in_force", "carl")
    access = emergency.opened_up(world, emergency.asked(world, window))
    emergency.ended(world, access)
    world.act(old, "withdraw", "carl", reason="Another one is being written.")
    artifacts.write_agreement(request, actor=world.actor("dana"), title=title, text="Keep it.", now=world.now)


def destroyed(world: World, request: Request) -> Window:
    """Return a window that was read in, closed and destroyed, and in which an artifact was destroyed on its own."""
    window = window_in(world, request, "open", opens_in=0.1, days=1)
    report = shared.uploaded(world, request, "larkspur-refusals.png", "A chart")
    share = artifacts.share(report, window, actor=world.actor("carl"), now=world.now)
    shared.read(world, share, "eve", 1)
    world.act(report, "withdraw", "dana")
    world.act(report, "destroy", "carl")
    destroying.destroy_key(report, now=world.now)
    world.act(window, "close", "carl")
    world.act(window, "destroy", "carl")
    destroying.destroy(window, now=world.now)
    return window


def every_page() -> Iterator[tuple[str, Any]]:
    """Return the name and the view of every URL pattern of the site."""

    def under(resolver: URLResolver, namespace: str) -> Iterator[tuple[str, Any]]:
        for one in resolver.url_patterns:
            if isinstance(one, URLPattern):
                yield f"{namespace}{one.name}", one.callback
            else:
                yield from under(one, f"{namespace}{one.namespace}:" if one.namespace else namespace)

    yield from under(get_resolver(), "")


def of_request(site: Site, state: str) -> dict[str, str]:
    """Return the address of every page of a request, by URL name."""
    request = site.requests[state]
    consultation = request.consultations.order_by("office__name").values_list("pk", flat=True).first()
    question = request.questions.values_list("pk", flat=True).first()
    agreement = request.agreements.filter(state="draft").values_list("pk", flat=True).first()
    arguments = {
        "request_step": ["withdraw"],
        "request_take_back": ["withdraw"],
        "consultation_step": [consultation or uuid.uuid4(), "concur"],
        "application_section": ["entity"],
        "question_answer": [question or uuid.uuid4()],
        "release": ["move_release_earlier"],
        "record_entry": [request.log_id, 0],
        "artifact": [2],
        "artifact_progress": [2],
        "artifact_share": [3],
        "artifact_step": [2, "withdraw"],
        "artifact_certificate": [1],
        "artifact_certificate_file": [1],
        "upload": [request.artifacts.values_list("pk", flat=True).first() or uuid.uuid4()],
        "artifact_take_back": [2, "release"],
        "agreement": [agreement or uuid.uuid4()],
        "agreement_file": [agreement or uuid.uuid4()],
        "agreement_step": [agreement or uuid.uuid4(), "discard"],
    }
    names = [name for name, view in every_page() if view.access.rule == "request"]
    return {name: reverse(name, args=[request.number, *arguments.get(name, [])]) for name in names}


def of_window(site: Site, state: str) -> dict[str, str]:
    """Return the address of every page of a window, by URL name."""
    window = site.windows[state]
    grant = window.grants.values_list("pk", flat=True).first() or uuid.uuid4()
    credential = window.credentials.values_list("pk", flat=True).first() or uuid.uuid4()
    share = window.shares.values_list("pk", flat=True).first() or uuid.uuid4()
    access = window.break_glass.values_list("pk", flat=True).first() or uuid.uuid4()
    arguments = {
        "credential_show": [credential],
        "credential_replace": [credential],
        "credential_step": [credential, "end"],
        "share_read": [share],
        "share_page": [share, 1],
        "share_text": [share],
        "share_standing": [share],
        "share_download": [share],
        "window_agreement": [1],
        "window_agreement_file": [1],
        "window_step": ["close"],
        "window_take_back": ["close"],
        "window_compare": [1],
        "break_glass": [access],
        "break_glass_step": [access, "review"],
        "break_glass_take_back": [access, "review"],
        "grant_step": [grant, "end"],
        "grant_take_back": [grant, "end"],
        "window_record_entry": [window.log_id, 0],
    }
    names = [name for name, view in every_page() if view.access.rule == "window"]
    place = [site.requests["covered"].number, window.number]
    return {name: reverse(name, args=[*place, *arguments.get(name, [])]) for name in names}


def of_selection(site: Site, state: str) -> dict[str, str]:
    """Return the address of every page of a selection, by URL name."""
    selection = site.selections[state]
    arguments = {"selection_step": ["end"], "selection_take_back": ["end"]}
    names = [name for name, view in every_page() if view.access.rule == "selection"]
    return {name: reverse(name, args=[selection.number, *arguments.get(name, [])]) for name in names}


def of_site(site: Site) -> dict[str, str]:
    """Return the address of every other page, by URL name. Pages of people are those of the developer."""
    organization, dana = site.world.organizations["developer"].pk, site.world.people["dana"].pk
    held = Appointment.objects.filter(person=dana).values_list("pk", flat=True).first()
    invitation = site.invitation.pk
    closure = Closure.objects.get().pk
    suspendable = {
        "person": site.world.people["eli"].pk,
        "organization": site.world.organizations["cisa"].pk,
        "artifact": site.requests["covered"].artifacts.values_list("pk", flat=True).get(number=3),
    }
    arguments: dict[str, list[Any]] = {
        **{
            name: [dana]
            for name in ("person", "account_close", "account_reopen", "account_sign_out", "role_add")
        },
        **{name: [held] for name in ("role_delegate", "appointment")},
        "role_step": [held, "end"],
        "factor_reset_ask": [dana],
        **{name: [FactorReset.objects.get().pk] for name in ("factor_reset", "factor_reset_step")},
        "factor_reset_take_back": [FactorReset.objects.get().pk],
        "invitation_send": [invitation],
        "invitation_revoke": [invitation],
        **{name: [site.requests["covered"].model_id] for name in ("model", "model_step")},
        **{name: [DirectoryEntry.objects.values_list("pk", flat=True)[0]] for name in ENTRIES},
        "directory_entry_restore": [RemovedEntry.objects.get().pk],
        **{name: [2] for name in IMPORTS},
        **{name: [closure] for name in ("closure", "closure_step", "closure_take_back")},
        **{name: [1] for name in ("policy", "policy_edit", "policy_step", "policy_take_back")},
        **{name: [Partner.objects.get().number] for name in ("partner", "partner_step", "partner_take_back")},
        **{
            name: [site.suspension.number]
            for name in ("suspension", "suspension_step", "suspension_take_back")
        },
        **{f"suspend_{what}": [key] for what, key in suspendable.items()},
        **{f"suspend_{what}_place": [key] for what, key in suspendable.items()},
        **{name: [site.record.number] for name in ("eligibility_record", "eligibility_step")},
        "person_eligibility": [dana],
        **{name: [site.case.number] for name, view in every_page() if view.access.rule == "case"},
        "case_artifact": [site.case.number, suspendable["artifact"]],
        "own_case_challenge": [site.case.number],
        "case_open": [Signal.objects.get().pk],
        "canary_mark": [suspendable["artifact"]],
        "partner_answer": ["a-link-of-nobody"],
        "job_run_again": [uuid.uuid4()],
        "session_end": [uuid.uuid4()],
        "attestation": [site.windows["closed"].attestations.get().pk],
        "invitation_open": ["a-link-of-nobody"],
        "register:tile": ["0/000"],
        **{name: [1] for name in ("mfa_edit_webauthn", "mfa_remove_webauthn")},
        "account_reset_password_from_key": ["1", "not-a-key"],
    }
    steps = {
        "partner_step": ["suspend"],
        "factor_reset_step": ["decline"],
        "factor_reset_take_back": ["reset"],
        "partner_take_back": ["remove"],
        "case_step": ["note"],
        "case_take_back": ["inquire"],
        "suspension_step": ["lift"],
        "eligibility_step": ["verify"],
        "suspension_take_back": ["lift"],
        "directory_import_step": ["discard"],
        "model_step": ["add_variant"],
        "closure_step": ["discard"],
        "closure_take_back": ["activate"],
        "policy_step": ["discard"],
        "policy_take_back": ["activate"],
    }
    found = {}
    for name, view in every_page():
        if view.access.rule in ("request", "window", "selection"):
            continue
        owner = [organization] if view.access.rule == "organization" else []
        found[name] = reverse(name, args=[*owner, *arguments.get(name, []), *steps.get(name, [])])
    return found
