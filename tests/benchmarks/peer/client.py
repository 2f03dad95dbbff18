"""One client of the peer: its own lamp, read under a row lock, lit or put out, saved, and logged with who did it."""

import itertools

from tests.benchmarks.pairs import serve
from tests.benchmarks.peer import set_up

set_up()

from django.contrib.auth.models import User
from django.db import transaction

from tests.benchmarks.peer.models import Lamp

pk = Lamp.objects.create().pk
user = User.objects.create(username=str(pk))
numbers = itertools.count()


def step() -> None:
    """Light the lamp or put it out."""
    with transaction.atomic():
        lamp = Lamp.objects.select_for_update().get(pk=pk)
        if next(numbers) % 2 == 0:
            lamp.light(5, by=user)
        else:
            lamp.put_out(by=user)
        lamp.save()


serve(step)
