"""The register's keys: made once, for their owner alone, and never by a production site itself."""

import stat
from concurrent.futures import ThreadPoolExecutor
from io import StringIO

import pytest
from django.core.management import call_command

from workflow.ledger import keys
from workflow.ledger.checkpoint import KeysMalformed, read_keys

ORIGIN = "ledger.example/register"


@pytest.fixture(autouse=True)
def _place(settings, tmp_path):
    settings.LEDGER_KEYS = tmp_path / "keys"
    settings.LEDGER_ORIGIN = ORIGIN
    settings.MODE = "demonstration"


def test_a_demonstration_makes_its_keys_for_their_owner_alone(settings):
    made = keys.signing_keys()
    secret = settings.LEDGER_KEYS / keys.SECRET
    assert stat.S_IMODE(secret.stat().st_mode) == 0o600
    assert stat.S_IMODE(settings.LEDGER_KEYS.stat().st_mode) == 0o700
    assert keys.signing_keys().public == made.public
    assert read_keys((settings.LEDGER_KEYS / keys.PUBLIC).read_bytes()) == made.public
    assert made.public.ed25519.name == ORIGIN
    assert sorted(path.name for path in settings.LEDGER_KEYS.iterdir()) == [keys.PUBLIC, keys.SECRET]


def test_a_production_site_demands_keys_and_says_how_to_make_them(settings):
    settings.MODE = "production"
    for ask in (keys.signing_keys, keys.public_keys):
        with pytest.raises(keys.KeysMissing, match=r"manage\.py make_ledger_keys"):
            ask()
    out = StringIO()
    call_command("make_ledger_keys", stdout=out)
    assert keys.signing_keys().public.fingerprints()["mldsa87"] in out.getvalue()


def test_making_keys_again_changes_nothing(settings):
    first = keys.make(settings.LEDGER_KEYS, ORIGIN)
    assert keys.make(settings.LEDGER_KEYS, ORIGIN) == first


def test_sixteen_workers_that_make_keys_at_once_have_the_same(settings):
    with ThreadPoolExecutor(16) as pool:
        made = list(pool.map(lambda _: keys.make(settings.LEDGER_KEYS, ORIGIN), range(16)))
    assert len(set(map(str, made))) == 1


def test_keys_that_others_may_read_are_refused(settings):
    keys.make(settings.LEDGER_KEYS, ORIGIN)
    (settings.LEDGER_KEYS / keys.SECRET).chmod(0o640)
    keys._read_secret.cache_clear()
    with pytest.raises(keys.KeysExposed, match="chmod 600"):
        keys.signing_keys()


@pytest.mark.parametrize(
    "content", [b"", b"{}", b"[]", b'{"ed25519":"00","mldsa87":"00"}', b'{"ed25519":1,"mldsa87":2}']
)
def test_a_file_that_holds_no_keys_is_refused(settings, content):
    settings.LEDGER_KEYS.mkdir()
    (settings.LEDGER_KEYS / keys.SECRET).write_bytes(content)
    (settings.LEDGER_KEYS / keys.SECRET).chmod(0o600)
    with pytest.raises(KeysMalformed, match="holds no ledger keys"):
        keys.signing_keys()


def test_whoever_only_shows_keys_needs_only_the_public_file(settings):
    public = keys.make(settings.LEDGER_KEYS, ORIGIN)
    (settings.LEDGER_KEYS / keys.SECRET).unlink()
    settings.MODE = "production"
    assert keys.public_keys() == public
