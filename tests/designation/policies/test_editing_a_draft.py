"""Writing a draft: all is data on one page, and nothing typed is lost."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client

from designation.demo.world import World
from designation.models import Policy
from designation.policies import actions as policies
from tests.designation.policies.conftest import EDIT, typed
from tests.designation.tabs import field, summary
from workflow import clock
from workflow.calendars import ZONE
from workflow.errors import Refused

AsPerson = Callable[[World, str], Client]


@pytest.fixture
def draft(demo_world: World) -> Policy:
    return policies.draft(actor=demo_world.actor("paul"))


def stored(row: Policy) -> Policy:
    return Policy.objects.get(pk=row.pk)


def test_beginning_a_draft_asks_once_and_copies_the_newest_version(
    demo_world: World, as_person: AsPerson
) -> None:
    paul = as_person(demo_world, "paul")
    assert "Begin the draft" in paul.get("/policies/new/").content.decode()
    assert Policy.objects.count() == 1
    answer = paul.post("/policies/new/")
    assert answer["Location"] == EDIT
    first, second = Policy.objects.order_by("number")
    assert second.values == first.values
    assert second.effective_at is None


def test_every_value_is_edited_on_one_page(demo_world: World, draft: Policy, as_person: AsPerson) -> None:
    paul = as_person(demo_world, "paul")
    office = str(demo_world.office("oncd", "Technology Security").pk)
    sent = typed(
        paul.get(EDIT), effective_at="2030-05-01T09:00", lead_agency=str(demo_world.organizations["cisa"].pk),
        consultees=[office], clock_answer="12", remind_answer="1, 6", remind_closing="", terms_signers="3",
        required_sections=["entity", "model"], new_variant_needs_request="on", notice_voluntary="You can leave.",
    )  # fmt: skip
    answer = paul.post(EDIT, sent, follow=True)
    assert "The draft is saved." in answer.content.decode()
    row = stored(draft)
    assert row.effective_at is not None
    assert row.effective_at.isoformat() == "2030-05-01T13:00:00+00:00"
    assert row.value("lead_agency") == str(demo_world.organizations["cisa"].pk)
    assert row.value("consultees") == [office]
    assert (row.days("answer"), row.reminders("answer"), row.reminders("closing")) == (12, [6, 1], [])
    assert row.number_of("terms_signers") == 3
    assert row.value("required_sections") == ["entity", "model"]
    assert row.flag("new_variant_needs_request")
    assert row.value("notices")["voluntary"] == "You can leave."


def test_saving_what_was_shown_changes_nothing(demo_world: World, draft: Policy, as_person: AsPerson) -> None:
    paul = as_person(demo_world, "paul")
    paul.post(EDIT, typed(paul.get(EDIT)))
    assert stored(draft).values == draft.values


def test_wrong_values_come_back_as_they_were_typed(
    demo_world: World, draft: Policy, as_person: AsPerson
) -> None:
    paul = as_person(demo_world, "paul")
    sent = typed(paul.get(EDIT), clock_answer="400", remind_answer="soon", notice_voluntary="Kept words.")
    page = paul.post(EDIT, sent).content.decode()
    assert 'value="400"' in page
    assert 'value="soon"' in page
    assert "Kept words." in page
    assert "Give whole numbers of days" in page
    assert stored(draft).values == draft.values


def test_an_error_says_whether_it_is_about_a_clock_or_its_reminders(
    demo_world: World, draft: Policy, as_person: AsPerson
) -> None:
    paul = as_person(demo_world, "paul")
    sent = typed(paul.get(EDIT), clock_completeness="400", remind_completeness="soon")
    said = summary(paul.post(EDIT, sent))
    assert ">Clocks: Completeness check (business days)</a>" in said
    assert ">Reminders: Completeness check</a>" in said


def test_what_keeps_a_draft_from_being_signed_names_clock_and_reminders_apart(
    demo_world: World, draft: Policy, as_person: AsPerson
) -> None:
    paul = as_person(demo_world, "paul")
    paul.post(EDIT, typed(paul.get(EDIT), clock_completeness="2", remind_completeness="2"))
    page = paul.get("/policies/2/").content.decode()
    assert "Reminders, Completeness check: they lie within the clock" in page


def test_an_effective_date_that_has_passed_is_told_at_its_field(
    demo_world: World, draft: Policy, as_person: AsPerson
) -> None:
    paul = as_person(demo_world, "paul")
    answer = paul.post(EDIT, typed(paul.get(EDIT), effective_at="2020-05-01T09:00"))
    assert "Give an effective date that lies ahead." in field(answer, "effective_at")
    assert 'href="#id_effective_at"' in summary(answer)


def test_a_date_that_has_passed_since_it_was_saved_does_not_keep_the_rest_from_being_saved(
    demo_world: World, draft: Policy, as_person: AsPerson
) -> None:
    past = clock.now() - timedelta(days=1)
    policies.save(draft, actor=demo_world.actor("paul"), values={}, effective_at=past)
    paul = as_person(demo_world, "paul")
    shown = paul.get(EDIT)
    local = f"{past.astimezone(ZONE):%Y-%m-%dT%H:%M}"
    assert paul.post(EDIT, typed(shown, effective_at=local, clock_answer="11")).status_code == 302
    assert stored(draft).effective_at == past


def test_a_marking_above_the_ceiling_is_refused_with_what_was_typed(
    demo_world: World, draft: Policy, as_person: AsPerson
) -> None:
    paul = as_person(demo_world, "paul")
    answer = paul.post(EDIT, typed(paul.get(EDIT), notice_voluntary="SECRET//NOFORN\nWords."))
    assert answer.status_code == 409
    assert "SECRET//NOFORN" in field(answer, "notice_voluntary")
    assert stored(draft).values == draft.values


def test_a_version_in_force_is_not_edited(demo_world: World, as_person: AsPerson) -> None:
    answer = as_person(demo_world, "paul").get("/policies/1/edit/", follow=True)
    assert "Version 1 is no longer a draft" in answer.content.decode()
    version = Policy.objects.get(number=1)
    with pytest.raises(Refused) as refused:
        policies.save(version, actor=demo_world.actor("paul"), values={}, effective_at=clock.now())
    assert refused.value.codes == ("not_a_draft",)


def test_a_date_that_passed_before_the_last_signature_is_refused_in_words(
    demo_world: World, draft: Policy, as_person: AsPerson
) -> None:
    past = clock.now() - timedelta(days=1)
    policies.save(draft, actor=demo_world.actor("paul"), values={}, effective_at=past)
    page = as_person(demo_world, "petra").get("/policies/2/").content.decode()
    assert "Give an effective date that lies ahead." in page
