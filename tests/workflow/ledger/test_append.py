"""A log's entries follow each other in time, whatever the clock of whoever writes them says."""

import pytest

from tests.workflow.ledger.growing import START, add_entries, new_log
from workflow.models import Entry

pytestmark = pytest.mark.django_db


def test_an_instant_before_the_last_entrys_becomes_the_last_ones():
    log = new_log(2)
    add_entries(log, at=START)
    instants = Entry.objects.filter(log=log).order_by("index").values_list("at", flat=True)
    assert instants[0] == START < instants[1] == instants[2]
