"""Each setting is read into its type, or named in one sentence."""

import pytest

from designation.config import environment
from designation.config.environment import SettingProblem


@pytest.fixture
def setting(monkeypatch):
    """Return a function that sets THING in the environment."""
    return lambda value: monkeypatch.setenv("THING", value)


def test_missing_setting_is_named(monkeypatch):
    monkeypatch.delenv("THING", raising=False)
    with pytest.raises(SettingProblem, match=r"^THING is not set"):
        environment.text("THING")


def test_empty_setting_counts_as_absent(setting):
    setting("  ")
    assert environment.text("THING", "default") == "default"


@pytest.mark.parametrize(("written", "read"), [("yes", True), ("1", True), ("Off", False), ("false", False)])
def test_flag_has_two_values(setting, written, read):
    setting(written)
    assert environment.flag("THING", default=not read) is read


def test_flag_refuses_other_words(setting):
    setting("maybe")
    with pytest.raises(SettingProblem, match="true or false"):
        environment.flag("THING", default=False)


@pytest.mark.parametrize("written", ["0", "65536", "-1", "8o80", "٣"])
def test_number_outside_its_range_is_refused(setting, written):
    setting(written)
    with pytest.raises(SettingProblem, match="whole number from 1 to 65535"):
        environment.integer("THING", 8000, least=1, most=65535)


def test_choice_is_one_of_those_allowed(setting):
    setting("staging")
    with pytest.raises(SettingProblem, match="demonstration, production, test"):
        environment.choice("THING", "test", environment.MODES)


def test_words_are_separated_by_commas(setting):
    setting("a.example, b.example,")
    assert environment.words("THING") == ["a.example", "b.example"]


def test_database_on_a_network():
    read = environment.database(
        "postgresql://app:p%40ss@db.example:5433/designation?sslmode=require", "THING"
    )
    assert (read["HOST"], read["PORT"], read["NAME"]) == ("db.example", "5433", "designation")
    assert (read["USER"], read["PASSWORD"], read["OPTIONS"]["sslmode"]) == ("app", "p@ss", "require")


def test_database_on_a_socket():
    read = environment.database("postgresql://app:secret@/designation?host=%2Frun%2Fpg", "THING")
    assert (read["HOST"], read["PORT"]) == ("/run/pg", "")


@pytest.mark.parametrize(
    ("url", "sentence"),
    [
        ("sqlite:///file", "must begin with postgresql://"),
        ("postgresql://app:secret@host/", "names no database"),
        ("postgresql://app:secret@host:many/name", "port"),
        ("postgresql://app:secret@host/name?color=red", "color"),
        ("postgresql://app:secret@[host/name", "cannot be read|can be read"),
    ],
)
def test_malformed_database_is_refused_without_its_password(url, sentence):
    with pytest.raises(SettingProblem, match=sentence) as problem:
        environment.database(url, "THING")
    assert "secret" not in str(problem.value)


@pytest.mark.parametrize(
    ("redis_url", "broker"),
    [
        ("redis://cache.example:6379/0", "redis://cache.example:6379/0"),
        ("unix:///run/redis.sock?db=3", "redis+socket:///run/redis.sock?virtual_host=3"),
        ("unix:///run/redis.sock", "redis+socket:///run/redis.sock?virtual_host=0"),
    ],
)
def test_queue_is_the_same_redis(setting, redis_url, broker):
    setting(redis_url)
    assert environment.broker(environment.redis("THING")) == broker


def test_redis_of_another_kind_is_refused(setting):
    setting("memcached://host")
    with pytest.raises(SettingProblem, match="redis://"):
        environment.redis("THING")


@pytest.mark.parametrize(
    ("url", "port", "from_the_start"),
    [("smtp://u:p@mail.example", 587, False), ("smtps://u:p@mail.example", 465, True)],
)
def test_mail_is_always_encrypted(setting, url, port, from_the_start):
    setting(url)
    read = environment.mail("THING")
    assert (read["EMAIL_PORT"], read["EMAIL_USE_SSL"], read["EMAIL_USE_TLS"]) == (
        port,
        from_the_start,
        not from_the_start,
    )


def test_mail_server_without_a_host_is_refused(setting):
    setting("smtp:mail.example")
    with pytest.raises(SettingProblem, match="must look like"):
        environment.mail("THING")


@pytest.mark.parametrize("url", ["ftp://x.example", "https://x.example/path", "https://", "x.example"])
def test_site_is_an_address_without_a_path(setting, url):
    setting(url)
    with pytest.raises(SettingProblem):
        environment.site("THING", None, https_only=False)


def test_demonstration_keeps_its_own_secret(monkeypatch, tmp_path):
    monkeypatch.delenv("SECRET_KEY", raising=False)
    first = environment.secret_key("demonstration", tmp_path)
    assert first == environment.secret_key("demonstration", tmp_path)
    assert first.startswith("demonstration-")
    assert (tmp_path / "secret_key").stat().st_mode & 0o077 == 0
