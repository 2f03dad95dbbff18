"""The peer: `python -m tests.benchmarks.deadlines.peer NUMBER EACH` closes EACH deadlines in a round."""

import sys
from datetime import timedelta

from tests.benchmarks.pairs import serve
from tests.benchmarks.peer import set_up

set_up()

from django.db import transaction
from django.utils import timezone

from tests.benchmarks.peer.models import Lamp

NUMBER, EACH = int(sys.argv[1]), int(sys.argv[2])
due_at = timezone.now() - timedelta(hours=1)
for lamp in Lamp.objects.bulk_create([Lamp(brightness=5, due_at=due_at) for _ in range(NUMBER)]):
    Lamp.objects.filter(pk=lamp.pk).update(state="on")


def step() -> int:
    """Close as many as a round closes."""
    for pk in Lamp.objects.filter(due_at__lte=timezone.now()).values_list("pk", flat=True)[:EACH]:
        with transaction.atomic():
            lamp = Lamp.objects.select_for_update().get(pk=pk)
            lamp.go_out()
            lamp.save()
    return EACH


serve(step)
