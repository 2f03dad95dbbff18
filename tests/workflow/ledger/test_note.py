"""Signed notes: what the world's other implementations sign is accepted, everything else is refused."""

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from tests.workflow.ledger.vectors import load
from workflow.ledger import note

VECTORS = load("note.json")
GO, REGISTER = VECTORS["go"], VECTORS["register"]
KEY = note.VerifierKey.parse(GO["vkey"])
WITNESS = "\u2014 witness.example AAAAAHNpZ25hdHVyZQ==\n"


def test_the_example_of_gos_note_package_opens():
    assert note.open_note(GO["note"], KEY) == GO["text"]


def test_signing_gives_the_vector():
    key = Ed25519PrivateKey.from_private_bytes(bytes.fromhex(REGISTER["seed"]))
    assert note.sign(REGISTER["text"], REGISTER["name"], key) == REGISTER["note"]


def test_lines_by_unknown_keys_are_skipped():
    assert note.open_note(GO["note"] + WITNESS, KEY) == GO["text"]
    assert note.open_note(GO["note"].replace("\n\n", "\n\n" + WITNESS), KEY) == GO["text"]


def test_the_shortest_line_holds_a_key_id_and_one_byte():
    assert note.open_note(GO["note"] + "\u2014 witness.example AAAAAAA=\n", KEY) == GO["text"]


def test_a_note_bears_up_to_sixty_four_signatures():
    assert note.open_note(GO["note"] + WITNESS * 63, KEY) == GO["text"]


def test_of_all_lines_those_by_one_key_can_be_kept():
    twice = GO["note"] + GO["note"].rpartition("\n\n")[2]
    assert note.without_others(twice + WITNESS, KEY) == twice


def test_an_empty_line_in_the_text_belongs_to_the_text():
    key = Ed25519PrivateKey.generate()
    verifier = note.VerifierKey("name", key.public_key().public_bytes_raw())
    assert note.open_note(note.sign("a\n\nb\n", "name", key), verifier) == "a\n\nb\n"


@pytest.mark.parametrize(
    ("code", "changed"),
    [
        ("not_signed", GO["note"].replace("PeterNeumann x", "Peter x")),
        ("not_signed", GO["note"].replace("x08go", "x18go")),
        ("not_signed", GO["text"] + "\n" + WITNESS),
        ("ed25519_invalid", GO["note"].replace("cryptography", "Cryptography")),
        ("ed25519_invalid", GO["note"].replace("wJnAM=", "wJnAA=")),
        ("note_malformed", GO["note"].replace("wJnAM=", "wJnAN=")),
        ("note_malformed", GO["note"].replace("wJnAM=", "wJnAM")),
        ("note_malformed", GO["note"][:-1]),
        ("note_malformed", GO["note"] + "\n"),
        ("note_malformed", GO["note"] + "x\n"),
        ("note_malformed", GO["note"] + "\u2014 witness.example AAAA\n"),
        ("note_malformed", GO["note"] + "\u2014 witness+1 AAAAAHNpZ25hdHVyZQ==\n"),
        ("note_malformed", GO["note"] + WITNESS * 64),
        ("note_malformed", GO["note"] + "\u2014 witness.example AAAAAA==\n"),
        ("note_malformed", GO["note"].replace("\u2014", "-")),
        ("note_malformed", GO["note"].replace("\u2014 ", "")),
        ("note_malformed", GO["note"] + "\u2014 witness.example\n"),
        ("note_malformed", "\n\n" + WITNESS),
        ("note_malformed", GO["text"] + "\n"),
        ("note_malformed", GO["note"].replace("\n", "\r\n")),
        ("note_malformed", GO["note"].replace("your", "\ud800")),
        ("note_malformed", GO["text"]),
        ("note_malformed", "x" * 1_000_001 + GO["note"]),
        ("note_malformed", ""),
    ],
)
def test_a_changed_note_is_refused(code, changed):
    with pytest.raises(note.LedgerError) as refused:
        note.open_note(changed, KEY)
    assert refused.value.code == code


@pytest.mark.parametrize(
    "changed",
    [
        "",
        "PeterNeumann",
        GO["vkey"].replace("c74f20a3", "c74f20a4"),
        GO["vkey"].replace("c74f20a3", "C74F20A3"),
        GO["vkey"].replace("PeterNeumann", "Peter"),
        GO["vkey"].replace("PeterNeumann", "Peter Neumann"),
        GO["vkey"].replace("PeterNeumann", ""),
        GO["vkey"].replace("+ARpc", "+BRpc"),
        GO["vkey"][:-4],
        GO["vkey"] + "=",
        str(note.VerifierKey("name", bytes(31))),
    ],
)
def test_a_changed_verifier_key_is_refused(changed):
    with pytest.raises(note.NoteMalformed):
        note.VerifierKey.parse(changed)


@pytest.mark.parametrize("text", ["no newline", "tab\t\n", "unit\x1f\n", "half \ud800\n"])
def test_what_cannot_be_a_note_is_not_signed(text):
    with pytest.raises(note.NoteMalformed):
        note.sign(text, "name", Ed25519PrivateKey.generate())


@pytest.mark.parametrize("name", ["", "a+b", "a b", "a\u2003b", "a\x01b"])
def test_a_key_bears_no_name_that_a_line_could_not_hold(name):
    with pytest.raises(note.NoteMalformed):
        note.sign("text\n", name, Ed25519PrivateKey.generate())
