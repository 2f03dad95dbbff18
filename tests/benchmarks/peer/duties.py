"""A step of the peers with equal duties, in ordinary Django.

Each step locks the lamp's row, looks the idempotency key up, asks for the actor's role, takes the transition, appends a
hash-chained audit row, writes an outbox row, cancels one deadline and creates one, and voids the open approvals.
*usual* keeps the head of the chain in a row of its own, which it locks, and lets django-fsm-log log the transition.
*lean* keeps the head in the lamp's row and writes no second log.
"""

import hashlib
import json
from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from tests.benchmarks.peer.models import Audit, Due, DutifulLamp, Head, Keeper, OpenApproval, Outbox

HOUR = timedelta(hours=1)


class NotAllowed(Exception):
    """The actor holds no role at the lamp."""


def new_lamp(user):
    """Return the key of a new lamp with its keeper, its head and one running deadline."""
    lamp = DutifulLamp.objects.create()
    Keeper.objects.create(lamp=lamp, person=user.pk, role="keeper")
    Head.objects.create(lamp=lamp)
    Due.objects.create(lamp=lamp, kind="burning", due_at=timezone.now() + HOUR)
    return lamp.pk


def take(pk, user, key, *, lit, usual):
    """Light the lamp or put it out, with every duty. Return the audit row."""
    with transaction.atomic():
        lamp = DutifulLamp.objects.select_for_update().get(pk=pk)
        if (done := Audit.objects.filter(actor=user.pk, key=key).first()) is not None:
            return done
        if not Keeper.objects.filter(lamp=lamp, person=user.pk, role="keeper").exists():
            raise NotAllowed
        source = lamp.state
        if lit:
            (lamp.light_logged if usual else lamp.light)(5, by=user)
        else:
            (lamp.put_out_logged if usual else lamp.put_out)(by=user)
        now = timezone.now()
        audit = _append(lamp, source, user, key, now, usual=usual)
        lamp.save()
        Outbox.objects.create(kind="mail", lamp=lamp, inputs={"entry": audit.index}, at=now)
        Due.objects.filter(lamp=lamp, kind="burning", state="running").update(state="canceled")
        Due.objects.create(lamp=lamp, kind="burning", due_at=now + HOUR)
        OpenApproval.objects.filter(lamp=lamp, state="open").update(state="voided")
        return audit


def _append(lamp, source, user, key, now, *, usual):
    head = Head.objects.select_for_update().get(lamp=lamp) if usual else lamp
    body = {"at": now.isoformat(), "from": source, "to": lamp.state, "brightness": lamp.brightness}
    told = json.dumps(body | {"lamp": lamp.pk, "actor": user.pk}, sort_keys=True, separators=(",", ":"))
    digest = hashlib.sha256(head.last.encode() + told.encode()).hexdigest()
    audit = Audit.objects.create(
        lamp=lamp, index=head.size, at=now, actor=user.pk, key=key, body=body, hash=digest
    )
    head.size, head.last = head.size + 1, digest
    if usual:
        head.save()
    return audit
