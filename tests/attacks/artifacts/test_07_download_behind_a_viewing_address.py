"""Attack 7: append `/download` to a viewing address. Terms that allow viewing only allow no download anywhere."""

import pytest

from designation.artifacts.queries import DOWNLOADED
from tests.designation.artifacts.reading import Reader
from workflow.models import Entry

WHY = "The terms of this window allow viewing only."
ENDINGS = (
    "download/",
    "download",
    "original/",
    "raw/",
    "file/",
    "?download=1",
    "?format=pdf",
    "text/download/",
)


def test_nothing_is_downloaded(eve: Reader) -> None:
    answer = eve.client.get(f"{eve.address()}download/")
    assert answer.status_code == 403
    assert WHY in answer.content.decode()
    assert eve.client.head(f"{eve.address()}download/").status_code == 403
    assert not Entry.objects.filter(subject_id=eve.share.pk, event=DOWNLOADED).exists()


@pytest.mark.parametrize("ending", ENDINGS)
def test_no_ending_turns_an_address_of_the_viewer_into_the_file(eve: Reader, ending: str) -> None:
    image = eve.image_of(eve.opens(1))
    page, _, query = image.partition("?")
    for address in (f"{eve.address()}{ending}", f"{page}{ending}", f"{page}?{query}&{ending.lstrip('?')}"):
        answer = eve.client.get(address, follow=True)
        assert not answer.streaming
        assert b"%PDF-" not in answer.content
        assert "attachment" not in answer.get("Content-Disposition", "")
