"""Ways to meet every refusal about artifacts, shares, readings, and what follows a window."""

from __future__ import annotations

import uuid
from typing import Any

from django.test import override_settings

from designation.artifacts import actions as artifacts
from designation.artifacts import destroying, receiving, sealing
from designation.artifacts.models import Artifact, Attestation, Destruction, Share
from designation.demo import shared
from designation.demo.world import World
from designation.models import Window
from tests.designation.walking import appoint, ready, request_in, window_in
from workflow.guards import CLOCK
from workflow.perform import perform

CHART = "larkspur-refusals.png"


def opened(world: World, codename: str = "Larkspur", **other: Any) -> Window:
    return window_in(world, request_in(world, "covered", codename), "open", opens_in=0.1, days=9, **other)


def uploaded(world: World, state: str = "covered", title: str = "A chart", request: Any = None) -> Artifact:
    received = receiving.receive([b"\0" * 64], "weights.bin")
    request = request or request_in(world, state)
    return artifacts.upload(request, received, actor=world.actor("dana"), title=title, now=world.now)


def sealed(world: World, window: Window) -> Artifact:
    return shared.uploaded(world, window.request, CHART, "A chart")


def share(world: World, artifact: Artifact, window: Window) -> Share:
    return artifacts.share(artifact, window, actor=world.actor("carl"), now=world.now)


def shared_in(world: World, *, state: str = "", late: bool = False, **other: Any) -> Any:
    window = opened(world, **other)
    artifact = sealed(world, window)
    if late:
        world.now = window.ends_at
    if state:
        world.act(window, state, "carl")
    return share(world, artifact, window)


def shared_elsewhere(world: World) -> Any:
    window = opened(world)
    return share(world, sealed(world, window), opened(world, "Juniper", permitted_uses="Other uses."))


def shared_unsealed(world: World) -> Any:
    window = opened(world)
    return share(world, uploaded(world, request=window.request), window)


def shared_twice(world: World) -> Any:
    made = shared_in(world)
    return share(world, made.artifact, made.window)


def read(world: World, page: int) -> Any:
    made = shared_in(world)
    return world.act(made, "open_page", "eve", page=page, code="ABCDEFGH")


def destroyed(world: World, *custodians: str) -> Window:
    made = shared_in(world)
    for key in custodians:
        appoint(world, key, "custodian")
    world.act(made, "open_page", "eve", page=1, code="ABCDEFGH")
    world.act(made.window, "close", "carl")
    world.act(made.window, "destroy", "carl")
    destroying.destroy(made.window, now=world.now)
    window: Window = made.window
    return window


def certified_by_a_reader(world: World) -> Any:
    from tests.overwriting import overwrite

    window = destroyed(world, "rosa")
    overwrite(window.grants.all(), person=world.people["rosa"])
    return world.act(Destruction.objects.get(window=window), "certify", "rosa")


def attested(world: World, key: str, *, confirmed: bool = True) -> Any:
    asked = Attestation.objects.get(window=destroyed(world))
    return world.act(asked, "attest", key, no_copies=confirmed)


def added(world: World, window: Window, secret: str = "x") -> Any:  # noqa: S107 - made up
    return artifacts.add_credential(
        window, actor=world.actor("sam"), label="Key", address="", secret=secret, now=world.now
    )


def added_late(world: World) -> Any:
    window = opened(world)
    world.now = window.ends_at
    return added(world, window)


def shown_to_another(world: World) -> Any:
    window = opened(world)
    made = artifacts.add_credential(
        window,
        actor=world.actor("sam"),
        label="Key",
        address="",
        secret="x",
        grant=ready(world, window, "eli"),
        now=world.now,
    )
    return world.act(made, "show", "eve", code="ABCDEFGH")


def too_large(world: World, most: str) -> Any:
    request = request_in(world, "covered")
    with override_settings(**{most: 10}):
        return uploaded(world, request=request)


def sealed_too_early(world: World) -> Any:
    request = request_in(world, "covered")
    declared = artifacts.Declared("weights.bin", 9, "Weights")
    begun = artifacts.begin_upload(request, declared, actor=world.actor("dana"), now=world.now)
    return perform(begun, "note_received", actor=CLOCK, now=world.now)


def read_as_text(world: World) -> Any:
    made = shared_in(world, text_view="no")
    return world.act(made, "open_page", "eve", page=1, code="ABCDEFGH", as_text=True)


def downloaded(world: World, *, last: int = 1, download: str = "") -> Any:
    made = shared_in(world, reading="download")
    return world.act(made, "download", "eve", download=download or str(uuid.uuid4()), first=0, last=last)


def ended_unbegun(world: World) -> Any:
    made = shared_in(world, reading="download")
    inputs = {"download": str(uuid.uuid4()), "outcome": "cut", "handed_over": 0}
    return perform(made, "note_download", actor=CLOCK, now=world.now, inputs=inputs)


def waived(world: World, *, file: str = "", times: int = 1, step: str = "waive_marks") -> Any:
    """Waive the marks of a file that cannot carry them, or of one of the demonstration's files."""
    window = opened(world)
    artifact = shared.uploaded(world, window.request, file, "A file") if file else unmarkable(world, window)
    return [world.act(artifact, step, "carl", reason="Why.") for _ in range(times)]


def unmarkable(world: World, window: Window) -> Artifact:
    artifact = uploaded(world, request=window.request)
    sealing.seal(artifact, now=world.now)
    return artifact


def shared_without_marks(world: World) -> Any:
    window = opened(world, reading="download")
    return share(world, unmarkable(world, window), window)


TABLE = {
    ("artifacts", "can_be_marked"): lambda w: waived(w, file=CHART),
    ("artifacts", "waived_already"): lambda w: waived(w, times=2),
    ("artifacts", "not_waived"): lambda w: waived(w, step="end_waiver"),
    ("artifacts", "cannot_be_marked"): shared_without_marks,
    ("artifacts", "file_too_large"): lambda w: too_large(w, "UPLOAD_FILE_BYTES"),
    ("artifacts", "no_room"): lambda w: too_large(w, "UPLOAD_REQUEST_BYTES"),
    ("artifacts", "content_incomplete"): sealed_too_early,
    ("artifacts", "no_text_view"): read_as_text,
    ("artifacts", "no_such_bytes"): lambda w: downloaded(w, last=10**9),
    ("artifacts", "no_id"): lambda w: downloaded(w, download="x"),
    ("artifacts", "not_under_way"): ended_unbegun,
    ("artifacts", "window_not_agreed"): lambda w: added(
        w, window_in(w, request_in(w, "covered"), "proposed")
    ),
    ("artifacts", "time_is_over"): added_late,
    ("artifacts", "secret_missing"): lambda w: added(w, opened(w), ""),
    ("artifacts", "for_another_person"): shown_to_another,
    ("artifacts", "takes_no_artifacts"): lambda w: uploaded(w, "withdrawn"),
    ("artifacts", "title_missing"): lambda w: uploaded(w, title=" "),
    ("artifacts", "not_agreed"): lambda w: shared_in(w, state="close"),
    ("artifacts", "window_over"): lambda w: shared_in(w, late=True),
    ("artifacts", "another_request"): shared_elsewhere,
    ("artifacts", "not_sealed"): shared_unsealed,
    ("artifacts", "cannot_be_shown"): shared_unsealed,
    ("artifacts", "shared_already"): shared_twice,
    ("artifacts", "no_such_page"): lambda w: read(w, 2),
    ("artifacts", "evaluated_here"): certified_by_a_reader,
    ("artifacts", "another_agency"): lambda w: attested(w, "arno"),
    ("artifacts", "not_confirmed"): lambda w: attested(w, "eve", confirmed=False),
}
