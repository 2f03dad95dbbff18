"""One client of the peer: its own lamp, and one chain for all."""

import hashlib
import itertools
import json

from tests.benchmarks.pairs import serve
from tests.benchmarks.peer import set_up

set_up()

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone

from tests.benchmarks.peer.models import Chain, ChainedLamp, Link

Chain.objects.bulk_create([Chain(pk=1)], ignore_conflicts=True)
pk = ChainedLamp.objects.create().pk
user = User.objects.create(username=f"chain {pk}")
numbers = itertools.count()


def step() -> None:
    """Light the lamp or put it out, and append to the chain."""
    with transaction.atomic():
        lamp = ChainedLamp.objects.select_for_update().get(pk=pk)
        source = lamp.state
        if next(numbers) % 2 == 0:
            lamp.light(5)
        else:
            lamp.put_out()
        lamp.save()
        append(lamp, source)


def append(lamp: ChainedLamp, source: str) -> None:
    """Write the next entry of the chain."""
    at = timezone.now()
    body = {"at": at.isoformat(), "from": source, "to": lamp.state, "brightness": lamp.brightness}
    told = json.dumps(body | {"lamp": lamp.pk, "actor": user.pk}, sort_keys=True, separators=(",", ":"))
    head = Chain.objects.select_for_update().get(pk=1)
    digest = hashlib.sha256(head.last.encode() + told.encode()).hexdigest()
    Link.objects.create(index=head.size, at=at, lamp_id=lamp.pk, actor=user.pk, body=body, hash=digest)
    head.size, head.last = head.size + 1, digest
    head.save()


serve(step)
