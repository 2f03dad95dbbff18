"""The main job in a real browser: one request from a developer's application to a closed access window."""

import json
import re
import subprocess
import sys
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from designation.demo.world import World
from designation.models import Request, Window
from tests.journeys.conftest import Desk
from workflow import clock
from workflow.calendars import ZONE, day_of
from workflow.sweep import sweep

CARD = {
    "legal_name": "Meridian Labs, Inc.",
    "jurisdiction": "Delaware",
    "ownership": "none",
    "model_summary": "Reasoning model. Mixture of experts, 671B parameters in all, 37B activated, context length 128K.",
    "lineage": "Trained on a V3 base model; six dense models distilled from it (1.5B to 70B).",
    "training_method": "Large-scale reinforcement learning on the base model, with cold-start data before it.",
    "cyber_capabilities": "Reads, writes and repairs code: finds weaknesses in source code and proposes patches.",
    "evaluations": "LiveCodeBench 65.9 (Pass@1), SWE Verified 49.2, Codeforces rating 2029 (96.3 percentile).",
    "safeguards": "Temperature 0.5 to 0.7 recommended; monitoring of the hosted interface.",
    "access_days": "30",
    "access_notes": "Ask the model to reason step by step; do not add a system prompt.",
    "permitted_uses": "Evaluation of advanced cyber capabilities.",
    "prohibited_uses": "Training other models on its output.",
    "legend_reason": "Training method and unpublished evaluations.",
    "contact_name": "Dana Wells",
    "contact_email": "dana@meridian.example",
    "security_contact": "Sam Okafor, +1 202 555 0142",
}
SECTIONS = (
    (("legal_name", "jurisdiction", "ownership"), ()),
    (("model_summary", "lineage"), ()),
    (("training_method",), ("Post-training",)),
    (("cyber_capabilities", "evaluations", "safeguards"), ()),
    (("access_days", "access_notes"), ("Hosted API",)),
    (("partner_release", "public_release"), ()),
    (("permitted_uses", "prohibited_uses"), ("National Security Agency", "Cybersecurity and Infrastructure")),
    (("legend_reason",), ("Trade secret", "Exempt from disclosure")),
    (("contact_name", "contact_email", "security_contact"), ()),
)


def typed(at: datetime) -> str:
    """An instant as one types it into the control."""
    return at.astimezone(ZONE).strftime("%Y-%m-%dT%H:%M")


def test_a_request_travels_its_whole_way(
    journey: Callable[[str], Desk], live_world: World, tmp_path: Path
) -> None:
    number = file_the_application(journey)
    determine_the_outcome(journey, number)
    agree_on_a_window(journey, number)
    live_through_the_window(journey, number)
    check_the_record(journey, number, tmp_path)


def file_the_application(journey: Callable[[str], Desk]) -> str:
    release = clock.now() + timedelta(days=45)
    answers = CARD | {
        "partner_release": typed(release),
        "public_release": typed(release + timedelta(days=20)),
    }
    dana = journey("dana")
    dana.says("You have nothing to do now").follow("Begin a request").choose("A new model").fill(
        codename="Larkspur"
    )
    dana.press("Begin the draft")
    number = re.search(r"FD-\w{4}-\w{4}", dana.page.url).group()
    for fields, labels in SECTIONS:
        dana.fill(**{name: answers[name] for name in fields}).choose(*labels)
        with dana.page.expect_response(lambda response: response.request.method == "POST"):
            pass_focus(dana)
        dana.page.get_by_text("Saved", exact=True).wait_for()
        dana.press("Save and go on")
    dana.says("Everything is answered")
    carl = journey("carl")
    carl.says("Finish and submit the application").follow("Open the draft").follow("Certify and submit")
    carl.tick("certified", "voluntary_notice").press("Certify and submit").says(
        "checks whether the application is complete"
    )
    return number


def pass_focus(desk: Desk) -> None:
    """Leave the field, as one does when one has typed."""
    desk.page.keyboard.press("Tab")


def determine_the_outcome(journey: Callable[[str], Desk], number: str) -> None:
    ines = journey("ines")
    ines.says("Check whether the application is complete").follow("Check")
    ines.follow("Accept as complete")
    ines.page.locator("[name=lead]").select_option(label="Ravi Menon")
    ines.press("Accept as complete").says("In assessment")

    ravi = journey("ravi")
    ravi.says("Assess, then recommend an outcome").follow("Assess").says("Not answered yet")
    ravi.follow("Ask for information")
    ravi.page.locator("[name=items-0-field]").select_option("evaluations")
    ravi.fill(**{"items-0-text": "Which harness gave the SWE Verified figure?"})
    ravi.page.locator("[name=items-1-field]").select_option("safeguards")
    ravi.fill(**{"items-1-text": "Which safeguards are off in the evaluated variant?"})
    ravi.press("Send the questions").says("2 questions sent")

    dana = journey("dana").go("/", "desk-with-questions")
    dana.says("Answer questions").follow("Answer")
    for about, answer in (
        ("How you assessed it", "The Agentless harness."),
        ("Safeguards in place", "None is off."),
    ):
        dana.follow(f"Answer about {about}")
        dana.fill(answer=answer)
        dana.press("Save this answer")
    dana.follow("Send the answers").press("Send the answers").says("The government assesses the model")

    for key, step in (("cora", "Concur with the assessment"), ("omar", "Comment on the assessment")):
        official = journey(key)
        official.says("Concur with the assessment, object or comment").follow("Answer").follow(step)
        if key == "omar":
            official.fill(reason="Please test the distilled variants as well.")
        official.press(step)

    ravi.go("/", "desk-assess").follow("Assess").follow("Recommend an outcome")
    ravi.choose("Covered frontier model").fill(
        date=day_of(clock.now()).isoformat(), authority="Director, NSA", reference="AR-2026-0412"
    )
    ravi.press("Recommend an outcome").says("Recommended")
    journey("dana").go(f"/requests/{number}/", "while-recommended").says("In assessment")
    assert "Recommended" not in journey("dana").page.content()

    dora = journey("dora").says("Determine the outcome").follow("Read").follow("Determine: covered")
    dora.fill(sharing_text="The assessment supports this determination.").sign("Determine: covered")
    cleo = (
        journey("cleo")
        .says("Certify the determination")
        .follow("Read")
        .follow("Certify the determination: covered")
    )
    cleo.says("The assessment supports this determination.").says("Your signature is the last one needed.")
    cleo.press("Certify the determination: covered").says("covered frontier model")
    assert Request.objects.get(number=number).state == "covered"


def agree_on_a_window(journey: Callable[[str], Desk], number: str) -> None:
    opens, ends = clock.now() + timedelta(days=2), clock.now() + timedelta(days=22)
    carl = journey("carl").go(f"/requests/{number}/windows/", "windows")
    carl.press("Draft an access window")
    carl.fill(
        opens_at=typed(opens), ends_at=typed(ends), logs="Both sides see every reading.",
        retention="Destroyed within 10 days of closing.", nondisclosure="Need to know; no onward sharing.",
    )  # fmt: skip
    carl.sign("Sign and propose").says("You signed version 1 of the terms and sent it to the government.")

    ravi = journey("ravi").go(f"/requests/{number}/windows/1/", "window-proposed")
    ravi.follow("Counter with a new version").fill(
        retention="Destroyed within 10 days of closing; government notes within 90 days.",
        note="Notes need 90 days.",
    )
    ravi.sign("Counter with a new version")
    ravi.follow("Name an evaluator") if ravi.page.get_by_role(
        "link", name="Name an evaluator"
    ).count() else None
    ravi.page.locator("[name=person]").select_option(label="Eve Laurent, NSA")
    ravi.press("Name this evaluator").says("Eve Laurent")

    carl.go("/", "desk-countered").says("Sign or revise the government's terms")
    carl.go(f"/requests/{number}/windows/1/terms/2/", "comparison").says("government notes within 90 days")
    carl.go(f"/requests/{number}/windows/1/", "window-countered").follow("Sign the government's version")
    carl.press("Sign version 2").follow("^Concur with").press("Concur with Eve Laurent")

    eve = journey("eve")
    eve.says("Accept the conditions of use").follow("Read").follow("Accept the conditions")
    eve.tick("conditions").press("Accept version 2").says("Active")

    for key in ("abel", "arno"):
        official = journey(key)
        official.go("/", "desk-terms").says("Sign the terms, or decline").follow("Read the terms").follow(
            "Sign the terms"
        )
        official.press("Sign version 2")
    journey("arno").says("Scheduled")


def live_through_the_window(journey: Callable[[str], Desk], number: str) -> None:
    clock.advance(timedelta(days=2, minutes=1))
    sweep()
    sam = journey("sam").go(f"/requests/{number}/windows/1/", "window-open")
    sam.says("Open for").follow("Suspend access").fill(reason="A reading from an unknown place.").press(
        "Suspend access"
    )
    sam.says("Suspended")
    clock.advance(timedelta(hours=6))
    sam.go(f"/requests/{number}/windows/1/", "window-suspended").follow("Resume access").press(
        "Agree to resume access"
    )
    sam.says("You signed.")
    abel = journey("abel").go(f"/requests/{number}/windows/1/", "window-to-resume")
    abel.follow("Resume access").press("Agree to resume access").says(
        "Both sides agreed. Access is open again."
    )

    dana = (
        journey("dana")
        .go(f"/requests/{number}/windows/", "windows-open")
        .follow("Move the partner release earlier")
    )
    earlier = clock.now() + timedelta(days=5)
    dana.fill(partner_release=typed(earlier)).press("Show what this does").says("ends earlier")
    dana.press("Move the partner release earlier").says("You moved the planned release earlier.")
    window = Window.objects.get(request__number=number)
    assert typed(window.ends_at) == typed(earlier)

    clock.advance(timedelta(days=5, minutes=1))
    sweep()
    dana.go(f"/requests/{number}/windows/1/", "window-closed").says("Was open from")
    assert Window.objects.get(pk=window.pk).state == "closed"


def check_the_record(journey: Callable[[str], Desk], number: str, folder: Path) -> None:
    dana = journey("dana").go(f"/accounts/prove/?next=/requests/{number}/record/", "prove").prove()
    dana.press("Check now")
    with dana.page.expect_download() as download:
        dana.page.get_by_role("link", name=re.compile("Download")).first.click()
    bundle = folder / "bundle.json"
    download.value.save_as(bundle)
    assert verified(bundle).returncode == 0
    whole: dict[str, Any] = json.loads(bundle.read_text())
    entry = json.dumps(
        whole["logs"][0]["entries"][3], sort_keys=True, separators=(",", ":"), ensure_ascii=False
    )
    text = bundle.read_text()
    place = text.index(entry) + len(entry) // 2
    changed = "0" if text[place] != "0" else "1"
    bundle.write_text(text[:place] + changed + text[place + 1 :])
    refused = verified(bundle)
    assert refused.returncode != 0
    assert "3" in refused.stdout + refused.stderr


def verified(bundle: Path) -> "subprocess.CompletedProcess[str]":
    """Run the standalone program over a bundle."""
    command = [sys.executable, "-m", "workflow.ledger.verify", str(bundle)]
    return subprocess.run(command, capture_output=True, text=True, check=False)
