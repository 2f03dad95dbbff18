"""A query compiled once finds with each call what that call's values ask for."""

import threading
import uuid

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.workflow.toy.making import holder, new_lamp
from tests.workflow.toy.models import Lamp
from workflow.sql.prepared_queries import NotAParameter, prepared_query

pytestmark = pytest.mark.django_db


@prepared_query(pk=uuid.UUID, person=uuid.UUID)
def lamps(pk, person, *, columns=()):
    rows = Lamp.with_roles(person).select_related("log").filter(pk=pk)
    return rows.values_list(*columns) if columns else rows


def test_each_call_has_its_own_values():
    first, second = new_lamp(), new_lamp()
    keeper = holder(second)
    (found,) = lamps(pk=first.pk, person=keeper.id)
    assert (found, found.held_roles, found.roles_held_by) == (first, (), str(keeper.id))
    (found,) = lamps(pk=second.pk, person=keeper.id)
    assert (found, [one.role for one in found.held_roles]) == (second, ["keeper"])
    assert lamps(pk=uuid.uuid4(), person=keeper.id) == []


def test_rows_are_as_the_query_makes_them():
    lamp = new_lamp()
    (found,) = lamps(pk=lamp.pk, person=uuid.uuid4())
    with CaptureQueriesContext(connection) as caught:
        assert found.log.pk == lamp.log_id
    assert len(caught) == 0
    assert vars(found)["notes"] == lamp.notes


def test_another_shape_is_another_query():
    lamp, nobody = new_lamp(), uuid.uuid4()
    assert lamps(pk=lamp.pk, person=nobody, columns=("pk", "roles_held_by")) == [(lamp.pk, str(nobody))]
    assert lamps(pk=lamp.pk, person=nobody, columns=("state", "roles_json")) == [("off", [])]
    assert lamps(pk=lamp.pk, person=nobody) == [lamp]


def test_a_value_that_the_query_does_not_take_as_it_is_is_refused():
    @prepared_query(state=str)
    def shouted(state):
        return Lamp.objects.filter(state=state.upper())

    with pytest.raises(NotAParameter, match="state does not reach the query as it is"):
        shouted(state="off")


def test_every_thread_asks_over_its_own_connection():
    here = lamps(pk=uuid.uuid4(), person=uuid.uuid4())
    asked = []

    def elsewhere():
        with CaptureQueriesContext(connection) as caught:
            lamps(pk=uuid.uuid4(), person=uuid.uuid4())
        asked.append(len(caught))
        connection.close()

    other = threading.Thread(target=elsewhere)
    other.start()
    other.join()
    assert (here, asked) == ([], [1])
