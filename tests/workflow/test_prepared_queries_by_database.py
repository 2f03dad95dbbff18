"""A prepared query runs over the connection that the plain queryset would use."""

import pytest
from django.db import connection, connections
from django.test.utils import CaptureQueriesContext

from tests.workflow.toy.making import new_lamp
from tests.workflow.toy.models import Lamp
from workflow.sql.prepared_querysets import prepared_queryset

pytestmark = pytest.mark.usefixtures("own_database")


@prepared_queryset("id")
def bulbs(lamp):
    return lamp.bulbs.all()


@pytest.fixture
def other(own_database):
    """A second connection to the same database, under the alias `other`."""
    connections.databases["other"] = dict(connections.databases["default"])
    yield connections["other"]
    connections["other"].close()
    del connections["other"], connections.databases["other"]


def test_rows_are_sought_in_the_database_that_their_owner_came_from(other):
    lamp = new_lamp()
    theirs = Lamp.objects.using("other").get(pk=lamp.pk)
    for row, here, there in ((lamp, 1, 0), (theirs, 0, 1), (lamp, 1, 0)):
        with CaptureQueriesContext(connection) as ours, CaptureQueriesContext(other) as others:
            assert list(bulbs(row)) == []
        assert (len(ours), len(others)) == (here, there)


def test_another_database_can_be_named(other):
    lamp = new_lamp()
    with CaptureQueriesContext(connection) as ours, CaptureQueriesContext(other) as others:
        assert list(bulbs(lamp).using("other")) == []
    assert (len(ours), len(others)) == (0, 1)
