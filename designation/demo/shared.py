"""The demonstration's artifacts: uploaded, sealed, shared in the open window, and read."""

from __future__ import annotations

import uuid
from pathlib import Path

from designation.artifacts import actions as artifacts
from designation.artifacts import agreement_text, destroying, marks, receiving, sealing
from designation.artifacts.models import Acceptance, Agreement, Artifact, Share
from designation.demo.world import World, determined, filed, opened
from designation.requests.models import Request
from designation.windows.models import Window
from workflow import outbox
from workflow.guards import CLOCK
from workflow.mail import KIND as MAIL
from workflow.models import Job, Stateful
from workflow.perform import perform

FILES = Path(__file__).parent / "files"


def share_artifacts(world: World, request: Request, window: Window) -> None:
    """Mark the window, put an agreement into force, share three artifacts, and have an evaluator accept and read.

    A fourth one is not shared yet. A fifth one is quarantined: its author wrote CONFIDENTIAL above it.
    """
    world.wait(hours=2)
    reason = "What Meridian Labs shares here is CUI Specified, and no foreign national is to read it."
    world.act(window, "mark", "cleo", marking="CUI//SP-PROPIN//NOFORN", reason=reason)
    artifacts.add_credential(
        window,
        actor=world.actor("sam"),
        label="API key of the evaluation endpoint",
        address="https://evaluation.meridian.example/v1",
        secret=f"demonstration-{uuid.uuid4()}",
        now=world.now,
    )
    agreement = agreed(world, request, "agreement.txt")
    report = uploaded(world, request, "larkspur-report.pdf", "Model report", legend="TRADE SECRET")
    chart = uploaded(world, request, "larkspur-refusals.png", "Refusals by category")
    card = uploaded(world, request, "larkspur-card.md", "Model card")
    uploaded(world, request, "larkspur-refusals.png", "Refusals by category, earlier run")
    uploaded(world, request, "larkspur-notes.txt", "Notes on the July evaluation")
    accepted(world, agreement, window, "eve")
    for artifact in (report, chart, card):
        share = artifacts.share(artifact, window, actor=world.actor("carl"), now=world.now)
        read(world, share, "eve", *range(1, artifact.pages + 1))


def ended_early(world: World) -> Request:
    """Return a request whose one window was read in, closed after two days, and destroyed.

    Its certificate waits for the custodians, and one evaluator is asked to attest.
    """
    request = filed(world, "Sorrel")
    world.wait(hours=4)
    determined(world, request)
    window = opened(world, request, opens_in=0.5, days=20, reading="download")
    report = uploaded(world, request, "larkspur-refusals.png", "Refusals by category")
    share = artifacts.share(report, window, actor=world.actor("carl"), now=world.now)
    read(world, share, "eve", 1)
    downloaded(world, share, "eve")
    world.wait(days=2)
    world.act(window, "close", "carl")
    world.act(window, "destroy", "carl")
    destroying.destroy(window, now=world.now)
    _done(window)
    return request


def agreed(world: World, request: Request, file: str) -> Agreement:
    """Have a drafter write the agreement in one of the demonstration's files, and the officer put it into force."""
    title, _, text = (FILES / file).read_text().partition("\n")
    made = artifacts.write_agreement(
        request, actor=world.actor("dana"), title=title, text=text, now=world.now
    )
    world.wait(minutes=10)
    world.act(made, "put_in_force", "carl")
    return made


def accepted(world: World, agreement: Agreement, window: Window, key: str) -> Acceptance:
    """Have an evaluator be shown an agreement in full and accept it five minutes later."""
    person = world.people[key]
    grant = window.grants.exclude(state="ended").get(person=person)
    shown = agreement_text.token(
        person=person.pk, grant=grant.pk, agreement=agreement.pk, digest=agreement.digest, at=world.now
    )
    world.wait(minutes=5)
    return artifacts.accept_agreement(
        grant, agreement, actor=world.actor(key), shown=shown, accepted=True, now=world.now
    )


def uploaded(world: World, request: Request, file: str, title: str, *, legend: str = "") -> Artifact:
    """Upload one of the demonstration's files, and seal it. Expects a renderer."""
    received = receiving.receive([(FILES / file).read_bytes()], file)
    artifact = artifacts.upload(
        request,
        received,
        actor=world.actor("dana"),
        title=title,
        description="For the evaluators of this model.",
        legend=legend,
        now=world.now,
    )
    sealing.seal(artifact, now=world.now)
    _done(artifact)
    return artifact


def downloaded(world: World, share: Share, key: str) -> None:
    """Have an evaluator download a file, to its last byte."""
    world.wait(minutes=2)
    whole = share.artifact.length_bytes
    download = {"download": str(uuid.uuid4())}
    world.act(share, "download", key, **download, first=0, last=whole - 1)
    ended = download | {"outcome": "complete", "handed_over": whole}
    perform(share, "note_download", actor=CLOCK, now=world.now, inputs=ended)


def _done(subject: Stateful) -> None:
    """Have the jobs about a subject done that were done here already, so that no worker does them again."""
    for job in Job.objects.filter(subject_id=subject.pk, state="queued").exclude(kind=MAIL):
        outbox.deliver_one(job.pk)


def read(world: World, share: Share, key: str, *pages: int) -> None:
    """Have an evaluator open pages, twenty seconds apart."""
    for page in pages:
        world.wait(seconds=20)
        world.act(share, "open_page", key, page=page, code=marks.new_code())
