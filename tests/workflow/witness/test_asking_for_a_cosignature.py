"""`add-checkpoint` as C2SP `tlog-witness` has it, over HTTP: each answer and its status."""

import threading
import urllib.error
import urllib.request
from datetime import UTC, datetime

import pytest

from tests.workflow.ledger import naive, served, world
from workflow.ledger.checkpoint import PublicKeys
from workflow.ledger.cosignature import cosignatures
from workflow.ledger.witness import endpoint, memory

NOW = datetime(2026, 11, 23, 14, 49, 37, tzinfo=UTC)
KEYS = PublicKeys.from_dict(naive.public_keys(world.ORIGIN, world.SEED))


@pytest.fixture
def witness(tmp_path):
    return memory.make(tmp_path / "w1", world.WITNESS, KEYS)


@pytest.fixture
def asked(witness):
    """Return a function that posts a body to the witness and gives status, content type and body of the answer."""
    server = endpoint.serve(witness, 0, lambda: NOW)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()

    def ask(body, path="/add-checkpoint"):
        data = body if isinstance(body, bytes) else body.encode()
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{server.server_port}{path}", data) as answer:
                return answer.status, answer.headers["Content-Type"], answer.read().decode()
        except urllib.error.HTTPError as error:
            with error:
                return error.code, error.headers["Content-Type"], error.read().decode()

    yield ask
    server.shutdown()
    thread.join()
    server.server_close()


def request(old, size, tree="ours", proof=None, note=None):
    """Return a request's body."""
    steps = naive.proof(old, served.leaves(size, tree)) if proof is None and old else proof or []
    lines = "".join(f"{naive.b64(step)}\n" for step in steps)
    return f"old {old}\n{lines}\n{note or served.signed(size, tree)[0]}"


def test_the_first_the_next_and_the_same_again_are_cosigned(witness, asked):
    for old, size in ((0, 3), (3, 300), (300, 300), (300, 600)):
        status, content_type, line = asked(request(old, size))
        assert (status, content_type) == (200, "text/plain; charset=utf-8")
        assert [one.at for one in cosignatures(served.signed(size)[0] + line, [witness.key])] == [NOW]
    assert witness.last().size == 600


def test_another_old_size_is_told_the_last_one(asked):
    asked(request(0, 300))
    for old, size in ((0, 300), (0, 600), (16, 600), (16, 299), (299, 299)):
        assert asked(request(old, size)) == (409, "text/x.tlog.size", "300\n"), (old, size)


def test_a_second_history_is_refused(asked):
    asked(request(0, 300))
    same_size, grown = asked(request(300, 300, "fork", proof=[])), asked(request(300, 600, "fork"))
    assert (same_size[0], same_size[2].partition(":")[0]) == (409, "register_differs")
    assert (grown[0], grown[2].partition(":")[0]) == (422, "inconsistent")
    assert asked(request(300, 600))[0] == 200


@pytest.mark.parametrize("proof", [[], [bytes(32)], [bytes(32)] * 63])
def test_a_wrong_proof_is_unprocessable(asked, proof):
    asked(request(0, 300))
    assert asked(request(300, 600, proof=proof))[0] == 422


def test_another_origin_is_not_found_and_another_key_forbidden(asked):
    text = naive.note_text("elsewhere.example", 3, naive.mth(served.leaves(3)))
    elsewhere = naive.signed_note(text, "elsewhere.example", world.SEED)
    assert asked(request(0, 3, note=elsewhere))[0] == 404
    assert asked(request(0, 3, "other"))[0] == 403
    assert asked(request(0, 3, note=served.signed(3)[0].replace("\n3\n", "\n4\n")))[0] == 403


GOOD = request(0, 3)


@pytest.mark.parametrize(
    "body",
    [
        "",
        "old 0\n",
        GOOD.replace("old 0", "old 00"),
        GOOD.replace("old 0", "old -1"),
        GOOD.replace("old 0", "old \u0660"),
        GOOD.replace("old 0", "old 4"),
        GOOD.replace("old 0", "size 0"),
        GOOD.replace("old 0\n", "old 0\nAAA\n"),
        request(3, 300, proof=[bytes(32)] * 64),
        GOOD.encode() + b"\xff",
        GOOD[:-1],
    ],
    ids=repr,
)
def test_a_malformed_request_is_bad(asked, body):
    assert asked(body)[0] == 400


def test_what_is_too_large_or_elsewhere_is_not_read(asked):
    assert asked("x" * 64_001)[0] == 413
    assert asked(GOOD, path="/checkpoint")[0] == 404


def test_a_witness_that_lost_its_memory_says_so(witness, asked):
    (witness.folder / memory.LAST).unlink()
    status, _, said = asked(GOOD)
    assert (status, said.partition(":")[0]) == (500, "folder_unusable")


def test_only_what_the_register_signed_twice_for_one_size_is_kept_as_evidence(witness, asked):
    asked(request(0, 300))
    asked(request(300, 600, proof=[bytes(32)]))
    assert not (witness.folder / memory.CONFLICTS).exists()
    asked(request(300, 300, "fork", proof=[]))
    [kept] = (witness.folder / memory.CONFLICTS).iterdir()
    assert kept.read_text() == served.signed(300, "fork")[0]
