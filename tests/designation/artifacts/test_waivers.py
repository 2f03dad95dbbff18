"""What cannot carry marks is refused to everybody unless the certifying officer waived the marks of that artifact."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import DatabaseError, transaction
from django.test import Client
from django.urls import reverse

from designation.artifacts import actions, receiving, sealing
from designation.artifacts.may_read import may_download, may_download_now, may_read
from designation.artifacts.models import Artifact, Share
from designation.demo import shared as demonstration
from designation.demo.world import World
from designation.models import Request, Window
from tests.designation.walking import catch_up, fresh, refused, window_in
from tests.overwriting import overwrite
from workflow import clock
from workflow.models import Entry
from workflow.perform import perform

AsPerson = Callable[[World, str], Client]
WEIGHTS = bytes(range(256)) * 64


@pytest.fixture
def downloading(present: World, covered: Request) -> Window:
    """An open window whose terms allow downloading."""
    return window_in(present, covered, "open", opens_in=0.02, days=9, reading="download")


@pytest.fixture
def weights(present: World, downloading: Window) -> Artifact:
    """A sealed file of a kind that has no pages."""
    received = receiving.receive([WEIGHTS], "weights.bin")
    made = actions.upload(
        downloading.request, received, actor=present.actor("dana"), title="Weights", now=present.now
    )
    sealing.seal(made, now=present.now)
    catch_up(present)
    return made


def waive(world: World, artifact: Artifact, key: str = "carl") -> Any:
    return world.act(fresh(artifact), "waive_marks", key, reason="Evaluated outside this site.")


def share(world: World, artifact: Artifact, window: Window) -> Share:
    made = actions.share(fresh(artifact), window, actor=world.actor("carl"), now=world.now)
    catch_up(world)
    return made


def page_of(artifact: Artifact, name: str = "artifact", *args: str) -> str:
    return reverse(name, args=[artifact.request.number, artifact.number, *args])


def against(world: World, shared: Share) -> list[tuple[str, ...]]:
    """Return what every way of asking says against the evaluator."""
    person, window, now = world.people["eve"].pk, fresh(shared.window), clock.now()
    return [
        tuple(one.code for one in may_read(person, shared.pk, window, now)),
        tuple(one.code for one in may_download(person, shared.pk, window, now)),
        may_download_now([(person, shared.pk)])[person, shared.pk].reasons,
    ]


def test_without_a_waiver_it_is_not_shared(present: World, weights: Artifact, downloading: Window) -> None:
    assert refused(lambda: share(present, weights, downloading)) == ("cannot_be_marked",)
    waive(present, weights)
    assert against(present, share(present, weights, downloading)) == [()] * 3


def test_without_a_waiver_a_share_that_there_is_gives_nothing(
    present: World, weights: Artifact, downloading: Window, as_person: AsPerson
) -> None:
    waive(present, weights)
    shared = share(present, weights, downloading)
    eve = as_person(present, "eve")
    place = [downloading.request.number, downloading.number, shared.pk]
    download = reverse("share_download", args=place)
    assert eve.head(download).status_code == 200
    overwrite(Artifact.objects.filter(pk=weights.pk), marks_waiver="")
    assert against(present, shared) == [("not_marked",)] * 3
    for name in ("share_download", "share_read", "share_standing"):
        assert eve.get(reverse(name, args=place)).status_code == 403, name
    assert "the developer has not waived them" in eve.get(download).content.decode()
    asked = {"download": "0" * 32, "first": 0, "last": 1}
    assert refused(lambda: perform(shared, "download", actor=present.actor("eve"), inputs=asked)) == (
        "not_marked",
    )


def test_the_end_of_the_waiver_stops_it_at_once(
    present: World, weights: Artifact, downloading: Window
) -> None:
    waive(present, weights)
    shared = share(present, weights, downloading)
    present.act(fresh(weights), "end_waiver", "dana")
    assert against(present, shared) == [("not_marked",)] * 3
    waive(present, weights)
    assert against(present, shared) == [()] * 3


def test_a_waiver_allows_no_download_that_the_terms_do_not_allow(
    present: World, weights: Artifact, downloading: Window
) -> None:
    waive(present, weights)
    viewing = window_in(present, downloading.request, "scheduled", opens_in=12, days=3)
    assert refused(lambda: share(present, weights, viewing)) == ("cannot_be_shown",)


def test_it_is_the_certifying_officers_with_a_reason_and_an_entry(present: World, weights: Artifact) -> None:
    for key in ("dana", "sam"):
        assert refused(lambda key=key: waive(present, weights, key)) == ("not_your_role",)
    assert refused(lambda: present.act(fresh(weights), "waive_marks", "carl", reason=" ")) == (
        "reason_missing",
    )
    before = fresh(weights)
    waive(present, weights)
    entry = Entry.objects.get(event="artifact.marks_waived")
    assert (entry.subject_id, entry.details["reason"]) == (weights.pk, "Evaluated outside this site.")
    assert entry.actor == str(present.people["carl"].pk)
    after = fresh(weights)
    assert (after.sha256, after.object_id, after.manifest) == (
        before.sha256,
        before.object_id,
        before.manifest,
    )


def test_a_file_with_pages_needs_none_and_gets_none(present: World, report: Artifact) -> None:
    assert refused(lambda: waive(present, report)) == ("can_be_marked",)
    with pytest.raises(DatabaseError), transaction.atomic():
        Artifact.objects.filter(pk=report.pk).update(marks_waiver="Because.")


def test_the_artifacts_page_and_the_share_form_say_it(
    present: World, weights: Artifact, downloading: Window, as_person: AsPerson
) -> None:
    carl = as_person(present, "carl")
    shown = carl.get(page_of(weights)).content.decode()
    assert "Cannot be burned in, and not waived" in shown
    assert "Share in an access window" not in shown
    assert carl.get(page_of(weights, "artifact_share")).status_code == 404
    step = page_of(weights, "artifact_step", "waive_marks")
    hidden = carl.get(step).context["hidden"]
    assert (
        carl.post(step, hidden | {"reason": "Evaluated outside this site.", "sign": "1"}).status_code == 302
    )
    for address in (page_of(weights), page_of(weights, "artifact_share")):
        assert "Evaluated outside this site." in carl.get(address).content.decode()


def test_a_page_offers_the_steps_about_waivers_only_where_they_make_sense(
    present: World, weights: Artifact, as_person: AsPerson
) -> None:
    report = demonstration.uploaded(present, weights.request, "larkspur-refusals.png", "A chart")
    carl = as_person(present, "carl")

    def offered(artifact: Artifact) -> list[bool]:
        shown = carl.get(page_of(artifact)).content.decode()
        return [name in shown for name in ("Waive the marks", "End the waiver")]

    assert offered(report) == [False, False]
    assert offered(weights) == [True, False]
    waive(present, weights)
    assert offered(weights) == [False, True]
