"""Readers for environment variables. Every setting that differs between installations is read here.

Each reader returns a typed value or raises `SettingProblem`. Its message is one sentence that names the
setting, what is wrong, and how to fix it. No message repeats a secret.
"""

import os
import secrets
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

MODES = ("demonstration", "production", "test")
LOOPBACK = ("127.0.0.1", "::1", "localhost")
DEMONSTRATION_PREFIX = "demonstration-"
_DATABASE_OPTIONS = {
    "host",
    "sslmode",
    "sslrootcert",
    "sslcert",
    "sslkey",
    "connect_timeout",
    "application_name",
}


class SettingProblem(ImproperlyConfigured):
    """A setting is missing or malformed. The message is shown to the person who starts the process."""


def text(name: str, default: str | None = None) -> str:
    """Return the setting, or `default` if it is absent or empty. Raises: SettingProblem, if there is no default."""
    value = os.environ.get(name, "").strip()
    if value:
        return value
    if default is None:
        raise SettingProblem(f"{name} is not set; see the settings table in README.md.")
    return default


def flag(name: str, *, default: bool) -> bool:
    """Return True for `true`, `yes`, `on` or `1`, and False for `false`, `no`, `off` or `0`. Raises: SettingProblem."""
    value = text(name, "true" if default else "false").lower()
    if value in ("true", "yes", "on", "1"):
        return True
    if value in ("false", "no", "off", "0"):
        return False
    raise SettingProblem(f"{name} must be true or false, not {value!r}.")


def integer(name: str, default: int, *, least: int, most: int) -> int:
    """Return the setting as a whole number from `least` to `most`, inclusive. Raises: SettingProblem."""
    value = text(name, str(default))
    if not value.isascii() or not value.isdigit() or not least <= int(value) <= most:
        raise SettingProblem(f"{name} must be a whole number from {least} to {most}, not {value!r}.")
    return int(value)


def choice(name: str, default: str, allowed: tuple[str, ...]) -> str:
    """Return the setting, which must be one of `allowed`. Raises: SettingProblem."""
    value = text(name, default)
    if value not in allowed:
        raise SettingProblem(f"{name} must be one of {', '.join(allowed)}, not {value!r}.")
    return value


def mode(name: str) -> str:
    """Return the kind of installation. The default is `demonstration`, but only if no other machine can reach the site.

    Raises: SettingProblem, if SITE_URL or HOST makes the site reachable and the setting is absent.
    """
    chosen = choice(name, "demonstration", MODES)
    reached = text("SITE_URL", "").startswith("https:") or text("HOST", "127.0.0.1") not in LOOPBACK
    if reached and not os.environ.get(name, "").strip():
        raise SettingProblem(
            f"{name} is not set, and by SITE_URL or HOST others can reach this site: name production or demonstration."
        )
    return chosen


def words(name: str) -> list[str]:
    """Return the comma-separated parts of the setting. The list is empty if the setting is absent."""
    return [part.strip() for part in text(name, "").split(",") if part.strip()]


def database(url: str, name: str) -> dict[str, Any]:
    """Return Django's settings for the PostgreSQL database at `url`. Error messages refer to the setting `name`.

    For a Unix socket, use `postgresql://USER:PASSWORD@/NAME?host=/folder`.
    """
    parts = _split(url, name)
    if parts.scheme not in ("postgresql", "postgres"):
        raise SettingProblem(f"{name} must begin with postgresql://.")
    database_name = unquote(parts.path.lstrip("/"))
    if not database_name:
        raise SettingProblem(
            f"{name} names no database: it must look like postgresql://USER:PASSWORD@HOST/NAME."
        )
    options = dict(parse_qsl(parts.query))
    if unknown := sorted(set(options) - _DATABASE_OPTIONS):
        raise SettingProblem(f"{name} has an option that is not known: {unknown[0]}.")
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": database_name,
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": options.pop("host", "") or unquote(parts.hostname or ""),
        "PORT": str(_port(parts, name) or ""),
        "CONN_MAX_AGE": 300,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": {
            "server_side_binding": True,
            "prepare_threshold": 1,
            "connect_timeout": 5,
            "application_name": "designation",
            **options,
        },
    }


def redis(name: str = "REDIS_URL") -> str:
    """Return the URL of the Redis server: `redis://`, `rediss://` or `unix:///path`."""
    url = text(name)
    parts = _split(url, name)
    if parts.scheme not in ("redis", "rediss", "unix"):
        raise SettingProblem(f"{name} must begin with redis://, rediss:// or unix://.")
    _port(parts, name)
    return url


def broker(redis_url: str) -> str:
    """Return the URL of the same Redis server in the form that Celery's transport expects."""
    parts = urlsplit(redis_url)
    if parts.scheme != "unix":
        return redis_url
    return f"redis+socket://{parts.path}?virtual_host={dict(parse_qsl(parts.query)).get('db', '0')}"


def mail(name: str = "EMAIL_URL") -> dict[str, Any]:
    """Return Django's mail settings for `smtp://` (STARTTLS) or `smtps://` (TLS from the start)."""
    parts = _split(text(name), name)
    if parts.scheme not in ("smtp", "smtps") or not parts.hostname:
        raise SettingProblem(
            f"{name} must look like smtp://USER:PASSWORD@HOST:587 or smtps://USER:PASSWORD@HOST:465."
        )
    implicit_tls = parts.scheme == "smtps"
    return {
        "EMAIL_BACKEND": "django.core.mail.backends.smtp.EmailBackend",
        "EMAIL_HOST": parts.hostname,
        "EMAIL_PORT": _port(parts, name) or (465 if implicit_tls else 587),
        "EMAIL_HOST_USER": unquote(parts.username or ""),
        "EMAIL_HOST_PASSWORD": unquote(parts.password or ""),
        "EMAIL_USE_SSL": implicit_tls,
        "EMAIL_USE_TLS": not implicit_tls,
        "EMAIL_TIMEOUT": 20,
    }


def site(name: str, default: str | None, *, https_only: bool) -> str:
    """Return the public URL of the site, without a path."""
    url = text(name, default).rstrip("/")
    parts = _split(url, name)
    if parts.scheme not in ("http", "https") or not parts.hostname or parts.path or parts.query:
        raise SettingProblem(f"{name} must look like https://HOST, without a path.")
    _port(parts, name)
    if https_only and parts.scheme != "https":
        raise SettingProblem(f"{name} must begin with https:// in production.")
    return url


def address(name: str) -> tuple[str, int] | str | None:
    """Return where a server of this machine listens: host and port, the path of a Unix socket, or None if not set.

    Raises: SettingProblem, also for an address that other machines can reach.
    """
    value = text(name, "")
    if not value or value.startswith("/"):
        return value or None
    parts = _split(f"//{value}", name)
    port = _port(parts, name)
    if parts.hostname not in LOOPBACK or not port or parts.path:
        raise SettingProblem(
            f"{name} must be 127.0.0.1:PORT or the path of a Unix socket, so that no other machine reaches it."
        )
    return (parts.hostname, port)


def secret_key(mode: str, data_dir: Path) -> str:
    """Return the signing secret. It comes from SECRET_KEY; outside production it can be generated in the data folder.

    Raises: SettingProblem, in production, if it is missing, is weak, or was made for a demonstration.
    """
    if mode == "test":
        return "test-" + "0" * 50
    if mode != "production":
        return text("SECRET_KEY", "") or _demonstration_secret(data_dir)
    value = text("SECRET_KEY")
    if value.startswith((DEMONSTRATION_PREFIX, "test-", "django-insecure-")):
        raise SettingProblem(
            "SECRET_KEY is a demonstration's; production needs its own, at least 50 characters."
        )
    if len(value) < 50 or len(set(value)) < 5:
        raise SettingProblem(
            "SECRET_KEY is too weak; production needs at least 50 characters drawn at random."
        )
    return value


def _demonstration_secret(data_dir: Path) -> str:
    path = data_dir / "secret_key"
    try:
        data_dir.mkdir(mode=0o700, parents=True, exist_ok=True)
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return path.read_text().strip()
    except OSError as problem:
        raise SettingProblem(f"DATA_DIR cannot be written to: {problem}.") from problem
    value = DEMONSTRATION_PREFIX + secrets.token_urlsafe(48)
    with os.fdopen(descriptor, "w") as file:
        file.write(value)
    return value


def _split(url: str, name: str) -> Any:
    try:
        return urlsplit(url)
    except ValueError as problem:
        raise SettingProblem(f"{name} is not an address that can be read.") from problem


def _port(parts: Any, name: str) -> int | None:
    try:
        return parts.port
    except ValueError as problem:
        raise SettingProblem(f"{name} has a port that is not a number from 0 to 65535.") from problem
