"""The register over HTTP: what a stranger downloads is enough to check the checkpoint."""

import base64

import pytest
from django.test import Client

from tests.workflow.ledger import naive
from tests.workflow.ledger.growing import add_entries, new_log
from tests.workflow.ledger.tile_list import tiles_of
from workflow.ledger import checkpoint
from workflow.ledger.checkpoint import read_keys
from workflow.ledger.seal import seal
from workflow.ledger.tiles import Tile

pytestmark = pytest.mark.django_db
FOR_EVER = "public, max-age=31536000, immutable"


@pytest.fixture(autouse=True)
def _register_alone(settings):
    settings.ROOT_URLCONF = "workflow.ledger.http"
    settings.TEMPLATES = []


@pytest.fixture
def client():
    """Return a stranger's browser."""
    return Client()


def fetch(client, path):
    """Return the content of a register's resource, served to a stranger."""
    answer = client.get(f"/{path}")
    assert answer.status_code == 200, path
    assert not answer.cookies
    return answer.content


def test_before_the_first_sealing_there_is_nothing(client):
    for path in ("checkpoint", "checkpoint.mldsa87", "tile/0/000.p/1", "tile/entries/000.p/1"):
        assert client.get(f"/{path}").status_code == 404


def test_a_stranger_can_check_the_whole_register(client):
    for _ in range(300):
        new_log()
    seal()
    keys = read_keys(fetch(client, "keys.json"))
    signature = base64.b64decode(fetch(client, "checkpoint.mldsa87"))
    head = checkpoint.open_both(fetch(client, "checkpoint").decode(), signature, keys)
    assert head.size == 304
    bundles = fetch(client, "tile/entries/000") + fetch(client, "tile/entries/001.p/48")
    leaves = [bundles[start + 2 : start + 34] for start in range(0, len(bundles), 34)]
    assert {bundles[start : start + 2] for start in range(0, len(bundles), 34)} == {b"\x00\x20"}
    assert naive.mth(leaves) == head.root
    hashes = {tile.path: fetch(client, tile.path) for tile in tiles_of(head.size)}
    assert hashes == {
        "tile/0/000": b"".join(naive.mth([leaf]) for leaf in leaves[:256]),
        "tile/0/001.p/48": b"".join(naive.mth([leaf]) for leaf in leaves[256:]),
        "tile/1/000.p/1": naive.mth(leaves[:256]),
    }


def test_content_types_and_caching(client):
    new_log()
    seal()
    expected = {
        "/checkpoint": ("text/plain; charset=utf-8", "public, max-age=2"),
        "/checkpoint?size=16": ("text/plain; charset=utf-8", "public, max-age=2"),
        "/checkpoint.mldsa87?size=16": ("text/plain; charset=utf-8", FOR_EVER),
        "/checkpoint.mldsa87": ("text/plain; charset=utf-8", "public, max-age=2"),
        "/keys.json": ("application/json", "no-cache"),
        "/tile/0/000.p/16": ("application/octet-stream", FOR_EVER),
        "/tile/entries/000.p/16": ("application/octet-stream", FOR_EVER),
    }
    for path, (content_type, caching) in expected.items():
        answer = client.get(path)
        assert (answer["Content-Type"], answer["Cache-Control"]) == (content_type, caching), path


def test_a_kept_size_gives_its_own_checkpoint(client):
    log = new_log()
    first = seal()
    add_entries(log)
    second = seal()
    assert fetch(client, "checkpoint").decode() == second.note
    assert fetch(client, "checkpoint?size=16").decode() == first.note
    assert base64.b64decode(fetch(client, "checkpoint.mldsa87?size=16")) == bytes(first.mldsa87)
    assert len(fetch(client, "tile/0/000.p/16")) == 16 * 32


@pytest.mark.parametrize(
    "path",
    [
        "checkpoint?size=17",
        "checkpoint?size=",
        "checkpoint?size=-1",
        "checkpoint?size=١٦",
        "checkpoint?size=" + "9" * 30,
        "tile/0/000",
        "tile/0/000.p/17",
        "tile/0/000.p/016",
        "tile/1/000.p/1",
        "tile/entries/000",
        "tile/entries/001.p/1",
        "tile/64/000",
        "tile/63/999",
        "tile/0/x999/x999/x999/x999/x999/999",
        "tile/0/0",
        "tile/",
        "tile/0/../0/000.p/16",
        "tile/data/000",
    ],
)
def test_what_is_not_there_is_404(client, path):
    new_log()
    seal()
    assert client.get(f"/{path}").status_code == 404


def test_it_is_for_reading_only(client):
    new_log()
    seal()
    for path in ("/checkpoint", "/checkpoint.mldsa87", "/keys.json", Tile(0, 0, 16).path):
        for method in (client.post, client.put, client.delete):
            assert method(f"/{path.lstrip('/')}").status_code == 405
