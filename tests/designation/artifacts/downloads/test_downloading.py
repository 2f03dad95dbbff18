"""An evaluator downloads a shared file, or one range of it, where the terms allow that. Each time is an entry first."""

from __future__ import annotations

import hashlib
from typing import Any

import pytest
from django.conf import settings as django_settings
from django.db import DatabaseError, connection
from django.test import Client
from django.urls import reverse

from designation.artifacts.downloads.streams import MOST_OF_A_PERSON, streams
from designation.artifacts.models import Download
from designation.artifacts.queries import DOWNLOAD_ENDED, DOWNLOADED
from tests.designation.artifacts.downloads.serving import address_of, wait_for
from tests.designation.artifacts.downloads.site import SMALL, Site
from tests.designation.walking import refused
from tests.proved import proved
from workflow.guards import CLOCK
from workflow.perform import perform

ETAG = f'"{hashlib.sha256(SMALL).hexdigest()}"'


def ask(site: Site, method: str = "get", **headers: str) -> Any:
    return getattr(site.eve, method)(address_of(site.small), headers=headers)


def content(answer: Any) -> bytes:
    """Take everything, as a web server does."""
    taken = b"".join(answer.streaming_content)
    answer.close()
    return taken


def begun(site: Site) -> list[dict[str, Any]]:
    """Return the first entries, in order."""
    return list(site.entries(DOWNLOADED).values_list("details", flat=True))


def ended(site: Site, number: int = 1) -> list[dict[str, Any]]:
    """Wait for the second entries of what this test began."""
    ids = [details["download"] for details in begun(site)]
    entries = site.entries(DOWNLOAD_ENDED).filter(details__download__in=ids)
    wait_for(lambda: entries.count() >= number, "the ends are recorded")
    return list(entries.values_list("details", flat=True))


def test_the_whole_file_with_its_headers(downloads: Site) -> None:
    answer = ask(downloads, accept_encoding="gzip, br")
    assert answer.status_code == 200
    assert content(answer) == SMALL
    assert answer["Content-Length"] == str(len(SMALL))
    assert answer["Content-Type"] == "application/octet-stream"
    assert answer["ETag"] == ETAG
    assert answer["Accept-Ranges"] == "bytes"
    assert answer["X-Accel-Buffering"] == "no"
    assert {"no-store", "no-transform"} <= set(answer["Cache-Control"].split(", "))
    assert answer["Content-Disposition"].startswith('attachment; filename="r_pertoire.bin"; filename*=UTF-8')


def test_nothing_compresses_it(downloads: Site) -> None:
    answer = ask(downloads, accept_encoding="gzip, br")
    assert "Content-Encoding" not in answer
    assert not [one for one in django_settings.MIDDLEWARE if "gzip" in one.lower()]
    content(answer)


def test_one_range(downloads: Site) -> None:
    answer = ask(downloads, range="bytes=65530-65549", if_range=ETAG)
    assert (answer.status_code, answer["Content-Length"]) == (206, "20")
    assert answer["Content-Range"] == f"bytes 65530-65549/{len(SMALL)}"
    assert content(answer) == SMALL[65530:65550]
    assert [(one["first"], one["last"]) for one in begun(downloads)] == [(65530, 65549)]


def test_the_last_bytes(downloads: Site) -> None:
    assert content(ask(downloads, range="bytes=-4")) == SMALL[-4:]


@pytest.mark.parametrize(
    "headers", [{"range": "bytes=0-1,5-6"}, {"range": "bytes=0-1", "if_range": '"older"'}, {"range": "x"}]
)
def test_the_whole_where_not_one_range_is_asked_for(downloads: Site, headers: dict[str, str]) -> None:
    answer = ask(downloads, **headers)
    assert answer.status_code == 200
    assert "Content-Range" not in answer
    assert len(content(answer)) == len(SMALL)


def test_a_range_that_there_is_not(downloads: Site) -> None:
    answer = ask(downloads, range=f"bytes={len(SMALL)}-")
    assert (answer.status_code, answer["Content-Range"]) == (416, f"bytes */{len(SMALL)}")
    assert answer.content == b""
    assert begun(downloads) == []


def test_what_the_client_has_is_not_sent_again(downloads: Site) -> None:
    assert ask(downloads, if_none_match=ETAG).status_code == 304
    assert ask(downloads, if_match='"older"').status_code == 412
    assert begun(downloads) == []


def test_headers_alone_are_the_same_and_no_reading(downloads: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    from designation.artifacts import storage

    whole = ask(downloads)
    content(whole)
    ended(downloads)
    monkeypatch.delattr(storage, "open_share")
    head = ask(downloads, "head")
    assert (head.status_code, head.content) == (200, b"")
    assert {name: value for name, value in whole.items() if name != "Vary"} == {
        name: value for name, value in head.items() if name != "Vary"
    }
    assert len(begun(downloads)) == 1


@pytest.mark.parametrize("method", ["post", "put", "delete"])
def test_no_other_method_is_allowed(downloads: Site, method: str) -> None:
    answer = ask(downloads, method)
    assert (answer.status_code, answer["Allow"]) == (405, "GET, HEAD")
    assert begun(downloads) == []


def test_it_is_recorded_before_the_first_byte_and_how_it_ended_afterwards(downloads: Site) -> None:
    answer = ask(downloads)
    (entry,) = begun(downloads)
    assert (entry["first"], entry["last"], entry["length_bytes"]) == (0, len(SMALL) - 1, len(SMALL))
    recorded = downloads.entries(DOWNLOADED).get()
    assert recorded.actor == str(downloads.grant().pk)
    assert recorded.sides == ["developer", "government"]
    assert Download.objects.filter(pk=entry["download"]).exists()
    content(answer)
    assert ended(downloads) == [
        {"download": entry["download"], "outcome": "complete", "handed_over": len(SMALL)}
    ]
    assert not Download.objects.filter(pk=entry["download"]).exists()


def test_each_request_for_bytes_is_an_entry(downloads: Site) -> None:
    for asked in ("bytes=0-9", "bytes=10-19"):
        content(ask(downloads, range=asked))
    assert len(ended(downloads, 2)) == len(begun(downloads)) == 2


def test_what_cannot_be_recorded_is_not_handed_over(downloads: Site) -> None:
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE designation_download ADD CONSTRAINT none CHECK (false) NOT VALID")
    try:
        with pytest.raises(DatabaseError):
            ask(downloads)
    finally:
        with connection.cursor() as cursor:
            cursor.execute("ALTER TABLE designation_download DROP CONSTRAINT none")
    assert begun(downloads) == []
    assert streams.under_way() == []


def test_nothing_more_is_handed_over_once_access_ended(downloads: Site) -> None:
    answer = downloads.eve.get(address_of(downloads.large))
    blocks = iter(answer.streaming_content)
    assert len(next(blocks)) == 65536
    perform(downloads.large, "end", actor=CLOCK)
    (stream,) = [one for one in streams.under_way() if one.share == downloads.large.pk]
    wait_for(lambda: stream.cut_because, "the watch sees it", within_s=1)
    with pytest.raises(ConnectionResetError):
        next(blocks)
    answer.close()
    end = wait_for(downloads.entries(DOWNLOAD_ENDED, downloads.large).first, "the end is recorded")
    assert (end.details["outcome"], end.details["handed_over"]) == ("cut: access ended", 65536)


def test_no_connection_is_held_while_bytes_are_handed_over(downloads: Site) -> None:
    answer = ask(downloads)
    blocks = iter(answer.streaming_content)
    next(blocks)
    held = connection.connection
    answer.close()
    assert held is None


def test_one_person_has_three_downloads_at_once(downloads: Site) -> None:
    answers = [ask(downloads) for _ in range(MOST_OF_A_PERSON)]
    more = ask(downloads)
    assert (more.status_code, more["Retry-After"]) == (503, "10")
    assert "Three of your downloads are under way" in more.content.decode()
    assert len(begun(downloads)) == MOST_OF_A_PERSON
    answers[0].close()
    content(ask(downloads))
    for answer in answers:
        answer.close()


def test_content_that_was_altered_is_not_handed_over(downloads: Site, settings: Any, tmp_path: Any) -> None:
    from shutil import copytree

    settings.VAULT_DIR = copytree(settings.VAULT_DIR, tmp_path / "altered")
    (path,) = settings.VAULT_DIR.rglob(f"*{downloads.small.artifact.object_id.hex}*")
    altered = bytearray(path.read_bytes())
    altered[-20] ^= 1
    path.write_bytes(altered)
    answer = ask(downloads)
    with pytest.raises(ConnectionResetError):
        content(answer)
    answer.close()
    (end,) = ended(downloads)
    assert (end["outcome"], end["handed_over"]) == ("cut: content not readable", 0)


def test_the_windows_page_offers_the_download_and_the_viewer_leads_there(downloads: Site) -> None:
    window = downloads.eve.get(
        reverse("window", args=[downloads.window.request.number, downloads.window.number])
    ).content.decode()
    assert f'href="{address_of(downloads.small)}"' in window
    assert "not shown page by page" in window
    viewer = downloads.eve.get(address_of(downloads.small, "share_read")).content.decode()
    assert "This file cannot be shown page by page." in viewer
    assert f'href="{address_of(downloads.small)}"' in viewer


def test_the_developer_sees_who_downloaded_what_and_how_it_ended(downloads: Site) -> None:
    content(ask(downloads))
    ended(downloads)
    content(ask(downloads, range="bytes=0-9"))
    ended(downloads, 2)
    dana = Client()
    proved(dana, downloads.world.people["dana"])
    page = dana.get(reverse("accesses", args=[downloads.window.request.number])).content.decode()
    assert "Eve Laurent" in page
    assert f"downloaded the file (all of {len(SMALL):,} bytes)" in page
    assert "downloaded a part of the file (all of 10 bytes)" in page


def test_an_end_is_recorded_once_and_by_nobody_but_the_clock(downloads: Site) -> None:
    content(ask(downloads))
    (end,) = ended(downloads)
    again = {**end, "outcome": "unknown"}
    assert refused(lambda: perform(downloads.small, "note_download", actor=CLOCK, inputs=again)) == (
        "not_under_way",
    )
    for key in ("eve", "carl", "sam"):
        actor = downloads.world.actor(key)
        codes = refused(
            lambda actor=actor: perform(downloads.small, "note_download", actor=actor, inputs=end)
        )
        assert "not_your_role" in codes


@pytest.mark.parametrize(
    ("first", "last"), [(-1, 3), (0, len(SMALL)), (5, 4), ("0", 1), (0, None), (True, 1)]
)
def test_bytes_that_there_are_not_are_not_recorded(downloads: Site, first: object, last: object) -> None:
    asked = {"download": "0" * 32, "first": first, "last": last}
    actor = downloads.world.actor("eve")
    assert refused(lambda: perform(downloads.small, "download", actor=actor, inputs=asked)) == (
        "no_such_bytes",
    )


@pytest.mark.parametrize("key", ["carl", "ravi", "abel", "hope", "eli", "olga"])
def test_nobody_else_downloads(downloads: Site, key: str) -> None:
    other = Client()
    proved(other, downloads.world.people[key])
    assert other.get(address_of(downloads.small)).status_code in (403, 404)
    assert other.head(address_of(downloads.small)).status_code in (403, 404)
    assert begun(downloads) == []
