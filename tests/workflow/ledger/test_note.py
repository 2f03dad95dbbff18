"""Signed notes and checkpoints: what the world's other implementations sign is accepted, everything else is refused."""

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.mldsa import MLDSA87PrivateKey

from tests.workflow.ledger import world
from tests.workflow.ledger.vectors import FOLDER, load
from workflow.ledger import checkpoint, note

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
        ("note_malformed", GO["note"].replace("\u2014", "-")),
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


@pytest.mark.parametrize("text", ["no newline", "tab\t\n", "half \ud800\n"])
def test_what_cannot_be_a_note_is_not_signed(text):
    with pytest.raises(note.NoteMalformed):
        note.sign(text, "name", Ed25519PrivateKey.generate())


@pytest.mark.parametrize("name", ["", "a+b", "a b", "a\u2003b", "a\x01b"])
def test_a_key_bears_no_name_that_a_line_could_not_hold(name):
    with pytest.raises(note.NoteMalformed):
        note.sign("text\n", name, Ed25519PrivateKey.generate())


ROOT = "CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I="


def test_the_example_checkpoint_of_the_specification_is_read():
    head = checkpoint.Head.parse(f"example.com/behind-the-sofa\n20852163\n{ROOT}\n")
    assert (head.origin, head.size) == ("example.com/behind-the-sofa", 20852163)


@pytest.mark.parametrize(
    "text",
    [
        f"o\n01\n{ROOT}\n",
        f"o\n-1\n{ROOT}\n",
        f"o\n+1\n{ROOT}\n",
        f"o\n١\n{ROOT}\n",
        f"o\n\n{ROOT}\n",
        f"o\n{'9' * 20}\n{ROOT}\n",
        f"\n1\n{ROOT}\n",
        f"o\n1\n{ROOT}\nmore\n",
        f"o\n1\n{ROOT}",
        "o\n1\nAAAA\n",
        "o\n1\n?\n",
        "o\n1\n",
    ],
)
def test_a_malformed_checkpoint_is_refused(text):
    with pytest.raises(note.NoteMalformed):
        checkpoint.Head.parse(text)


def test_both_signatures_are_needed():
    keys = checkpoint.SigningKeys("o", Ed25519PrivateKey.generate(), MLDSA87PrivateKey.generate())
    signed, mldsa87 = checkpoint.sign(3, bytes(32), keys)
    assert checkpoint.open_both(signed, mldsa87, keys.public) == checkpoint.Head("o", 3, bytes(32))
    for wrong in (
        b"",
        mldsa87[:-1],
        mldsa87[:-1] + bytes([mldsa87[-1] ^ 1]),
        checkpoint.sign(4, bytes(32), keys)[1],
    ):
        with pytest.raises(checkpoint.MLDSAInvalid):
            checkpoint.open_both(signed, wrong, keys.public)


def test_a_keys_file_gives_the_keys():
    keys = checkpoint.read_keys((FOLDER / "keys.json").read_bytes())
    assert keys.ed25519.name == world.ORIGIN
    assert checkpoint.PublicKeys.from_dict(keys.to_dict()) == keys


@pytest.mark.parametrize(
    "value",
    [
        None,
        {},
        {"ed25519": 1, "mldsa87": 2},
        {"ed25519": GO["vkey"], "mldsa87": "AAAA"},
        {"ed25519": GO["vkey"], "mldsa87": "?"},
        {"ed25519": GO["vkey"], "mldsa87": "", "more": ""},
    ],
)
def test_keys_that_are_none_are_refused(value):
    with pytest.raises(checkpoint.KeysMalformed):
        checkpoint.PublicKeys.from_dict(value)
