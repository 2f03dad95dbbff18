"""The register's keys: made once, for their owner alone, and never by a production site itself."""

import os
import stat
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from io import StringIO

import pytest
from django.core.management import call_command

from workflow.ledger import keys
from workflow.ledger.checkpoint import KeysMalformed, read_keys

ORIGIN = "ledger.example/register"


@pytest.fixture
def no_umask():
    """Leave files the rights with which they are made."""
    before = os.umask(0)
    yield
    os.umask(before)


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


@pytest.mark.parametrize("right", [0o040, 0o020, 0o010, 0o004, 0o002, 0o001])
def test_keys_on_which_others_have_any_right_are_refused(settings, right):
    keys.make(settings.LEDGER_KEYS, ORIGIN)
    (settings.LEDGER_KEYS / keys.SECRET).chmod(0o600 | right)
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
    keys._read_secret.cache_clear()
    settings.MODE = "production"
    assert keys.public_keys() == public


def test_a_site_that_does_not_say_what_it_is_makes_no_keys(settings):
    del settings.MODE
    with pytest.raises(keys.KeysMissing):
        keys.signing_keys()
    assert not settings.LEDGER_KEYS.exists()


@pytest.mark.parametrize("mode", ["demonstration", "production"])
@pytest.mark.parametrize("ask", [keys.signing_keys, keys.public_keys])
def test_keys_that_this_process_may_not_read_are_told_from_keys_that_are_not_there(settings, ask, mode):
    settings.MODE = mode
    keys.make(settings.LEDGER_KEYS, ORIGIN)
    keys._read_secret.cache_clear()
    settings.LEDGER_KEYS.chmod(0o000)
    nobody = 65_534
    with (
        _as_user(nobody if os.geteuid() == 0 else os.geteuid()),
        pytest.raises(keys.KeysMissing, match="may not read"),
    ):
        ask()
    settings.LEDGER_KEYS.chmod(0o700)


@contextmanager
def _as_user(user):
    before = os.geteuid()
    os.seteuid(user)
    try:
        yield
    finally:
        os.seteuid(before)


@pytest.mark.usefixtures("no_umask")
def test_folders_above_the_keys_are_made_and_everybody_may_read_the_public_half(settings, tmp_path):
    settings.LEDGER_KEYS = tmp_path / "data" / "register" / "keys"
    keys.make(settings.LEDGER_KEYS, ORIGIN)
    assert stat.S_IMODE((settings.LEDGER_KEYS / "register.public").stat().st_mode) == 0o644
