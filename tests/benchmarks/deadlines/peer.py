"""The peer: `python -m tests.benchmarks.deadlines.peer NUMBER EACH` closes EACH deadlines in a round."""

import sys
import uuid
from datetime import timedelta

from tests.benchmarks.pairs import serve
from tests.benchmarks.peer import set_up

set_up()

from django.contrib.auth.models import User
from django.utils import timezone

from tests.benchmarks.peer.duties import take
from tests.benchmarks.peer.models import Due, DutifulLamp, Head, Keeper

NUMBER, EACH = int(sys.argv[1]), int(sys.argv[2])
due_at = timezone.now() - timedelta(hours=1)
clock = User.objects.create(username=str(uuid.uuid4()))
lamps = DutifulLamp.objects.bulk_create([DutifulLamp(brightness=5) for _ in range(NUMBER)])
DutifulLamp.objects.update(state="on")
Keeper.objects.bulk_create([Keeper(lamp=lamp, person=clock.pk, role="keeper") for lamp in lamps])
Head.objects.bulk_create([Head(lamp=lamp) for lamp in lamps])
Due.objects.bulk_create([Due(lamp=lamp, kind="burning", due_at=due_at) for lamp in lamps])


def step() -> int:
    """Close as many as a round closes, each in a transaction of its own."""
    due = Due.objects.filter(state="running", due_at__lte=timezone.now()).order_by("due_at", "pk")
    for pk in list(due.values_list("lamp", flat=True)[:EACH]):
        take(pk, clock, str(uuid.uuid4()), lit=False, usual=True)
    return EACH


serve(step)
