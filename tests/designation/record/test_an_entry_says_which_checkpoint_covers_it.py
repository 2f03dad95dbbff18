"""Each entry is shown with the first checkpoint that covers it."""

import pytest

from designation.record.evidence import with_sealing
from tests.workflow.ledger.growing import add_entries, new_log
from workflow.ledger.seal import seal
from workflow.models import Entry

pytestmark = pytest.mark.django_db


def test_entries_are_covered_by_the_checkpoint_that_came_after_them() -> None:
    log = new_log(2)
    first = seal()
    add_entries(log, 3)
    second = seal()
    entries = with_sealing(Entry.objects.filter(log=log)).order_by("index")
    covered = [(entry.checkpoint, entry.register_size, entry.sealed_at) for entry in entries]
    assert first is not None
    assert second is not None
    assert covered == [(first.id, 16, first.at)] * 2 + [(second.id, 32, second.at)] * 3
