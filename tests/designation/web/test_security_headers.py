"""Every answer forbids what the pages do not need."""

from contextlib import closing

import pytest

from designation.web.headers import CONTENT_SECURITY_POLICY


@pytest.mark.parametrize("address", ["/healthz", "/no-such-page", "/accounts/login/"])
@pytest.mark.django_db
def test_page_carries_the_headers(client, address):
    answer = client.get(address)
    assert answer["Content-Security-Policy"] == CONTENT_SECURITY_POLICY
    assert answer["X-Frame-Options"] == "DENY"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Referrer-Policy"] == "same-origin"
    assert "no-store" in answer["Cache-Control"]


def test_nothing_inline_runs():
    assert "unsafe" not in CONTENT_SECURITY_POLICY
    assert "default-src 'none'" in CONTENT_SECURITY_POLICY
    assert "frame-ancestors 'none'" in CONTENT_SECURITY_POLICY


def test_static_file_may_be_cached_and_still_carries_the_policy(client):
    with closing(client.get("/static/vendor/uswds/css/uswds.min.css")) as answer:
        assert answer.status_code == 200
        assert answer["Content-Security-Policy"] == CONTENT_SECURITY_POLICY
        assert "no-store" not in answer.get("Cache-Control", "")
