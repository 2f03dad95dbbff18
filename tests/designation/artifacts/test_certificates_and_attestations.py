"""A destruction has a signed certificate; two custodians certify it, and whoever read attests that nothing is kept."""

import json
from collections.abc import Callable

import pytest
from cryptography.hazmat.primitives.asymmetric.mldsa import MLDSA87PublicKey
from django.test import Client
from django.urls import reverse

from designation.artifacts import storage
from designation.artifacts.models import Artifact, Attestation, Destruction, Share
from designation.demo.world import World
from designation.models import Window
from designation.vault import certificate
from designation.vault.errors import Tampered
from tests.designation.artifacts.reading import Reader
from tests.designation.walking import appoint, catch_up, fire, fresh, refused
from workflow import outbox
from workflow.models import Deadline, Job
from workflow.perform import perform

AsPerson = Callable[[World, str], Client]
CUSTODIANS = ("rosa", "dora")


def destroyed(world: World, window: Window) -> Window:
    """Close a window, destroy it, and let the job do it."""
    world.now = max(world.now, window.opened_at)
    catch_up(world)
    perform(fresh(window), "close", actor=world.actor("carl"))
    perform(fresh(window), "destroy", actor=world.actor("carl"))
    assert outbox.deliver_one(Job.objects.get(kind="destroy_window", subject_id=window.pk).pk)
    row: Window = fresh(window)
    assert row.state == "destroyed"
    return row


@pytest.fixture
def over(present: World, eve: Reader) -> Window:
    """A destroyed window in which eve read."""
    for key in CUSTODIANS:
        appoint(present, key, "custodian")
    eve.sees(1)
    return destroyed(present, eve.share.window)


def address(window: Window, name: str = "destruction") -> str:
    return reverse(name, args=[window.request.number, window.number])


def test_the_certificate_is_signed_and_says_what_was_destroyed(over: Window, share: Share) -> None:
    row = Destruction.objects.get(window=over)
    key = storage.signing_key().public_key()
    facts = certificate.verify(row.certificate.encode(), bytes.fromhex(row.signature), key)
    assert facts["keys"] == [f"window-{over.pk}"]
    assert [one["sha256"] for one in facts["content"]] == [share.artifact.sha256]
    assert facts["remains"]["downloads"] == []


def test_a_certificate_that_was_changed_does_not_verify(over: Window) -> None:
    row = Destruction.objects.get(window=over)
    changed = row.certificate.replace("window", "artifact").encode()
    with pytest.raises(Tampered):
        certificate.verify(changed, bytes.fromhex(row.signature), storage.signing_key().public_key())


@pytest.mark.parametrize("key", ["dana", "carl", "ravi", "abel", "rosa"])
def test_both_sides_read_the_certificate_and_verify_its_file(
    present: World, over: Window, as_person: AsPerson, key: str
) -> None:
    client = as_person(present, key)
    assert f"window-{over.pk}" in client.get(address(over)).content.decode()
    file = json.loads(client.get(address(over, "destruction_file")).content)
    public = MLDSA87PublicKey.from_public_bytes(bytes.fromhex(file["public_key"]))
    facts = certificate.verify(file["certificate"].encode(), bytes.fromhex(file["signature"]), public)
    assert facts["window"] == over.number


@pytest.mark.parametrize("key", ["eve", "cora", "hope", "olga"])
def test_others_find_no_certificate(present: World, over: Window, as_person: AsPerson, key: str) -> None:
    for name in ("destruction", "destruction_file", "destruction_step", "destruction_take_back"):
        assert as_person(present, key).get(address(over, name)).status_code in (404, 410)


def test_a_window_in_which_nothing_was_shared_has_none(
    present: World, opened: Window, as_person: AsPerson
) -> None:
    destroyed(present, opened)
    assert not Destruction.objects.exists()
    assert as_person(present, "carl").get(address(opened)).status_code == 404


def test_two_custodians_of_different_offices_certify(
    present: World, over: Window, as_person: AsPerson
) -> None:
    row = Destruction.objects.get(window=over)
    for key in CUSTODIANS:
        client = as_person(present, key)
        page = client.get(address(over, "destruction_step"))
        assert page.status_code == 200
        hidden = {one: page.context["hidden"][one] for one in page.context["hidden"]}
        assert client.post(address(over, "destruction_step"), hidden).status_code == 302
    assert fresh(row).state == "certified"
    page = as_person(present, "carl").get(address(over)).content.decode()
    assert "Rosa Keller" in page
    assert "Dora Whitfield" in page


@pytest.mark.parametrize("key", ["carl", "ravi", "abel", "eve"])
def test_nobody_else_certifies(present: World, over: Window, key: str) -> None:
    row = Destruction.objects.get(window=over)
    assert refused(lambda: perform(row, "certify", actor=present.actor(key))) == ("not_your_role",)


def test_who_evaluated_does_not_certify(present: World, over: Window) -> None:
    from tests.overwriting import overwrite

    overwrite(over.grants.all(), person=present.people["rosa"])
    row = Destruction.objects.get(window=over)
    assert refused(lambda: perform(row, "certify", actor=present.actor("rosa"))) == ("evaluated_here",)


def test_a_certification_that_nobody_gives_falls_overdue_and_can_still_be_given(
    present: World, over: Window
) -> None:
    row = Destruction.objects.get(window=over)
    fire(present, row, "certification")
    assert fresh(row).state == "overdue"
    for key in CUSTODIANS:
        present.act(row, "certify", key)
    assert fresh(row).state == "certified"


def test_whoever_read_is_asked_and_attests_after_their_part_has_ended(
    present: World, over: Window, as_person: AsPerson
) -> None:
    asked = Attestation.objects.get(window=over)
    assert asked.grant.person == present.people["eve"]
    client = as_person(present, "eve")
    assert "Attest that you keep nothing" in client.get(reverse("desk")).content.decode()
    page = reverse("attestation", args=[asked.pk])
    assert client.get(page).status_code == 200
    unconfirmed = client.post(page, {"remarks": "Notes were shredded.", "sign": "1"})
    assert "Notes were shredded." in unconfirmed.content.decode()
    assert fresh(asked).state == "due"
    answer = client.post(page, {"no_copies": "on", "remarks": "Notes were shredded.", "sign": "1"})
    assert answer.status_code == 302
    assert fresh(asked).state == "attested"


@pytest.mark.parametrize("key", ["eli", "ravi", "dana", "arno", "hope", "olga"])
def test_nobody_else_attests(present: World, over: Window, as_person: AsPerson, key: str) -> None:
    asked = Attestation.objects.get(window=over)
    page = reverse("attestation", args=[asked.pk])
    answer = as_person(present, key).post(page, {"no_copies": "on", "sign": "1"})
    assert answer.status_code in (404, 409)
    assert fresh(asked).state == "due"


def test_an_approving_official_of_the_agency_attests_in_their_place(
    present: World, over: Window, as_person: AsPerson
) -> None:
    asked = Attestation.objects.get(window=over)
    page = reverse("attestation", args=[asked.pk])
    assert as_person(present, "abel").post(page, {"no_copies": "on", "sign": "1"}).status_code == 302
    assert fresh(asked).state == "attested"


def test_an_attestation_that_nobody_gives_falls_overdue(
    present: World, over: Window, as_person: AsPerson
) -> None:
    asked = Attestation.objects.get(window=over)
    fire(present, asked, "attestation")
    assert fresh(asked).state == "overdue"
    catch_up(present)
    assert "Overdue" in as_person(present, "carl").get(address(over)).content.decode()
    present.act(asked, "attest", "eve", no_copies=True)
    assert fresh(asked).state == "attested"


def test_who_opened_nothing_is_not_asked(present: World, share: Share) -> None:
    destroyed(present, share.window)
    assert not Attestation.objects.exists()


def test_a_destroyed_artifact_has_its_own_certificate(
    present: World, share: Share, as_person: AsPerson
) -> None:
    artifact = share.artifact
    perform(fresh(artifact), "withdraw", actor=present.actor("dana"))
    perform(fresh(artifact), "destroy", actor=present.actor("carl"))
    assert outbox.deliver_one(Job.objects.get(kind="destroy_artifact", subject_id=artifact.pk).pk)
    row = Artifact.objects.get(pk=artifact.pk)
    key = storage.signing_key().public_key()
    facts = certificate.verify(row.certificate.encode(), bytes.fromhex(row.certificate_signature), key)
    assert facts["artifact"] == str(artifact.pk)
    number = artifact.request.number
    page = reverse("artifact_certificate", args=[number, artifact.number])
    assert f"artifact-{artifact.pk}" in as_person(present, "dana").get(page).content.decode()
    for key_of in ("ravi", "eve", "hope"):
        assert as_person(present, key_of).get(page).status_code == 404


def test_leaving_destroys_the_developers_own_copies_too(present: World, share: Share) -> None:
    request = share.window.request
    perform(fresh(request), "withdraw", actor=present.actor("carl"))
    for job in Job.objects.filter(kind__startswith="destroy_"):
        assert outbox.deliver_one(job.pk), fresh(job).last_error
    assert fresh(share.artifact).state == "destroyed"
    assert fresh(share.window).state == "destroyed"
    for key in (f"request-{request.pk}", f"window-{share.window_id}", f"artifact-{share.artifact_id}"):
        assert storage.keys().is_destroyed(key)


def test_the_page_says_until_when_backups_could_recover_it_and_names_the_files(
    present: World, over: Window, share: Share, as_person: AsPerson
) -> None:
    page = as_person(present, "carl").get(address(over)).content.decode()
    assert page.index("Backups of the keys exist until") < page.index("cannot be decrypted any more")
    assert f"“{share.artifact.title}”" in page
    assert share.artifact.sha256 in page


def test_an_overdue_certification_says_since_when_on_the_desk(
    present: World, over: Window, as_person: AsPerson
) -> None:
    row = Destruction.objects.get(window=over)
    due = Deadline.objects.get(subject_id=row.pk, kind="certification").due_at
    fire(present, row, "certification")
    catch_up(present)
    task = next(one for one in as_person(present, "rosa").get("/").context["tasks"] if "Certify" in one.what)
    assert (task.clock, task.due_at) == ("Overdue since", due)
