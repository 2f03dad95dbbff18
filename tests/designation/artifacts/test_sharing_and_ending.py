"""A sealed artifact is shared in a window of its own request; the share ends with window, artifact or request."""

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from designation.artifacts import actions, destroying, receiving, storage
from designation.artifacts.models import Artifact, Share
from designation.demo import shared as demonstration
from designation.demo.world import World
from designation.models import Request, Window
from designation.vault.errors import KeyDestroyed, Tampered
from tests.designation.walking import fresh, refused, request_in, window_in
from workflow import outbox
from workflow.guards import CLOCK
from workflow.models import Entry, Job
from workflow.perform import perform

AsPerson = Callable[[World, str], Client]


def try_to_share(world: World, artifact: Artifact, window: Window, key: str = "carl") -> tuple[str, ...]:
    return refused(lambda: actions.share(artifact, window, actor=world.actor(key), now=world.now))


def test_a_shared_artifact_is_read_by_the_windows_key(share: Share) -> None:
    reader = storage.open_share(share)
    assert reader.read(0, 5) == b"%PDF-"


def test_both_sides_know_of_a_share_and_only_the_developer_of_the_artifact(share: Share) -> None:
    begun = Entry.objects.get(subject_id=share.pk, event="share.begun")
    assert (begun.log_id, begun.sides) == (share.window.log_id, ["developer", "government"])
    of_artifact = Entry.objects.filter(subject_id=share.artifact_id)
    assert {tuple(entry.sides) for entry in of_artifact} == {("developer",)}
    assert {entry.log_id for entry in of_artifact} == {share.window.request.log_id}


@pytest.mark.parametrize("key", ["dana", "ravi", "eve", "abel", "hope"])
def test_only_certifying_officers_and_security_contacts_share(
    present: World, opened: Window, report: Artifact, key: str
) -> None:
    assert try_to_share(present, report, opened, key) == ("not_your_role",)


def test_an_artifact_is_shared_once_at_a_time(present: World, opened: Window, share: Share) -> None:
    assert try_to_share(present, share.artifact, opened) == ("shared_already",)
    perform(share, "end", actor=present.actor("dana"), now=present.now)
    assert try_to_share(present, share.artifact, opened) == ()


def test_an_artifact_of_another_request_is_not_shared(
    present: World, opened: Window, report: Artifact
) -> None:
    other = request_in(present, "covered", codename="Juniper")
    elsewhere = window_in(present, other, "open", opens_in=0.01, days=3, permitted_uses="Other uses.")
    assert "another_request" in try_to_share(present, report, elsewhere)


def test_what_is_not_sealed_or_has_no_pages_is_not_shared(present: World, opened: Window) -> None:
    content = receiving.receive([b"\0" * 100], "weights.bin")
    artifact = actions.upload(
        opened.request, content, actor=present.actor("dana"), title="Weights", now=present.now
    )
    assert try_to_share(present, artifact, opened) == ("not_sealed", "cannot_be_shown", "cannot_be_marked")


@pytest.mark.parametrize("state", ["draft", "proposed", "countered", "closed", "destroyed"])
def test_a_window_that_is_not_agreed_takes_no_share(
    present: World, covered: Request, renderer: object, state: str
) -> None:
    window = window_in(present, covered, state)
    artifact = demonstration.uploaded(present, covered, "larkspur-refusals.png", "A chart")
    assert "not_agreed" in try_to_share(present, artifact, window)


def test_nothing_is_shared_after_the_end(present: World, opened: Window, report: Artifact) -> None:
    present.now = opened.ends_at
    assert set(try_to_share(present, report, opened)) & {"window_over", "not_agreed"}


def test_an_ended_share_holds_no_key(present: World, share: Share) -> None:
    perform(share, "end", actor=present.actor("dana"), now=present.now)
    assert bytes(fresh(share).wrapped_key) == b""
    with pytest.raises(Tampered):
        storage.open_share(Share.objects.select_related("artifact", "window__request").get(pk=share.pk))


def test_the_database_keeps_no_key_of_what_ended(share: Share) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Share.objects.filter(pk=share.pk).update(state="ended", version=share.version + 1)


@pytest.mark.parametrize(
    ("what", "step", "key"),
    [("window", "close", "carl"), ("artifact", "withdraw", "dana"), ("request", "withdraw", "carl")],
)
def test_a_share_ends_with_what_it_belongs_to(
    present: World, share: Share, what: str, step: str, key: str
) -> None:
    subject = {"window": share.window, "artifact": share.artifact, "request": share.window.request}[what]
    perform(fresh(subject), step, actor=present.actor(key), now=present.now)
    assert fresh(share).state == "ended"
    assert Entry.objects.get(subject_id=share.pk, event="share.ended").log_id == share.window.log_id


def test_leaving_begins_to_destroy_everything(present: World, share: Share) -> None:
    perform(fresh(share.window.request), "withdraw", actor=present.actor("carl"), now=present.now)
    assert fresh(share.artifact).state == "destroying"
    assert fresh(share.window).state == "destroying"
    assert {job.kind for job in Job.objects.filter(kind__startswith="destroy")} == {
        "destroy_artifact",
        "destroy_window",
    }


def run(kind: str, subject: Any) -> None:
    job = Job.objects.get(kind=kind, subject_id=subject.pk)
    assert outbox.deliver_one(job.pk), fresh(job).last_error


def test_a_destroyed_artifact_can_be_read_by_nobody(present: World, share: Share) -> None:
    artifact = share.artifact
    perform(fresh(artifact), "withdraw", actor=present.actor("dana"), now=present.now)
    perform(fresh(artifact), "destroy", actor=present.actor("carl"), now=present.now)
    run("destroy_artifact", artifact)
    gone = Artifact.objects.select_related("request").get(pk=artifact.pk)
    assert (gone.state, bytes(gone.wrapped_key)) == ("destroyed", b"")
    assert storage.keys().is_destroyed(storage.key_of_artifact(artifact.pk))
    assert not storage.objects().exists(artifact.object_id)
    artifact.request = gone.request
    with pytest.raises(KeyDestroyed):  # with the old row, as a backup of the database has it
        storage.content_key_of(artifact)


def test_a_destroyed_window_takes_its_shares_with_it_and_nothing_else(present: World, share: Share) -> None:
    window = fresh(share.window)
    perform(window, "close", actor=present.actor("carl"), now=present.now)
    perform(window, "destroy", actor=present.actor("carl"), now=present.now)
    run("destroy_window", window)
    assert fresh(window).state == "destroyed"
    entry = Entry.objects.get(subject_id=window.pk, event="window.destroyed")
    assert entry.details["shares"] == [str(share.pk)]
    with pytest.raises(KeyDestroyed):
        storage.open_share(share)
    artifact = Artifact.objects.select_related("request").get(pk=share.artifact_id)
    assert storage.open_artifact(artifact).read(0, 5) == b"%PDF-"


def test_a_window_in_which_nothing_was_shared_is_destroyed_too(present: World, covered: Request) -> None:
    window = window_in(present, covered, "destroying")
    run("destroy_window", window)
    assert fresh(window).state == "destroyed"


def test_a_destruction_that_runs_again_changes_nothing(present: World, share: Share) -> None:
    window = fresh(share.window)
    perform(window, "close", actor=present.actor("carl"), now=present.now)
    perform(window, "destroy", actor=present.actor("carl"), now=present.now)
    job = Job.objects.get(kind="destroy_window", subject_id=window.pk)
    destroying.destroy_window(job)
    destroying.destroy_window(job)
    assert Entry.objects.filter(subject_id=window.pk, event="window.destroyed").count() == 1


def test_nobody_but_the_clock_records_a_destruction(present: World, share: Share) -> None:
    window = fresh(share.window)
    perform(window, "close", actor=present.actor("carl"), now=present.now)
    perform(window, "destroy", actor=present.actor("carl"), now=present.now)
    for key in ("carl", "sam", "abel", "olga"):
        assert refused(
            lambda key=key: perform(fresh(window), "note_destroyed", actor=present.actor(key))
        ) == ("not_your_role",)
    perform(fresh(window), "note_destroyed", actor=CLOCK)


def test_the_page_shares_and_offers_no_window_twice(
    present: World, opened: Window, report: Artifact, as_person: AsPerson
) -> None:
    client = as_person(present, "carl")
    address = reverse("artifact_share", args=[opened.request.number, report.number])
    assert "Window 1 (open)" in client.get(address).content.decode()
    assert client.post(address, {"window": "1", "confirm": "1"}).status_code == 302
    assert Share.objects.get().window_id == opened.pk
    assert client.get(address).status_code == 404


def test_the_sharer_chooses_a_window_and_reads_who_can_read_there_before_sharing(
    present: World, opened: Window, report: Artifact, as_person: AsPerson
) -> None:
    client = as_person(present, "carl")
    address = reverse("artifact_share", args=[opened.request.number, report.number])
    assert '<option value="" selected>Choose a window</option>' in client.get(address).content.decode()
    assert client.post(address, {"window": ""}).context["form"].errors
    page = client.post(address, {"window": "1"}).content.decode()
    assert not Share.objects.exists()
    assert "Eve Laurent, National Security Agency: can read while the window is open" in page
    assert "They cannot download it." in page
    assert "Show what this does" not in page
    assert '<input type="hidden" name="window" value="1"' in page
    assert client.post(address, {"window": "1", "confirm": "1"}).status_code == 302
    assert Share.objects.get().window_id == opened.pk


def test_a_backup_from_before_a_destruction_opens_nothing_without_the_master_key(
    present: World, share: Share, settings: Any, tmp_path: Path
) -> None:
    """The backup holds the database's row, the objects and the key folder. The master key is kept apart from them."""
    backup, artifact = tmp_path / "backup", share.artifact
    shutil.copytree(settings.VAULT_DIR, backup)
    perform(fresh(artifact), "withdraw", actor=present.actor("dana"), now=present.now)
    perform(fresh(artifact), "destroy", actor=present.actor("carl"), now=present.now)
    run("destroy_artifact", artifact)
    artifact.request = Request.objects.get(pk=artifact.request_id)
    settings.VAULT_DIR, kept = backup, settings.VAULT_MASTER_KEY
    assert storage.content_key_of(artifact)  # with the master key, until the backup expires
    settings.VAULT_MASTER_KEY = tmp_path / "another" / "vault.key"
    storage.make_keys()
    with pytest.raises(Tampered):
        storage.content_key_of(artifact)
    settings.VAULT_MASTER_KEY = kept
