"""Log lines keep nothing that opens a door."""

import json
import logging

import pytest

from designation.config.logs import JsonFormatter, LineFormatter, without_secrets

TOKEN = "Mk3" + "aB9_" * 12


@pytest.mark.parametrize(
    "line",
    [
        "cannot reach postgresql://app:hunter2@db.example/designation",
        f"Internal Server Error: /invitations/{TOKEN}/",
        "Internal Server Error: /accounts/password/reset/key/1-hunter2/",
        "GET /requests/?q=hunter2 HTTP/1.1",
        "{'password': 'hunter2', 'next': '/'}",
        "csrfmiddlewaretoken=hunter2&x=1",
    ],
)
def test_secret_is_replaced_by_an_ellipsis(line):
    cleaned = without_secrets(line)
    assert "hunter2" not in cleaned
    assert TOKEN not in cleaned
    assert "…" in cleaned


@pytest.mark.parametrize(
    "line",
    [
        "The web process ended (status 1); starting it again.",
        "Internal Server Error: /requests/5f0c1f9e-8a43-4a2e-9b57-3a1f3f1f9a10/",
        "sealed 14 heads in 0.02 s",
    ],
)
def test_ordinary_line_stays_as_it_is(line):
    assert without_secrets(line) == line


def test_traceback_is_cleaned_as_well():
    try:
        raise ValueError("redis://user:hunter2@cache.example")
    except ValueError:
        record = logging.LogRecord("x", logging.ERROR, __file__, 1, "failed", (), None)
        import sys

        record.exc_info = sys.exc_info()
    line = LineFormatter().format(record)
    assert "ValueError" in line
    assert "hunter2" not in line


def test_a_json_line_is_one_object_without_secrets() -> None:
    record = logging.makeLogRecord(
        {"name": "web", "levelname": "INFO", "created": 0.5, "msecs": 500, "msg": "asked\nfor /a?token=%s"}
        | {"args": ("s3cret",)}
    )
    line = JsonFormatter().format(record)
    assert "\n" not in line
    assert json.loads(line) == {
        "at": "1970-01-01T00:00:00.500Z", "level": "INFO", "logger": "web", "message": "asked\nfor /a?…"
    }  # fmt: skip
    try:
        raise ValueError("password=s3cret")
    except ValueError as error:
        record.exc_info = (type(error), error, error.__traceback__)
    said = json.loads(JsonFormatter().format(record))
    assert "ValueError" in said["traceback"]
    assert "s3cret" not in said["traceback"]
