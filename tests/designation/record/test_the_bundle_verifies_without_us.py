"""The bundle: each reader's own, checked by the program that anybody runs; one changed byte is found and named."""

import json
import shutil
import subprocess
import sys
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test import Client

from designation.demo import world as demonstration
from designation.demo.world import World
from designation.models import Request
from designation.windows import actions as windows
from workflow.ledger import canonical
from workflow.ledger.keys import PUBLIC
from workflow.ledger.seal import seal
from workflow.models import Entry

AsPerson = Callable[[World, str], Client]
ROOT = Path(__file__).resolve().parents[3]


@pytest.fixture
def larkspur(demo_world: World) -> Request:
    """A request that was determined to be covered, sealed."""
    request = demonstration.filed(demo_world, "Larkspur")
    demo_world.wait(hours=6)
    demonstration.determined(demo_world, request)
    return request


def download(client: Client, request: Request, query: str = "") -> bytes:
    answer = client.get(f"/requests/{request.number}/record/bundle/{query}")
    assert answer.status_code == 200
    assert answer["Content-Type"] == "application/json"
    assert answer["Cache-Control"] == "no-store"
    assert answer["Content-Disposition"] == f'attachment; filename="{request.number}.json"'
    return bytes(answer.content)


def verified(folder: Path, data: bytes, *options: str) -> tuple[int, str]:
    """Run the program as a stranger would, and return its exit status and what it says."""
    path = folder / "evidence.json"
    path.write_bytes(data)
    command = [sys.executable, "-m", "workflow.ledger.verify", str(path), *options]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    return done.returncode, done.stdout + done.stderr


def test_the_standalone_program_accepts_each_sides_bundle(
    demo_world: World, larkspur: Request, as_person: AsPerson, tmp_path: Path
) -> None:
    seal()
    for key in ("dana", "ravi"):
        status, said = verified(tmp_path, download(as_person(demo_world, key), larkspur))
        assert status == 0, said
        assert "The bundle holds." in said
        assert str(larkspur.log_id) in said
        assert str(larkspur.model_id) in said


def test_a_flipped_byte_of_an_entry_is_refused_by_its_number(
    demo_world: World, larkspur: Request, as_person: AsPerson, tmp_path: Path
) -> None:
    seal()
    data = download(as_person(demo_world, "dana"), larkspur)
    entry = Entry.objects.get(log=larkspur.log_id, event="request.submitted")
    place = data.index(bytes(entry.commit).hex().encode())
    wrong = b"1" if data[place : place + 1] == b"0" else b"0"
    status, said = verified(tmp_path, data[:place] + wrong + data[place + 1 :])
    assert status == 1
    assert f"Log {larkspur.log_id}, entry {entry.index}:" in said


def test_only_what_a_reader_may_open_is_open_in_the_bundle(
    demo_world: World, larkspur: Request, as_person: AsPerson
) -> None:
    seal()
    for key, side in (("dana", "developer"), ("ravi", "government")):
        data = download(as_person(demo_world, key), larkspur)
        entries = [entry for log in json.loads(data)["logs"] for entry in log["entries"]]
        assert len(entries) == Entry.objects.filter(log__in=larkspur.log_ids()).count()
        sides = {tuple(entry["body"]["sides"]) for entry in entries if "body" in entry}
        assert sides == {("developer", "government"), (side,)}
        assert any("body" not in entry for entry in entries) or side == "government"
    assert b"request.recommended" not in download(as_person(demo_world, "dana"), larkspur)


def test_a_bundle_against_a_kept_checkpoint_proves_growth(
    demo_world: World, larkspur: Request, as_person: AsPerson, tmp_path: Path
) -> None:
    kept = seal()
    assert kept is not None
    dana = as_person(demo_world, "dana")
    demo_world.act(larkspur, "declare_interests", "rosa", reason="None.")
    seal()
    (tmp_path / "kept").write_text(kept.note)
    data = download(dana, larkspur, f"?older={kept.size}")
    status, said = verified(tmp_path, data, "--older", str(tmp_path / "kept"))
    assert status == 0, said
    assert "only grew since" in said
    for size in ("7", "x", "9" * 30):
        answer = dana.get(f"/requests/{larkspur.number}/record/bundle/?older={size}")
        assert answer.status_code == 409
        assert "No such checkpoint" in answer.content.decode()


def test_before_sealing_the_bundle_says_what_to_do_and_the_check_does_it(
    demo_world: World, larkspur: Request, as_person: AsPerson
) -> None:
    dana = as_person(demo_world, "dana")
    root = f"/requests/{larkspur.number}/record/"
    answer = dana.get(root + "bundle/")
    assert answer.status_code == 409
    assert "There is no bundle to give yet" in answer.content.decode()
    assert "Check now" in answer.content.decode()
    checked = dana.post(root + "check/").content.decode()
    assert "The record holds" in checked
    assert "The request (log" in checked
    assert "The model (log" in checked
    assert "bears both signatures" in checked
    assert dana.get(root + "bundle/").status_code == 200


def test_looking_at_the_address_of_the_check_checks_nothing(
    demo_world: World, larkspur: Request, as_person: AsPerson
) -> None:
    answer = as_person(demo_world, "dana").get(f"/requests/{larkspur.number}/record/check/")
    assert answer.status_code == 302
    assert answer["Location"] == f"/requests/{larkspur.number}/record/"


def test_the_check_names_the_entry_that_somebody_changed(
    demo_world: World, larkspur: Request, as_person: AsPerson
) -> None:
    seal()
    entry = Entry.objects.get(log=larkspur.log_id, event="request.submitted")
    with connection.cursor() as cursor:  # as the tables' owner, who can switch the triggers off
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("ALTER TABLE workflow_entry DISABLE TRIGGER USER")
        cursor.execute("UPDATE workflow_entry SET details = '{}' WHERE id = %s", [entry.pk])
        cursor.execute("ALTER TABLE workflow_entry ENABLE TRIGGER USER")
    said = as_person(demo_world, "dana").post(f"/requests/{larkspur.number}/record/check/").content.decode()
    assert "The record does not hold" in said
    assert f"entry {entry.index}:" in said
    assert "The request" in said
    assert "Tell your security contact" in said


def test_the_check_goes_as_far_as_is_sealed_where_this_process_has_no_keys(
    demo_world: World, larkspur: Request, as_person: AsPerson, settings: Any, tmp_path: Path
) -> None:
    dana = as_person(demo_world, "dana")
    address = f"/requests/{larkspur.number}/record/check/"
    settings.MODE = "production"
    kept, settings.LEDGER_KEYS = settings.LEDGER_KEYS, tmp_path / "elsewhere"
    said = dana.post(address).content.decode()
    assert "Nothing was checked" in said
    assert str(tmp_path) not in said
    settings.LEDGER_KEYS = kept
    settings.MODE = "test"
    seal()
    settings.MODE = "production"
    settings.LEDGER_KEYS = tmp_path / "public"
    settings.LEDGER_KEYS.mkdir()
    shutil.copy(kept / PUBLIC, settings.LEDGER_KEYS)
    demo_world.act(larkspur, "declare_interests", "rosa", reason="None.")
    said = dana.post(address).content.decode()
    assert "The record holds" in said
    assert "could not be sealed just now" in said


def test_names_that_the_terms_hide_stay_out_of_the_developers_bundle(
    demo_world: World, larkspur: Request, as_person: AsPerson, tmp_path: Path
) -> None:
    eve = demo_world.people["eve"]
    accept_as_evaluator(demo_world, larkspur, "eve", names="pseudonyms")
    seal()
    dana = as_person(demo_world, "dana")
    mine, theirs = download(dana, larkspur), download(as_person(demo_world, "ravi"), larkspur)
    assert eve.name.encode() in theirs
    assert eve.name.encode() not in mine
    assert b"grant.activated" in mine
    assert verified(tmp_path, mine)[0] == 0
    page = dana.get(f"/requests/{larkspur.number}/record/").content.decode()
    assert eve.name not in page
    assert "Evaluator E-" in page


def accept_as_evaluator(world: World, request: Request, key: str, *, names: str) -> None:
    """Propose a window, name a person for it, and let that person accept the conditions."""
    carl = world.actor("carl")
    window = windows.draft(request, actor=carl, now=world.now)
    opens = world.now + timedelta(days=3)
    terms = {
        **window.draft_terms, "opens_at": canonical.instant(opens), "names": names, "logs": "All.",
        "ends_at": canonical.instant(opens + timedelta(days=10)), "retention": "None.", "nondisclosure": "Kept.",
    }  # fmt: skip
    world.act(window, "propose", "carl", terms=terms)
    grant = windows.nominate(window, actor=world.actor("ravi"), person=world.people[key], now=world.now)
    world.act(grant, "concur", "carl")
    world.act(grant, "activate", key, conditions=True)
