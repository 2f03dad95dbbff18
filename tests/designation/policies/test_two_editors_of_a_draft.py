"""Two editors at one draft: neither overwrites the other, and only what both changed is put to the second one."""

from collections.abc import Callable

import pytest
from django.test import Client

from designation.demo.world import World
from designation.models import Policy
from designation.policies import actions as policies
from tests.designation.policies.conftest import EDIT, typed
from tests.designation.tabs import field, summary

AsPerson = Callable[[World, str], Client]


@pytest.fixture
def draft(demo_world: World) -> Policy:
    return policies.draft(actor=demo_world.actor("paul"))


def stored(row: Policy) -> Policy:
    return Policy.objects.get(pk=row.pk)


def test_the_second_of_two_editors_sees_both_versions_and_loses_nothing(
    demo_world: World, draft: Policy, as_person: AsPerson
) -> None:
    paul, petra = as_person(demo_world, "paul"), as_person(demo_world, "petra")
    pauls, petras = paul.get(EDIT), petra.get(EDIT)
    paul.post(EDIT, typed(pauls, clock_answer="11"))
    answer = petra.post(EDIT, typed(petras, clock_answer="15", notice_voluntary="Petra's words."))
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "Somebody else changed this meanwhile" in field(answer, "clock_answer")
    assert 'href="#id_clock_answer"' in summary(answer)
    assert "Saved now" in page
    assert "Petra&#x27;s words." in page
    assert 'value="15"' in page
    assert stored(draft).days("answer") == 11
    petra.post(EDIT, typed(answer))
    assert stored(draft).days("answer") == 15
    assert stored(draft).value("notices")["voluntary"] == "Petra's words."


def test_what_an_editor_left_alone_stays_as_the_other_saved_it(
    demo_world: World, draft: Policy, as_person: AsPerson
) -> None:
    paul, petra = as_person(demo_world, "paul"), as_person(demo_world, "petra")
    petras = petra.get(EDIT)
    pauls = {"clock_answer": "11", "remind_closing": "", "remind_conclusion": "3"}
    paul.post(EDIT, typed(paul.get(EDIT), effective_at="2030-05-01T09:00", **pauls))
    assert petra.post(EDIT, typed(petras, clock_consultation="9")).status_code == 302
    row = stored(draft)
    assert (row.days("answer"), row.days("consultation")) == (11, 9)
    assert (row.reminders("closing"), row.reminders("conclusion")) == ([], [3])
    assert row.effective_at is not None


def test_of_two_saves_only_what_both_changed_is_shown_and_the_rest_is_not_reverted(
    demo_world: World, draft: Policy, as_person: AsPerson
) -> None:
    paul, petra = as_person(demo_world, "paul"), as_person(demo_world, "petra")
    petras = petra.get(EDIT)
    paul.post(EDIT, typed(paul.get(EDIT), clock_answer="11", effective_at="2030-05-01T09:00", extensions="1"))
    answer = petra.post(EDIT, typed(petras, clock_answer="15", clock_consultation="9"))
    both = answer.content.decode().split('id="theirs"')[1].split("</table>")[0]
    assert both.count('<th scope="row"') == 1
    assert "Answering questions" in both
    assert petra.post(EDIT, typed(answer)).status_code == 302
    row = stored(draft)
    assert (row.days("answer"), row.days("consultation"), row.number_of("extensions")) == (15, 9, 1)
    assert row.effective_at is not None


def test_an_error_in_between_does_not_hide_that_somebody_else_saved(
    demo_world: World, draft: Policy, as_person: AsPerson
) -> None:
    paul, petra = as_person(demo_world, "paul"), as_person(demo_world, "petra")
    petras = petra.get(EDIT)
    paul.post(EDIT, typed(paul.get(EDIT), clock_answer="11"))
    wrong = petra.post(EDIT, typed(petras, clock_answer="400"))
    assert petra.post(EDIT, typed(wrong, clock_answer="15")).status_code == 409
    assert stored(draft).days("answer") == 11
