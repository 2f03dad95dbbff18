"""Cosignatures: the vector is what the code makes and reads, and another implementation reads ours."""

from datetime import UTC, datetime, timedelta

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from tests.workflow.ledger import naive, world
from tests.workflow.ledger.vectors import load
from workflow.ledger import cosignature, note
from workflow.ledger.cosignature import WitnessKey
from workflow.ledger.verify import BundleRefused, verify

VECTOR = load("cosignature.json")
KEY = WitnessKey.parse(VECTOR["vkey"])
SECRET = Ed25519PrivateKey.from_private_bytes(bytes.fromhex(VECTOR["seed"]))
AT = datetime.fromtimestamp(VECTOR["time"], UTC)


def test_signing_gives_the_vector():
    assert cosignature.sign(VECTOR["text"], VECTOR["name"], SECRET, AT) == VECTOR["line"]
    assert str(WitnessKey(VECTOR["name"], SECRET.public_key().public_bytes_raw())) == VECTOR["vkey"]


def test_the_vector_is_read():
    [found] = cosignature.cosignatures(VECTOR["note"], [KEY])
    assert (found.witness, found.at, found.line) == (KEY, AT, VECTOR["line"])


def test_a_note_with_a_cosignature_opens_with_the_registers_key():
    register = note.VerifierKey.parse(naive.public_keys(world.ORIGIN, world.SEED)["ed25519"])
    assert note.open_note(VECTOR["note"], register) == VECTOR["text"]
    assert note.without_others(VECTOR["note"], register) + VECTOR["line"] == VECTOR["note"]


def test_lines_by_others_are_no_cosignatures():
    other = WitnessKey.parse(naive.witness_key("witness.example/w2", world.SEED))
    assert cosignature.cosignatures(VECTOR["note"], [other]) == []


def test_a_registers_key_is_no_witnesss_key_and_the_other_way_round():
    with pytest.raises(note.NoteMalformed, match="type 04"):
        WitnessKey.parse(naive.vkey("a", bytes(32)))
    with pytest.raises(note.NoteMalformed, match="type 01"):
        note.VerifierKey.parse(VECTOR["vkey"])


def test_a_plain_signature_by_the_witnesss_key_is_no_cosignature():
    plain = note.signature_line(KEY, SECRET.sign(VECTOR["text"].encode()))
    for line in (plain, note.signature_line(KEY, bytes(8) + SECRET.sign(VECTOR["text"].encode()))):
        with pytest.raises(cosignature.CosignatureInvalid):
            cosignature.cosignatures(VECTOR["note"].replace(VECTOR["line"], line), [KEY])


def test_one_key_under_two_names_counts_once():
    other = WitnessKey("witness.example/w2", KEY.public)
    bundle = load("bundle.json")
    line = cosignature.sign(VECTOR["text"], other.name, SECRET, AT)
    bundle["checkpoint"]["note"] = VECTOR["note"] + line
    with pytest.raises(BundleRefused, match="1 of the witnesses"):
        verify(naive.naive_encode(bundle), witnesses=[KEY, other], quorum=2)


def test_the_last_second_of_the_year_9999_can_be_signed():
    latest = datetime(9999, 12, 31, 23, 59, 59, tzinfo=UTC)
    line = cosignature.sign(VECTOR["text"], VECTOR["name"], SECRET, latest)
    [found] = cosignature.cosignatures(VECTOR["note"].replace(VECTOR["line"], line), [KEY])
    assert found.at == latest


def test_of_two_lines_by_one_witness_the_first_counts():
    later = cosignature.sign(VECTOR["text"], VECTOR["name"], SECRET, AT + timedelta(seconds=1))
    [found] = cosignature.cosignatures(VECTOR["note"] + later, [KEY])
    assert found.at == AT


def test_the_time_is_signed():
    stamped = note.lines_by(KEY, note.split(VECTOR["note"])[1])[0]
    later = note.signature_line(KEY, (VECTOR["time"] + 1).to_bytes(8, "big") + stamped[8:])
    with pytest.raises(cosignature.CosignatureInvalid):
        cosignature.cosignatures(VECTOR["note"].replace(VECTOR["line"], later), [KEY])
