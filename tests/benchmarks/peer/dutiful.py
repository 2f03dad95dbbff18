"""One client of a peer with equal duties: `python -m tests.benchmarks.peer.dutiful usual|lean`."""

import itertools
import os
import sys
import uuid

from tests.benchmarks.pairs import serve
from tests.benchmarks.peer import set_up

USUAL = sys.argv[1] == "usual"
if not USUAL:
    os.environ["PEER_UNLOGGED"] = "tests.benchmarks.peer.models.DutifulLamp"
set_up()

from django.contrib.auth.models import User

from tests.benchmarks.peer.duties import new_lamp, take

user = User.objects.create(username=str(uuid.uuid4()))
pk = new_lamp(user)
numbers = itertools.count()


def step() -> None:
    """Light the lamp or put it out."""
    take(pk, user, str(uuid.uuid4()), lit=next(numbers) % 2 == 0, usual=USUAL)


serve(step)
