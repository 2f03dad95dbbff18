"""One client of our side: its own lamp, lit and put out, each step with every duty that a step has.

Each step takes a lock, reads roles, judges state, role and guards, compares the version, knows the idempotency key,
appends an entry with a personal commitment to the ledger, sets or meets a deadline, and (lit) writes two messages.
"""

import itertools
import uuid

from tests.benchmarks.ours import set_up
from tests.benchmarks.pairs import serve

set_up()

from tests.workflow.toy.making import holder, new_lamp
from workflow.perform import perform

lamp = new_lamp(now=None)
keeper = holder(lamp)
numbers = itertools.count()
newest = {"index": 0}


def step() -> None:
    """Light the lamp or put it out."""
    asked = {"actor": keeper, "seen": newest["index"], "key": str(uuid.uuid4())}
    if next(numbers) % 2 == 0:
        newest["index"] = perform(lamp, "light", inputs={"brightness": 5}, **asked).index
    else:
        newest["index"] = perform(lamp, "put_out", **asked).index


serve(step)
