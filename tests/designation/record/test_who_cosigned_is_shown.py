"""Pages say whose cosignatures are wanted, who cosigned which checkpoint and when, and who did not."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from designation.demo import world as demonstration
from designation.demo.world import World
from designation.models import Request
from designation.policies import actions as policies
from workflow import clock
from workflow.ledger import cosignature
from workflow.ledger.cosignature import WitnessKey
from workflow.ledger.note import split
from workflow.ledger.seal import seal
from workflow.ledger.verify import verify
from workflow.models import Checkpoint, Cosignature, Entry

AsPerson = Callable[[World, str], Client]
AT = datetime(2026, 11, 23, 14, 49, 37, tzinfo=UTC)
NAMES = ("w1.example", "w2.example")
SECRET = {name: Ed25519PrivateKey.from_private_bytes(name.encode().ljust(32)) for name in NAMES}
KEY = {name: str(WitnessKey(name, SECRET[name].public_key().public_bytes_raw())) for name in NAMES}


@pytest.fixture
def larkspur(demo_world: World) -> Request:
    """A request that was filed, sealed."""
    demo_world.now = clock.now() - timedelta(hours=1)
    request = demonstration.filed(demo_world, "Larkspur")
    seal()
    return request


@pytest.fixture
def _wanted(demo_world: World) -> None:
    """A policy version that names both witnesses, put into force by two editors."""
    soon = clock.now()
    row = policies.draft(actor=demo_world.actor("paul"), now=soon)
    values = {"witnesses": [KEY[name] for name in NAMES]}
    policies.save(row, actor=demo_world.actor("paul"), values=values, effective_at=soon)
    demo_world.now = soon - timedelta(minutes=1)
    for key in ("paul", "petra"):
        demo_world.act(row, "activate", key)


def hand_in(name: str, checkpoint: Checkpoint) -> int:
    line = cosignature.sign(split(checkpoint.note)[0], name, SECRET[name], AT)
    body = (checkpoint.note + line).encode()
    return Client().post("/register/cosignatures", body, content_type="text/plain").status_code


def text(client: Client, address: str) -> str:
    """Return a page, read within twelve queries."""
    with CaptureQueriesContext(connection) as caught:
        answer = client.get(address)
    assert answer.status_code == 200
    assert len(caught) <= 12
    return str(answer.content.decode())


def entry_page(request: Request) -> str:
    entry = Entry.objects.filter(log=request.log_id).latest("index")
    return f"/requests/{request.number}/record/{entry.log_id}/{entry.index}/"


def test_without_a_wanted_witness_pages_say_what_to_do(
    larkspur: Request, demo_world: World, as_person: AsPerson
) -> None:
    dana = as_person(demo_world, "dana")
    for page in (text(dana, f"/requests/{larkspur.number}/record/"), text(Client(), "/ledger/checkpoints/")):
        assert "The policy in force names no witness." in page
        assert "/ledger/#witness" in page
    assert "Nobody: the policy in force names no witness." in text(dana, entry_page(larkspur))
    assert "make w1 NAME --keys keys.json" in text(Client(), "/ledger/")
    assert hand_in("w1.example", Checkpoint.objects.get()) == 403


@pytest.mark.usefixtures("_wanted")
def test_the_record_says_who_cosigned_and_who_did_not(
    larkspur: Request, demo_world: World, as_person: AsPerson
) -> None:
    sealed = Checkpoint.objects.latest("size")
    assert hand_in("w1.example", sealed) == 200
    page = text(as_person(demo_world, "dana"), f"/requests/{larkspur.number}/record/")
    assert f"<strong>w1.example</strong> cosigned checkpoint {sealed.pk} (size {sealed.size})" in page
    assert "Mon, Nov 23, 2026, 9:49 a.m. EST" in page
    assert "<strong>w2.example</strong> has cosigned nothing yet" in page
    assert KEY["w1.example"] in page.replace("&#x2B;", "+")


@pytest.mark.usefixtures("_wanted")
def test_an_entry_names_the_first_cosigned_checkpoint_that_holds_it(
    larkspur: Request, demo_world: World, as_person: AsPerson
) -> None:
    dana = as_person(demo_world, "dana")
    demo_world.act(larkspur, "accept", "ines", lead=str(demo_world.people["ravi"].pk))
    later = seal()
    assert later is not None
    assert hand_in("w1.example", later) == 200
    entry = Entry.objects.get(log=larkspur.log_id, index=0)
    page = text(dana, f"/requests/{larkspur.number}/record/{entry.log_id}/0/")
    assert f"w1.example: checkpoint {later.pk}, Mon, Nov 23, 2026, 9:49 a.m. EST" in page
    assert "w2.example: not yet" in page


@pytest.mark.usefixtures("_wanted")
def test_everybody_reads_which_checkpoint_is_cosigned_by_whom(larkspur: Request) -> None:
    sealed = Checkpoint.objects.latest("size")
    hand_in("w1.example", sealed)
    page = text(Client(), "/ledger/checkpoints/")
    row = page.partition(f"size={sealed.size}")[2].partition("</tr>")[0]
    cosigned, _, missing = row.partition("Wanted, not there")
    assert "w1.example" in cosigned
    assert "w2.example" in missing
    assert "w1.example" not in missing


def test_before_the_first_checkpoint_the_list_says_so(demo_world: World) -> None:
    assert "Nothing is sealed yet." in text(Client(), "/ledger/checkpoints/")


@pytest.mark.usefixtures("_wanted")
def test_the_bundle_of_the_newest_checkpoint_that_all_cosigned(
    larkspur: Request, demo_world: World, as_person: AsPerson
) -> None:
    dana, record = as_person(demo_world, "dana"), f"/requests/{larkspur.number}/record/"
    address = f"{record}bundle/?cosigned=all"
    first = Checkpoint.objects.latest("size")
    hand_in("w1.example", first)
    assert "bundle/?cosigned=all" not in text(dana, record)
    refused = dana.get(address)
    assert refused.status_code == 409
    assert "w2.example</strong> has cosigned nothing yet" in refused.content.decode()
    hand_in("w2.example", first)
    assert "bundle/?cosigned=all" in text(dana, record)
    demo_world.act(larkspur, "accept", "ines", lead=str(demo_world.people["ravi"].pk))
    second = seal()
    assert second is not None
    hand_in("w1.example", second)
    witnesses = [WitnessKey.parse(KEY[name]) for name in NAMES]
    assert verify(dana.get(address).content, witnesses=witnesses).register_size == first.size
    assert verify(dana.get(address.partition("?")[0]).content).register_size == second.size
    hand_in("w2.example", second)
    assert verify(dana.get(address).content, witnesses=witnesses).register_size == second.size


@pytest.mark.usefixtures("_wanted")
def test_the_check_says_who_cosigned_and_finds_a_line_that_was_altered(
    larkspur: Request, demo_world: World, as_person: AsPerson
) -> None:
    dana, address = as_person(demo_world, "dana"), f"/requests/{larkspur.number}/record/check/"
    dana.post(address)
    sealed = Checkpoint.objects.latest("size")
    hand_in("w1.example", sealed)
    assert (
        "The witness w1.example cosigned this checkpoint at 2026-11-23T14:49:37"
        in dana.post(address).content.decode()
    )
    stored = Cosignature.objects.get()
    other = cosignature.sign("another text\n", "w2.example", SECRET["w2.example"], AT)
    Cosignature.objects.create(checkpoint=stored.checkpoint, key=KEY["w2.example"], at=AT, line=other)
    said = dana.post(address).content.decode()
    assert "The record does not hold" in said
    assert "cosignature_invalid" in said
