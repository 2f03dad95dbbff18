"""The demonstration's artifacts: uploaded, sealed, shared in the open window, and read."""

from __future__ import annotations

from pathlib import Path

from designation.artifacts import actions as artifacts
from designation.artifacts import marks, receiving, sealing
from designation.artifacts.models import Artifact, Share
from designation.demo.world import World
from designation.requests.models import Request
from designation.windows.models import Window

FILES = Path(__file__).parent / "files"


def share_artifacts(world: World, request: Request, window: Window) -> None:
    """Share three artifacts in the window and have an evaluator read; a fourth one is not shared yet."""
    world.wait(hours=2)
    report = uploaded(world, request, "larkspur-report.pdf", "Model report", legend="TRADE SECRET")
    chart = uploaded(world, request, "larkspur-refusals.png", "Refusals by category")
    card = uploaded(world, request, "larkspur-card.md", "Model card")
    uploaded(world, request, "larkspur-refusals.png", "Refusals by category, earlier run")
    for artifact in (report, chart, card):
        share = artifacts.share(artifact, window, actor=world.actor("carl"), now=world.now)
        read(world, share, "eve", *range(1, artifact.pages + 1))


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
    return artifact


def read(world: World, share: Share, key: str, *pages: int) -> None:
    """Have an evaluator open pages, twenty seconds apart."""
    for page in pages:
        world.wait(seconds=20)
        world.act(share, "open_page", key, page=page, code=marks.new_code())
