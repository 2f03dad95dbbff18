"""Attack 23 (A10): authority, consent and certified content are changed by raw SQL, without an entry of the ledger."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection

from designation.artifacts import actions as artifacts
from designation.cases import actions as cases
from designation.demo import roster
from designation.demo import world as demonstration
from designation.demo.shared import ended_early, share_artifacts
from designation.eligibility import actions as eligibility
from designation.insider_risk import actions as suspensions
from designation.policies import actions as policies
from tests.designation.break_glass.emergency import asked as asked_for_access
from tests.designation.cases.steps import officers
from tests.designation.directory.importing import MONROE, imported, uploaded
from tests.designation.walking import catch_up, draft, ready, request_in, window_in
from tests.workflow.database.statements import signed_in
from workflow import calendars, clock
from workflow.models import Approval, Deadline
from workflow.steps import column_of, machines

pytestmark = pytest.mark.usefixtures("changed_by_nobody")

TELLS = "no ledger entry of this transaction tells of this change in "
REFUSALS = (TELLS, "a row of ", "in a row of ", "permission denied for table ")
STRICTER = ("violates check constraint", "the end of a window", "the thirty days", "only a step starts")
LOGINS = pytest.mark.parametrize("login", ["application", "owner", "superuser"])
MACHINES = [model for model in machines() if model.__module__.startswith("designation.")]
ITEMS = (
    "UPDATE designation_appointment SET role = 'operator' WHERE state = 'active'",
    "UPDATE designation_appointment SET person_id = gen_random_uuid() WHERE state = 'active'",
    "UPDATE designation_appointment SET organization_id = gen_random_uuid() WHERE state = 'active'",
    "UPDATE designation_policy SET values = '{}' WHERE state = 'active'",
    "UPDATE designation_policy SET effective_at = now() WHERE state = 'active'",
    "UPDATE designation_request SET model_id = gen_random_uuid() WHERE state <> 'draft'",
    "UPDATE designation_request SET lead_id = (SELECT id FROM designation_person LIMIT 1) WHERE state <> 'draft'",
    "UPDATE designation_request SET answers = '{}' WHERE state <> 'draft'",
    "UPDATE designation_request SET sharing_text = 'Anyone may read it.' WHERE state <> 'draft'",
    "UPDATE designation_grant SET person_id = gen_random_uuid()",
    "UPDATE designation_grant SET names = 'names', agreed_terms = 'none'",
    "UPDATE designation_window SET terms_id = NULL WHERE state = 'open'",
    "UPDATE designation_organization SET side = 'government' WHERE side = 'developer'",
    "UPDATE workflow_approval SET actor = gen_random_uuid()",
    "UPDATE workflow_approval SET state = 'open' WHERE state <> 'open'",
    "UPDATE workflow_approval SET state = 'used' WHERE state = 'open'",
    "DELETE FROM workflow_approval",
    "DELETE FROM workflow_deadline",
    "UPDATE workflow_deadline SET due_at = due_at + interval '1 year' WHERE state = 'running'",
    "UPDATE workflow_deadline SET closed = '[\"2199-12-26\"]' WHERE state = 'running'",
    "UPDATE designation_closure SET state = 'in_force', version = version + 1",
    "UPDATE workflow_deadline SET state = 'canceled' WHERE state = 'running'",
    "INSERT INTO designation_party (id, matter, person_id, side, roles) "
    "SELECT gen_random_uuid(), gen_random_uuid(), id, 'government', '{reviewer}' FROM designation_person LIMIT 1",
    "UPDATE designation_party SET roles = '{lead_reviewer}'",
    "DELETE FROM designation_party",
    "DELETE FROM designation_involvement",
    "UPDATE designation_question SET text = 'Another question?'",
    "UPDATE designation_question SET answered_at = now()",
    "DELETE FROM designation_question",
    "INSERT INTO designation_termssignature (id, terms_id, person_id, organization_id, name, side, digest, at) "
    "SELECT gen_random_uuid(), s.terms_id, p.id, s.organization_id, s.name, s.side, s.digest, s.at "
    "FROM designation_termssignature s, designation_person p WHERE p.id <> s.person_id LIMIT 1",
    "INSERT INTO designation_recusal (id, matter, person_id, at) "
    "SELECT gen_random_uuid(), r.log_id, p.id, now() FROM designation_request r, designation_person p LIMIT 1",
    "UPDATE designation_variant SET weights_digest = 'another'",
    "UPDATE designation_artifact SET sha256 = 'x', manifest = 'x' WHERE state = 'sealed'",
    "UPDATE designation_artifact SET wrapped_key = 'x' WHERE state = 'sealed'",
    "UPDATE designation_artifact SET legend = '' WHERE state = 'sealed'",
    "UPDATE designation_artifact SET checked_bytes = 1 WHERE state = 'sealed'",
    "UPDATE designation_share SET wrapped_key = 'x' WHERE state = 'active'",
    "UPDATE designation_share SET artifact_id = gen_random_uuid() WHERE state = 'active'",
    "UPDATE designation_credential SET encrypted = 'x' WHERE state = 'active'",
    "UPDATE designation_credential SET grant_id = gen_random_uuid()",
    "UPDATE designation_destruction SET certificate = '{}'",
    "UPDATE designation_attestation SET grant_id = gen_random_uuid()",
    "UPDATE designation_partner SET attested_until = attested_until + interval '1 year'",
    "UPDATE designation_partner SET contact_email = 'other@example.org'",
    "UPDATE designation_suspension SET state = 'lifted', lifted_at = now(), version = version + 1",
    "UPDATE designation_suspension SET person_id = gen_random_uuid()",
    "UPDATE designation_suspension SET placed_as = 'organization'",
    "INSERT INTO designation_suspension SELECT (jsonb_populate_record(s, jsonb_build_object('id', gen_random_uuid(), "
    "'number', 'SU-AAAA-AAAA', 'version', 0, 'state', 'active', 'lifted_at', null, 'scope', 'organization', "
    "'person_id', null))).* FROM designation_suspension s LIMIT 1",
    "UPDATE designation_breakglass SET ends_at = now() + interval '1 minute'",
    "UPDATE designation_breakglass SET state = 'active', began_at = now(), ends_at = now() + interval '1 hour', "
    "approved_by = ARRAY[gen_random_uuid(), gen_random_uuid()], version = version + 1",
    "UPDATE designation_breakglass SET grant_id = gen_random_uuid()",
    "UPDATE designation_breakglass SET approved_by = ARRAY[gen_random_uuid()]",
    "UPDATE designation_variant SET readers = 'us_citizens'",
    "UPDATE designation_eligibilityrecord SET verified_by_id = (SELECT id FROM designation_person ORDER BY id LIMIT 1)",
    "UPDATE designation_eligibilityrecord SET expires_at = null",
    "UPDATE designation_case SET state = 'closed', closed_at = now(), version = version + 1",
    "UPDATE designation_case SET person_id = gen_random_uuid()",
    "UPDATE designation_case SET unmasked_at = now()",
    "UPDATE designation_case SET notice_delayed_until = opened_at + interval '20 days'",
    "UPDATE designation_selection SET conditions = '{}'",
    "UPDATE designation_selection SET partner_id = gen_random_uuid()",
    "UPDATE designation_directoryentry SET contacts = '{another@address.example}'",
    "UPDATE designation_directoryentry SET name = 'Another name'",
    "DELETE FROM designation_directoryidentifier",
    "UPDATE designation_directoryidentifier SET entry_id = gen_random_uuid()",
    "INSERT INTO designation_directoryidentifier (id, entry_id) "
    "SELECT 'domain:another.gov', id FROM designation_directoryentry LIMIT 1",
    "INSERT INTO designation_removedentry (id, old, revision, reason, removed_by_id, removed_at) "
    "SELECT gen_random_uuid(), '{}', 0, 'x', id, now() FROM designation_person LIMIT 1",
    "UPDATE designation_directoryimport SET counts = '{}' WHERE state = 'applied'",
    "INSERT INTO designation_office (id, organization_id, name, folded) "
    "SELECT gen_random_uuid(), id, 'Another office', 'another office' FROM designation_organization LIMIT 1",
)
OTHER = {
    "uuid": "gen_random_uuid()",
    "jsonb": """'{"another": 1}'""",
    "timestamp with time zone": "coalesce(@, now()) + interval '1 minute'",
    "date": "coalesce(@, now()::date) + 1",
    "boolean": "NOT @",
    "integer": "@ + 1",
    "smallint": "@ + 1",
    "bigint": "@ + 1",
    "bytea": "'another'",
    "ARRAY": "array_append(@, gen_random_uuid())",
}


@pytest.fixture(scope="module")
def changed_by_nobody(own_database: str, renderer_socket: str) -> None:
    """A world with rows of every kind, committed, and drafts; each statement is undone."""
    world = demonstration.people_and_policy(clock.now() - timedelta(days=60))
    request = request_in(world, "covered")
    suspensions.suspend_person(
        world.people["otto"], actor=world.actor("ira"), reason="An odd pattern.", now=world.now
    )
    eligibility.enter(
        world.people["otto"],
        "training",
        actor=world.actor("orla"),
        evidence="Certificate 12",
        expires_at=world.now + timedelta(days=300),
        now=world.now,
    )
    officers(world)
    cases.report_concern(
        reporter=world.people["rosa"],
        address=world.people["omar"].email,
        text="An odd pattern.",
        now=world.now,
    )
    ended_early(world)
    window = window_in(world, request, "open", opens_in=0.1, days=20, break_glass="yes")
    share_artifacts(world, request, window)
    ready(world, window, "eli")
    asked_for_access(world, window, "eli")
    artifacts.add_credential(
        request.windows.get(state="open", number__gt=0),
        actor=world.actor("sam"),
        label="Key",
        address="",
        secret="x",
        now=world.now,
    )
    arriving = artifacts.Declared("arriving.txt", 9, "Arriving")
    artifacts.begin_upload(request, arriving, actor=world.actor("dana"), now=world.now)
    imported(world, MONROE)
    begun = uploaded(world, MONROE)
    world.act(begun, "begin_check", "rhea", mapping={"name": 2, "city": 4, "state": 5, "category": 1})
    window_in(world, request, "draft")
    roster.proposed(world, request, roster.activated(world))
    world.act(request, "seek_reconsideration", "dana", new_information="A smaller variant.")
    world.act(request, "accept", "ines", lead=str(world.people["rosa"].pk))
    asked = [{"field": "evaluations", "text": "Which harness was used?"}]
    world.act(request, "request_information", "rosa", questions=asked)
    draft(world, "Foxglove")
    day = calendars.shift(calendars.day_of(clock.now()), 3)
    policies.enter_closure(day=day, source="An order", actor=world.actor("paul"), now=world.now)
    policy = policies.draft(actor=world.actor("paul"), now=world.now)
    policies.save(policy, actor=world.actor("paul"), values=policy.values, effective_at=world.now)
    world.act(policy, "activate", "paul")
    catch_up(world)
    assert Approval.objects.filter(state="open").exists()
    assert Deadline.objects.filter(state="running").exists()


def answer(login: str, statement: str) -> tuple[str, int]:
    """Return why PostgreSQL refuses a statement, or nothing, and how many rows it would have changed."""
    import psycopg

    with signed_in(login) as session:
        try:
            return "", session.execute(statement).rowcount
        except psycopg.Error as error:
            return str(error).split("\n")[0], 0


@LOGINS
@pytest.mark.parametrize("statement", ITEMS)
def test_nobody_changes_it_without_an_entry(login: str, statement: str) -> None:
    said, _rows = answer(login, statement)
    assert said.startswith(REFUSALS), said


@pytest.mark.parametrize("model", MACHINES, ids=lambda model: model._meta.label)
def test_each_column_is_free_in_this_state_or_fixed_or_needs_an_entry(model: type) -> None:
    table, fixed = model._meta.db_table, {column_of(model, name) for name in model.FIXED}
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT column_name, data_type FROM information_schema.columns WHERE table_name = %s", [table]
        )
        kinds = dict(cursor.fetchall())
    rows = {str(row.state): row.pk for row in model._base_manager.all()}
    assert rows or model.__name__ in ("Invitation", "FactorReset")
    for state, pk in rows.items():
        free = {column_of(model, name) for name in model.FREE.get(state, ())}
        for column in kinds.keys() - {"id", "log_id", "version", "state"}:
            other = OTHER.get(kinds[column], "left('x' || coalesce(@, ''), 10)").replace("@", f'"{column}"')
            said, changed = answer("owner", f"UPDATE {table} SET \"{column}\" = {other} WHERE id = '{pk}'")
            where = f"{table}.{column} while {state}: {said}"
            if column in free:
                assert (said, changed) == ("", 1), where
            elif column in fixed:
                assert said.startswith(f"a row of {table} keeps its "), where
            else:
                assert said == TELLS + table or any(words in said for words in STRICTER), where


def test_what_is_free_is_stated_for_drafts_and_for_progress_alone() -> None:
    assert {model.__name__: list(model.FREE) for model in MACHINES if model.FREE} == {
        "Artifact": ["receiving"],
        "DirectoryImport": ["checking"],
        "Policy": ["draft"],
        "Request": ["draft"],
        "Window": ["draft"],
    }


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE designation_question SET answer = 'The one of June.', revised = NULL WHERE answered_at IS NULL",
        "UPDATE workflow_approval SET state = 'voided' WHERE state = 'open'",
        "UPDATE workflow_approval SET held_roles = '[]' WHERE state = 'open'",
        "UPDATE workflow_deadline SET wake_at = now(), attempts = 1, last_error = 'x', reminded = '[1]'",
    ],
)
def test_drafts_and_notes_need_no_entry(statement: str) -> None:
    said, changed = answer("application", statement)
    assert said == ""
    assert changed
