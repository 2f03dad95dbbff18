"""The register takes cosignatures of wanted witnesses, stores each once, and serves them under the checkpoint."""

from datetime import UTC, datetime

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.test import Client

from tests.workflow.ledger import naive
from tests.workflow.ledger.growing import add_entries, new_log
from tests.workflow.witness import wanting
from workflow.ledger import checkpoint, cosignature, keys, note
from workflow.ledger.export import export
from workflow.ledger.register import NoSuchCheckpoint
from workflow.ledger.seal import seal
from workflow.ledger.verify import verify
from workflow.models import Cosignature

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 23, 14, 49, 37, tzinfo=UTC)
SECRETS = {
    name: Ed25519PrivateKey.from_private_bytes(bytes([number]) * 32)
    for number, name in enumerate(["w1", "w2"])
}


def key_of(name):
    return cosignature.WitnessKey(f"{name}.example", SECRETS[name].public_key().public_bytes_raw())


def line(signed, name, at=NOW):
    """Return a witness's line under a checkpoint, which may lack its signature."""
    text = signed.partition("\n\n")[0].rstrip("\n") + "\n"
    return cosignature.sign(text, f"{name}.example", SECRETS[name], at)


@pytest.fixture(autouse=True)
def _wanted(settings, monkeypatch):
    settings.ROOT_URLCONF = "workflow.ledger.http"
    settings.TEMPLATES = []
    settings.WORKFLOW_WITNESSES = "tests.workflow.witness.wanting"
    monkeypatch.setattr(wanting, "KEYS", [key_of("w1")])


@pytest.fixture
def sealed():
    new_log(2)
    return seal()


def hand_in(body, client=None, **headers):
    """Hand something in, and return the status and the words of the answer."""
    data = body if isinstance(body, bytes) else body.encode()
    answer = (client or Client()).post("/cosignatures", data, content_type="text/plain", headers=headers)
    return answer.status_code, answer.content.decode()


def served(query=""):
    return Client().get(f"/checkpoint{query}").content.decode()


def test_a_wanted_witnesss_line_is_stored_and_served(sealed):
    mine = line(sealed.note, "w1")
    assert hand_in(sealed.note + mine) == (200, sealed.note + mine)
    [stored] = Cosignature.objects.all()
    assert (stored.checkpoint, stored.key, stored.at, stored.line) == (sealed, str(key_of("w1")), NOW, mine)
    assert served() == served("?size=16") == sealed.note + mine


def test_a_cosigned_checkpoint_still_opens_with_the_registers_keys(sealed):
    hand_in(sealed.note + line(sealed.note, "w1"))
    head = checkpoint.open_note(served(), keys.public_keys())
    assert head.size == 16


def test_cosignatures_are_handed_in_by_post_alone(sealed):
    for method in ("get", "head", "put", "delete"):
        assert getattr(Client(), method)("/cosignatures").status_code == 405


def test_a_second_line_by_the_same_witness_changes_nothing(sealed):
    first = line(sealed.note, "w1")
    hand_in(sealed.note + first)
    again = line(sealed.note, "w1", NOW.replace(year=2027))
    assert hand_in(sealed.note + again) == (200, sealed.note + first)
    assert Cosignature.objects.count() == 1


def test_an_earlier_checkpoint_can_be_cosigned_later(sealed):
    new_log()
    seal()
    hand_in(sealed.note + line(sealed.note, "w1"))
    assert "w1.example" not in served()
    assert "w1.example" in served("?size=16")


def test_the_sealer_goes_on_from_a_cosigned_checkpoint(sealed):
    hand_in(sealed.note + line(sealed.note, "w1"))
    new_log()
    assert seal().size == 32


def test_a_witness_that_is_not_wanted_is_refused_and_leaves_nothing(sealed):
    status, said = hand_in(sealed.note + line(sealed.note, "w2"))
    assert (status, said.partition(":")[0]) == (403, "unknown_witness")
    assert hand_in(sealed.note)[0] == 403
    assert served() == sealed.note


def test_of_several_lines_those_of_wanted_witnesses_are_stored(sealed):
    mine = line(sealed.note, "w1")
    assert hand_in(sealed.note + line(sealed.note, "w2") + mine)[0] == 200
    assert served() == sealed.note + mine


def test_a_witness_that_is_wanted_no_more_keeps_its_lines(sealed, monkeypatch):
    hand_in(sealed.note + line(sealed.note, "w1"))
    monkeypatch.setattr(wanting, "KEYS", [key_of("w2")])
    assert hand_in(sealed.note + line(sealed.note, "w1"))[0] == 403
    hand_in(sealed.note + line(sealed.note, "w2"))
    assert served() == sealed.note + line(sealed.note, "w1") + line(sealed.note, "w2")


@pytest.mark.parametrize(
    ("status", "code", "body"),
    [
        (422, "cosignature_invalid", "{text}\n{other_line}"),
        (400, "note_malformed", "{text}"),
        (400, "note_malformed", ""),
        (400, "note_malformed", "a\n\n{line}"),
        (400, "note_malformed", "{text}\n{line}\ud800"),
        (404, "no_such_checkpoint", "{larger}\n{line}"),
        (409, "checkpoint_differs", "{another}\n{line}"),
        (413, "too_large", "{text}\n{line}{spaces}"),
    ],
)
def test_whatever_else_is_handed_in_leaves_nothing(sealed, status, code, body):
    text = note.split(sealed.note)[0]
    words = {
        "text": text,
        "line": line(text, "w1"),
        "other_line": line(text.replace("\n16\n", "\n17\n"), "w1"),
        "larger": text.replace("\n16\n", "\n17\n"),
        "another": checkpoint.Head(text.split("\n")[0], 16, bytes(32)).text(),
        "spaces": " " * 8_192,
    }
    found, said = hand_in(body.format(**words).encode(errors="surrogatepass"))
    assert (found, said.partition(":")[0]) == (status, code)
    assert not Cosignature.objects.exists()


def test_a_checkpoint_bears_as_many_lines_as_every_reader_takes(sealed, monkeypatch):
    secrets = {f"x{n}": Ed25519PrivateKey.from_private_bytes(bytes([100 + n]) * 32) for n in range(16)}
    monkeypatch.setitem(globals(), "SECRETS", secrets)
    monkeypatch.setattr(wanting, "KEYS", [key_of(name) for name in secrets])
    statuses = [hand_in(sealed.note + line(sealed.note, name))[0] for name in secrets]
    assert statuses == [200] * 15 + [409]
    assert hand_in(sealed.note + line(sealed.note, "x0"))[0] == 200  # it is there already
    assert len(note.split(served())[1]) == 16


def test_too_many_attempts_from_one_address_wait_a_minute_and_others_do_not(sealed, settings):
    settings.TRUSTED_PROXIES = 1
    first = {"X-Forwarded-For": "203.0.113.1, 198.51.100.7"}
    statuses = [hand_in("", **first)[0] for _ in range(61)]
    assert statuses == [400] * 60 + [429]
    assert hand_in("", **{"X-Forwarded-For": "198.51.100.7, 198.51.100.8"})[0] == 400
    assert hand_in("", **{"X-Forwarded-For": "203.0.113.9, 198.51.100.7"})[0] == 429


def test_an_address_that_no_proxy_of_ours_tells_is_not_believed(sealed, settings):
    settings.TRUSTED_PROXIES = 0
    statuses = [hand_in("", **{"X-Forwarded-For": f"203.0.113.{n}"})[0] for n in range(61)]
    assert statuses[-1] == 429


def test_the_bundle_carries_the_lines_and_the_verifier_can_demand_them():
    log = new_log(2)
    sealed = seal()
    hand_in(sealed.note + line(sealed.note, "w1"))
    data = export([log], may_open=lambda _: True)
    report = verify(data, witnesses=[key_of("w1")])
    assert [(one.witness, one.at) for one in report.cosigned] == [
        ("w1.example", "2026-11-23T14:49:37.000000Z")
    ]
    assert verify(data, witnesses=[key_of("w1"), key_of("w2")], quorum=1).cosigned == report.cosigned
    assert naive.witness_key("w1.example", bytes(32)) == str(key_of("w1"))


def test_a_bundle_can_be_made_at_the_newest_checkpoint_that_is_cosigned():
    log = new_log(2)
    sealed = seal()
    hand_in(sealed.note + line(sealed.note, "w1"))
    add_entries(log)
    newest = seal()
    data = export([log], may_open=lambda _: True, at=sealed, older_size=16)
    assert verify(data, witnesses=[key_of("w1")]).logs[0].size == 2
    assert verify(export([log], may_open=lambda _: True)).register_size == newest.size
    with pytest.raises(NoSuchCheckpoint, match="newer than the bundle's"):
        export([log], may_open=lambda _: True, at=sealed, older_size=newest.size)
