"""Terms that allow viewing only allow no download, and viewer and window say so."""

from __future__ import annotations

from typing import Any

import pytest

from designation.artifacts.may_read import may_download_now
from designation.artifacts.queries import DOWNLOADED
from designation.artifacts.rules.shares import allows_downloads
from designation.demo.world import World
from designation.windows.models import TermsVersion
from tests.designation.artifacts.reading import Reader
from tests.designation.walking import fresh, refused
from tests.overwriting import overwrite
from workflow.models import Entry
from workflow.perform import perform

WHY = "The terms of this window allow viewing only."


def test_no_download_is_recorded(eve: Reader, present: World) -> None:
    asked = {"download": "0" * 32, "first": 0, "last": 1}
    codes = refused(lambda: perform(eve.share, "download", actor=present.actor("eve"), inputs=asked))
    assert codes == ("viewing_only",)
    assert not Entry.objects.filter(subject_id=eve.share.pk, event=DOWNLOADED).exists()


def test_viewer_and_window_say_why_and_offer_nothing(eve: Reader) -> None:
    for page in (eve.opens(1), eve.client.get(f"{eve.address()}".split("shared/")[0])):
        shown = page.content.decode()
        assert WHY in shown
        assert "/download/" not in shown


@pytest.mark.parametrize(
    ("reading", "codes"),
    [("download", ()), ("view", ("viewing_only",)), ("", ("viewing_only",)), (None, ("viewing_only",))],
)
def test_only_the_word_of_the_terms_allows_it(
    eve: Reader, present: World, reading: str | None, codes: Any
) -> None:
    version = eve.share.window.terms
    content = {name: value for name, value in version.content.items() if name != "reading"}
    if reading is not None:
        content["reading"] = reading
    overwrite(TermsVersion.objects.filter(pk=version.pk), content=content)
    pair = (present.people["eve"].pk, eve.share.pk)
    assert may_download_now([pair])[pair].reasons == codes
    assert allows_downloads(fresh(eve.share.window)) is (codes == ())


def test_a_batch_says_the_same_as_a_question_about_each(eve: Reader, present: World) -> None:
    eve_, eli, window = present.people["eve"].pk, present.people["eli"].pk, eve.share.window_id
    pairs = [(eve_, eve.share.pk), (eli, eve.share.pk), (eve_, window)]
    found = {pair: answer.reasons for pair, answer in may_download_now(pairs).items()}
    assert found == {
        pairs[0]: ("viewing_only",),
        pairs[1]: ("not_named",),
        pairs[2]: ("not_named",),
    }
    perform(eve.share, "end", actor=present.actor("dana"))
    assert may_download_now(pairs[:1])[pairs[0]].reasons == ("share_ended", "viewing_only")
