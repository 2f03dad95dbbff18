"""A drafter writes an agreement, and a certifying officer puts it into force."""

from collections.abc import Callable

from django.test import Client
from django.urls import reverse

from designation.artifacts.models import Agreement, Share
from designation.demo.world import World
from tests.designation.artifacts.agreeing import TEXT, TITLE, written
from tests.designation.walking import fresh

AsPerson = Callable[[World, str], Client]


def test_a_drafter_writes_and_the_officer_puts_it_into_force_on_pages(
    present: World, share: Share, as_person: AsPerson
) -> None:
    number = share.window.request.number
    dana, carl = as_person(present, "dana"), as_person(present, "carl")
    write = reverse("agreement_write", args=[number])
    answer = dana.post(write, {"title": TITLE, "text": TEXT.replace("\n", "\r\n")})
    draft = Agreement.objects.get()
    assert answer.url == reverse("agreement", args=[number, draft.pk])
    assert (draft.title, draft.text) == (TITLE, TEXT)
    step = reverse("agreement_step", args=[number, draft.pk, "put_in_force"])
    assert dana.get(step).status_code == 404
    asked = carl.get(step)
    assert "Keep what you read confidential." in asked.content.decode()
    assert carl.post(step, asked.context["hidden"]).status_code == 302
    assert fresh(draft).state == "in_force"


def test_what_was_typed_is_kept_when_it_is_refused(present: World, share: Share, as_person: AsPerson) -> None:
    dana = as_person(present, "dana")
    write = reverse("agreement_write", args=[share.window.request.number])
    answer = dana.post(write, {"title": TITLE, "text": "SECRET//NOFORN\nWhat I typed."})
    assert answer.status_code == 409
    assert "What I typed." in answer.content.decode()
    assert not Agreement.objects.exists()


def test_nothing_can_hide_in_the_text(present: World, share: Share) -> None:
    hidden = "Keep\u202e it\u200b secret.\x00\r\n\r\n\tAlways.  \n"
    assert written(present, share.window.request, hidden).text == "Keep it secret.\n\n    Always."
