"""A request follows the policy version that it was submitted under: consultees, clocks, rounds and sections."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection

from designation.demo.world import World
from designation.models import Policy, Request
from designation.policies import actions as policies
from designation.requests.actions import drafting as requests
from tests.designation.walking import draft, fresh, refused, request_in
from tests.overwriting import overwrite
from workflow.models import Deadline

CERTIFIED = {"certified": True, "voluntary_notice": True}


def in_force(world: World, **values: Any) -> Policy:
    """Put a new version into force, now."""
    row = policies.draft(actor=world.actor("paul"), now=world.now)
    policies.save(row, actor=world.actor("paul"), values=values, effective_at=world.now)
    for key in ("paul", "petra"):
        world.act(row, "activate", key)
    return row


def due(request: Request, kind: str) -> Any:
    return Deadline.objects.get(subject_id=request.pk, kind=kind, state="running").due_at


def test_a_new_version_changes_nothing_for_a_request_under_way(demo_world: World) -> None:
    request = request_in(demo_world, "submitted")
    only_one = [str(demo_world.office("cisa", "Cybersecurity Division").pk)]
    clocks = {"completeness": 9, "determination": 60, "answer": 30}
    row = in_force(demo_world, consultees=only_one, clocks=clocks, question_rounds=1, extensions=0)
    demo_world.act(request, "accept", "ines", lead=str(demo_world.people["ravi"].pk))
    assert fresh(request).policy_id == demo_world.policy.pk != row.pk
    assert request.consultations.count() == 2
    assert due(request, "determination") - demo_world.now < timedelta(days=40)


def test_what_is_submitted_afterwards_follows_the_new_version(demo_world: World) -> None:
    only_one = [str(demo_world.office("cisa", "Cybersecurity Division").pk)]
    row = in_force(demo_world, consultees=only_one, clocks={"determination": 60}, question_rounds=1)
    request = request_in(demo_world, "submitted")
    assert fresh(request).policy_id == row.pk
    demo_world.act(
        request, "ask_clarification", "ines", questions=[{"field": "evaluations", "text": "Which?"}]
    )
    requests.save_question(request.questions.get(), actor=demo_world.actor("dana"), answer="So.")
    demo_world.act(request, "answer_clarification", "dana")
    again = [{"field": "evaluations", "text": "Which?"}]
    assert refused(lambda: demo_world.act(request, "ask_clarification", "ines", questions=again)) == (
        "rounds_used",
    )
    demo_world.act(request, "accept", "ines", lead=str(demo_world.people["ravi"].pk))
    assert request.consultations.count() == 1
    assert due(request, "determination") - demo_world.now > timedelta(days=60)


def test_a_request_is_pinned_to_the_version_that_judged_it(demo_world: World) -> None:
    """Another version comes into force just when the completeness of the application was judged by the first."""
    request = draft(demo_world)
    row = policies.draft(actor=demo_world.actor("paul"), now=demo_world.now)
    later = demo_world.now + timedelta(days=3)
    policies.save(row, actor=demo_world.actor("paul"), values={}, effective_at=later)
    for key in ("paul", "petra"):
        demo_world.act(row, "activate", key)
    first_read = False

    def into_force(execute: Any, sql: str, *asked: Any) -> Any:
        nonlocal first_read
        found = execute(sql, *asked)
        if not first_read and "effective_at" in sql and 'ORDER BY "designation_policy"' in sql:
            first_read = True
            overwrite(Policy.objects.filter(pk=row.pk), effective_at=demo_world.now)
        return found

    with connection.execute_wrapper(into_force):
        demo_world.act(request, "submit", "carl", **CERTIFIED)
    assert Policy.in_force(demo_world.now).pk == row.pk
    assert fresh(request).policy_id == demo_world.policy.pk


def test_a_version_counts_from_its_date_on(demo_world: World) -> None:
    row = policies.draft(actor=demo_world.actor("paul"), now=demo_world.now)
    later = demo_world.now + timedelta(days=3)
    policies.save(row, actor=demo_world.actor("paul"), values={}, effective_at=later)
    for key in ("paul", "petra"):
        demo_world.act(row, "activate", key)
    assert Policy.in_force(later - timedelta(microseconds=1)).pk == demo_world.policy.pk
    assert Policy.in_force(later).pk == row.pk


def test_sections_that_the_policy_does_not_require_may_stay_empty(demo_world: World) -> None:
    request = draft(demo_world)
    requests.save_answers(request, actor=demo_world.actor("dana"), answers={"legal_name": ""})
    assert refused(lambda: demo_world.act(request, "submit", "carl", **CERTIFIED)) == ("incomplete",)
    sections = [name for name in demo_world.policy.value("required_sections") if name != "entity"]
    in_force(demo_world, required_sections=sections)
    demo_world.act(request, "submit", "carl", **CERTIFIED)
    assert fresh(request).state == "submitted"


def test_one_editor_is_not_enough_and_words_changed_later_need_new_signatures(demo_world: World) -> None:
    row = policies.draft(actor=demo_world.actor("paul"), now=demo_world.now)
    policies.save(row, actor=demo_world.actor("paul"), values={}, effective_at=demo_world.now)
    demo_world.act(row, "activate", "paul")
    policies.save(
        row, actor=demo_world.actor("petra"), values={"question_rounds": 6}, effective_at=demo_world.now
    )
    demo_world.act(row, "activate", "petra")
    assert fresh(row).state == "draft"
    demo_world.act(row, "activate", "paul")
    assert fresh(row).state == "active"


@pytest.mark.parametrize(
    ("keys", "role", "words"),
    [
        ("cleo", "records_certifier", "a determining official and a records certifier in different offices"),
        ("ines", "intake_officer", "an intake officer"),
        ("rosa", "reviewer", "two reviewers"),
        ("arno vera", "approving_official", "2 approving officials in different offices"),
        ("omar", "consulted_official", "a consulted official in Technology Security"),
    ],
)
def test_the_people_that_are_lacking_are_named(demo_world: World, keys: str, role: str, words: str) -> None:
    from designation.people.actions import appointments
    from workflow.errors import Refused

    signers = {"Cybersecurity and Infrastructure Security Agency": "gwen", "National Security Agency": "nora"}
    for key in keys.split():
        person = demo_world.people[key]
        signer = demo_world.actor(signers.get(person.organization.name, "otto"))
        appointments.end(person.appointments.get(role=role), actor=signer, now=demo_world.now)
    with pytest.raises(Refused) as refusal:
        in_force(demo_world)
    assert refusal.value.codes == ("people_lacking",)
    assert words in refusal.value.refusals[0].reason


def test_the_thirty_days_are_no_value_of_a_policy(demo_world: World) -> None:
    from designation.policies.models import DEFAULTS

    assert "30" not in str(
        {name: value for name, value in DEFAULTS.items() if name not in ("notices", "proof_minutes")}
    )
