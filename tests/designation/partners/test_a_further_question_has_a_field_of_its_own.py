"""What a roster administrator asks an organization further is answered in a field of its own, and shown with it."""

from collections.abc import Callable
from urllib.parse import urlsplit

from django.test import Client
from django.urls import reverse

from designation.demo import roster
from designation.demo.world import World
from designation.partners.actions import contact_link
from tests.designation.walking import catch_up, fresh

AsPerson = Callable[[World, str], Client]
QUESTION = "Who reads the logs of your control system?"


def test_it_is_asked_first_answered_there_and_kept_with_its_answer(
    present: World, as_person: AsPerson
) -> None:
    partner = roster.vetted(present, **roster.UTILITY)
    present.act(partner, "ask", "rolf", question=QUESTION)
    catch_up(present)
    contact = Client()
    page = contact.get(urlsplit(contact_link(partner)).path, follow=True)
    assert next(iter(page.context["form"].fields)) == "further_answer"
    assert page.context["form"]["further_answer"].label == QUESTION
    address = reverse("partner_questions")
    refused = contact.post(address, roster.OF_A_UTILITY)
    assert refused.context["form"].errors.keys() == {"further_answer"}
    assert fresh(partner).state == "asked"
    sent = roster.OF_A_UTILITY | {"further_answer": "The operator on duty reads them."}
    assert "Thank you" in contact.post(address, sent).content.decode()
    assert fresh(partner).state == "vetting"
    shown = as_person(present, "rhea").get(reverse("partner", args=[partner.number])).content.decode()
    assert QUESTION in shown
    assert "The operator on duty reads them." in shown


def test_answering_again_keeps_what_was_answered_before(present: World) -> None:
    partner = roster.vetted(present, **roster.UTILITY)
    present.act(partner, "ask", "rolf", question=QUESTION)
    roster.partners.answer(
        partner, roster.OF_A_UTILITY | {"further_answer": "The operator."}, now=present.now
    )
    roster.partners.answer(partner, roster.OF_A_UTILITY, now=present.now)
    assert fresh(partner).answers["further"] == [{"question": QUESTION, "answer": "The operator."}]
