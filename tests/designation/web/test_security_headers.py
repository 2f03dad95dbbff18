"""Every answer forbids what the pages do not need."""

from contextlib import closing

import pytest

POLICY = {
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self' data:",
    "font-src 'self'",
    "connect-src 'self'",
    "form-action 'self'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
}


def policy(answer):
    return set(answer["Content-Security-Policy"].split("; "))


@pytest.mark.parametrize("address", ["/healthz", "/no-such-page", "/accounts/login/"])
@pytest.mark.django_db
def test_page_carries_the_headers(client, address):
    answer = client.get(address)
    assert policy(answer) == POLICY
    assert answer["X-Frame-Options"] == "DENY"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Referrer-Policy"] == "same-origin"
    assert "no-store" in answer["Cache-Control"]


def test_static_file_may_be_cached_and_still_carries_the_policy(client):
    with closing(client.get("/static/vendor/uswds/css/uswds.min.css")) as answer:
        assert answer.status_code == 200
        assert policy(answer) == POLICY
        assert "no-store" not in answer.get("Cache-Control", "")
