"""What is marked above the ceiling is quarantined: nobody reads it, the right people are told, and two release it."""

from __future__ import annotations

import re
from collections.abc import Callable
from html import unescape
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from designation.artifacts import actions, receiving, scanning, sealing, storage
from designation.artifacts.models import Artifact, Share
from designation.demo.world import World
from designation.models import Request, Window
from designation.vault.rendering.client import CannotRender, memfd
from tests.designation.artifacts.reading import Reader, readings
from tests.designation.vault.rendering.made import pdf, protected, text
from tests.designation.walking import catch_up, fresh, refused
from workflow import outbox
from workflow.guards import CLOCK
from workflow.models import Entry, Job
from workflow.perform import Pending, perform

AsPerson = Callable[[World, str], Client]
MARKING = "SECRET//NOFORN"
REASON = {"reason": "A page may be above the ceiling."}


def words(answer: Any) -> str:
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", answer.content.decode())).split())


def sealed(world: World, request: Request, content: bytes, name: str, *, title: str = "A file") -> Artifact:
    """Upload content and let the job look at it."""
    received = receiving.receive([content], name)
    artifact = actions.upload(request, received, actor=world.actor("dana"), title=title, now=world.now)
    sealing.seal(artifact, now=world.now)
    return fresh(artifact)


@pytest.mark.parametrize(
    ("name", "content", "note"),
    [
        ("report.pdf", pdf(text(MARKING)), "A banner line on page 1."),
        ("card.md", f"# Card\n\n**{MARKING}**\n".encode(), "A banner line in lines 1 to 3."),
        (
            "card.txt",
            b"A line.\n" * 70 + b"see SECRET//SI here\n",
            "A marking with controls in lines 51 to 71.",
        ),
        ("card.csv", b"a,b\n(S//NF) x,1\n", "A marking with controls in lines 1 to 2."),
        ("card.json", b'{"a": "SECRET//NOFORN"}', "A marking with controls in lines 1 to 1."),
        ("card.md", b"(U) First part.\n\n(S) Second part.\n", "Portion marks in lines 1 to 3."),
        ("card.txt", b"SECRET\n" + b"x\n" * 3_000_000, "A banner line in lines 1 to 50."),
    ],
)
def test_a_marking_quarantines_what_was_received(
    present: World, covered: Request, renderer: Any, name: str, content: bytes, note: str
) -> None:
    artifact = sealed(present, covered, content, name)
    assert (artifact.state, artifact.scan, artifact.scan_note) == ("quarantined", "marked", note)
    assert artifact.sha256
    assert artifact.manifest


@pytest.mark.parametrize(
    ("name", "content", "result", "note"),
    [
        ("report.pdf", pdf(text("Table 1 (C) shows it")), "clear", ""),
        ("card.md", b"(C) One mark alone.\n", "clear", ""),
        ("report.pdf", pdf(), "not_scanned", scanning.NO_TEXT),
        ("report.pdf", protected(user="x", owner="y"), "not_scanned", sealing.LOCKED),
        ("weights.bin", MARKING.encode() + b"\0", "not_scanned", scanning.OTHER_KIND),
        ("data.zip", b"PK\3\4" + MARKING.encode(), "not_scanned", scanning.OTHER_KIND),
        ("large.txt", b"x" * 20_000_001, "not_scanned", scanning.TOO_LARGE),
    ],
)
def test_anything_else_is_sealed_and_says_what_was_scanned(
    present: World, covered: Request, renderer: Any, name: str, content: bytes, result: str, note: str
) -> None:
    artifact = sealed(present, covered, content, name)
    assert (artifact.state, artifact.scan, artifact.scan_note) == ("sealed", result, note)


def test_pages_without_text_are_named() -> None:
    def read(number: int) -> str:
        if number == 3:
            raise CannotRender("damaged", "This page is damaged.")
        return "Words.\n" if number in (1, 4) else ""

    assert scanning.of_pages(read, 4) == scanning.Scan(
        "partly", "Pages 2, 3 have no text that could be scanned."
    )
    assert scanning.of_pages(read, 2) == scanning.Scan("partly", "Page 2 has no text that could be scanned.")
    assert scanning.of_pages(lambda _page: " ", 30).result == "not_scanned"
    many = scanning.of_pages(lambda page: "Words.\n" if page == 30 else "", 30)
    assert many.note == "Pages 1, 2, 3, 4, 5, 6, 7, 8, 9, 10 and 19 more have no text that could be scanned."


def test_every_page_of_a_pdf_is_scanned(
    present: World, opened: Window, renderer: Any, report: Artifact
) -> None:
    with memfd() as document:
        storage.open_artifact(report).copy_to(document.fileno())
        asked: list[int] = []
        scanning.of_pages(lambda page: asked.append(page) or renderer.text(document, "pdf", page), 3)
    assert asked == [1, 2, 3]
    assert (report.scan, report.scan_note) == ("clear", "")


def quarantined(world: World, share: Share) -> Artifact:
    perform(share.artifact, "quarantine", actor=world.actor("dana"), inputs=REASON)
    catch_up(world)
    return fresh(share.artifact)


def test_a_quarantine_ends_every_share_at_once(present: World, share: Share, eve: Reader) -> None:
    viewer = eve.opens(1)
    assert eve.client.get(eve.image_of(viewer)).status_code == 200
    quarantined(present, share)
    assert (fresh(share).state, fresh(share).wrapped_key) == ("ended", b"")
    for answer in (
        eve.client.get(eve.image_of(viewer)),
        eve.opens(1),
        eve.client.get(eve.address("share_text")),
        eve.client.get(eve.address("share_standing")),
    ):
        assert answer.status_code == 403
    assert "This artifact is quarantined. Nobody can read it." in words(eve.opens(1))
    assert len(readings(eve.share)) == 1


def test_a_quarantined_artifact_is_not_shared(present: World, share: Share) -> None:
    artifact = quarantined(present, share)
    assert refused(lambda: actions.share(artifact, share.window, actor=present.actor("carl"))) == (
        "not_sealed",
    )


def test_the_record_of_the_window_says_why_and_not_what(present: World, share: Share) -> None:
    quarantined(present, share)
    entry = Entry.objects.get(subject_id=share.pk, event="share.quarantined")
    assert entry.sides == ["developer", "government"]
    assert entry.details == {}


def test_only_the_developer_s_record_says_the_reason(present: World, share: Share) -> None:
    artifact = quarantined(present, share)
    entry = Entry.objects.get(subject_id=artifact.pk, event="artifact.quarantined")
    assert entry.sides == ["developer"]
    assert entry.details["reason"] == REASON["reason"]


@pytest.mark.parametrize("key", ["ira", "eve", "abel", "olga"])
def test_nobody_else_quarantines(present: World, share: Share, key: str) -> None:
    actor = present.actor(key)
    assert refused(lambda: perform(share.artifact, "quarantine", actor=actor, inputs=REASON)) == (
        "not_your_role",
    )


def test_a_quarantine_needs_a_reason_without_the_marking(present: World, share: Share) -> None:
    actor = present.actor("dana")
    for reason, code in ((" ", "reason_missing"), (f"It says {MARKING}", "above_the_ceiling")):
        inputs = {"reason": reason}
        assert refused(
            lambda inputs=inputs: perform(share.artifact, "quarantine", actor=actor, inputs=inputs)
        ) == (code,)


def test_two_people_of_different_offices_release_it(present: World, share: Share) -> None:
    artifact = quarantined(present, share)
    outcome = perform(artifact, "release", actor=present.actor("carl"))
    assert isinstance(outcome, Pending)
    assert fresh(artifact).state == "quarantined"
    assert isinstance(perform(artifact, "release", actor=present.actor("carl")), Pending)
    perform(artifact, "release", actor=present.actor("sam"))
    assert fresh(artifact).state == "sealed"
    assert fresh(share).state == "ended"
    anew = actions.share(fresh(artifact), share.window, actor=present.actor("carl"), now=present.now)
    assert fresh(anew).state == "active"


@pytest.mark.parametrize("key", ["dana", "ira", "abel", "eve"])
def test_nobody_else_releases_it(present: World, share: Share, key: str) -> None:
    artifact = quarantined(present, share)
    assert refused(lambda: perform(artifact, "release", actor=present.actor(key))) == ("not_your_role",)


def test_it_can_be_withdrawn_and_destroyed(present: World, share: Share) -> None:
    artifact = quarantined(present, share)
    perform(artifact, "withdraw", actor=present.actor("dana"))
    perform(artifact, "destroy", actor=present.actor("carl"))
    assert outbox.deliver_one(Job.objects.get(kind="destroy_artifact", subject_id=artifact.pk).pk)
    assert fresh(artifact).state == "destroyed"
    assert not storage.keys().exists(storage.key_of_artifact(artifact.pk))


def test_a_request_that_ends_destroys_it_too(present: World, share: Share) -> None:
    artifact = quarantined(present, share)
    perform(share.window, "close", actor=present.actor("carl"))
    perform(share.window.request, "withdraw", actor=present.actor("carl"))
    assert fresh(artifact).state == "destroying"


def test_the_owner_s_page_says_what_happened_and_what_to_do(
    present: World, covered: Request, renderer: Any, as_person: AsPerson
) -> None:
    artifact = sealed(present, covered, pdf(text(MARKING)), "report.pdf")
    catch_up(present)
    address = reverse("artifact", args=[covered.number, artifact.number])
    page = as_person(present, "carl").get(address)
    assert page.status_code == 200
    shown = words(page)
    assert "This artifact is quarantined" in shown
    assert "classification marking: a banner line on page 1." in shown
    assert "Do not upload the file again with the marking removed." in shown
    assert "Release from quarantine" in shown
    assert MARKING not in shown
    assert as_person(present, "ira").get(address).status_code == 404


def test_the_owner_s_page_says_what_was_not_scanned(
    present: World, covered: Request, renderer: Any, as_person: AsPerson
) -> None:
    artifact = sealed(present, covered, b"\0\1", "weights.bin")
    catch_up(present)
    page = words(as_person(present, "dana").get(reverse("artifact", args=[covered.number, artifact.number])))
    assert "This file was not scanned for markings" in page
    assert scanning.OTHER_KIND in page


def test_a_signature_can_be_given_and_taken_back_on_the_pages(
    present: World, share: Share, as_person: AsPerson
) -> None:
    artifact = quarantined(present, share)
    carl, sam = as_person(present, "carl"), as_person(present, "sam")
    address = reverse("artifact_step", args=[artifact.request.number, artifact.number, "release"])

    def signs(client: Client) -> None:
        form = client.get(address).content.decode()
        hidden = dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', form))
        assert (
            client.post(address, {name: unescape(value) for name, value in hidden.items()}).status_code == 302
        )

    signs(carl)
    page = reverse("artifact", args=[artifact.request.number, artifact.number])
    assert f"{address}take-back/" in carl.get(page).content.decode()
    assert carl.post(f"{address}take-back/").status_code == 302
    signs(sam)
    assert fresh(artifact).state == "quarantined"
    signs(carl)
    assert fresh(artifact).state == "sealed"


def test_it_is_a_task_of_those_who_can_release_it(present: World, share: Share, as_person: AsPerson) -> None:
    quarantined(present, share)
    task = "An artifact is quarantined: withdraw it, or agree to release it"
    for key, has_it in (("carl", True), ("sam", True), ("dana", False), ("ira", False)):
        assert (task in words(as_person(present, key).get("/"))) is has_it, key


def test_the_window_shows_that_it_is_quarantined(present: World, share: Share, as_person: AsPerson) -> None:
    quarantined(present, share)
    window = share.window
    page = words(
        as_person(present, "abel").get(reverse("window", args=[window.request.number, window.number]))
    )
    assert "Model report Quarantined" in page


def test_the_scan_s_entry_is_the_clock_s_and_holds_no_marking(
    present: World, covered: Request, renderer: Any
) -> None:
    artifact = sealed(present, covered, pdf(text(MARKING)), "report.pdf")
    entry = Entry.objects.get(subject_id=artifact.pk, event="artifact.quarantined")
    assert entry.actor == CLOCK.label
    assert MARKING not in str(entry.details)
    assert all(
        MARKING not in str(getattr(artifact, field.attname)) for field in artifact._meta.concrete_fields
    )


def test_a_job_that_runs_again_changes_nothing(present: World, covered: Request, renderer: Any) -> None:
    artifact = sealed(present, covered, pdf(text(MARKING)), "report.pdf")
    sealing.seal_artifact(Job.objects.get(kind=actions.SEAL, subject_id=artifact.pk))
    assert fresh(artifact).version == artifact.version


def test_a_share_is_cut_off_by_a_quarantine_alone(present: World, share: Share) -> None:
    assert refused(lambda: perform(share, "cut_off", actor=CLOCK, now=present.now)) == (
        "only_as_consequence",
    )


def test_who_releases_signs_a_statement_about_this_very_file(
    present: World, covered: Request, as_person: AsPerson
) -> None:
    artifact = sealed(present, covered, pdf(text(MARKING)), "report.pdf", title="Model report")
    catch_up(present)
    address = reverse("artifact_step", args=[covered.number, artifact.number, "release"])
    page = words(as_person(present, "carl").get(address))
    assert "What you sign You state Nothing in this file is classified." in page
    assert f"Fingerprint of the file (SHA-256) {artifact.sha256}" in page
    assert "Fingerprint of what you sign (SHA-256): " in page
    assert f"Fingerprint of what you sign (SHA-256): {artifact.sha256}" not in page


def test_the_page_that_withdraws_an_artifact_names_it(
    present: World, covered: Request, as_person: AsPerson
) -> None:
    artifact = sealed(present, covered, pdf(text("Nothing special")), "report.pdf", title="Model report")
    catch_up(present)
    address = reverse("artifact_step", args=[covered.number, artifact.number, "withdraw"])
    page = words(as_person(present, "dana").get(address))
    assert f"“Model report”, artifact {artifact.number} of request {covered.number}" in page
