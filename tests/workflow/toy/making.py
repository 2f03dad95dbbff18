"""Short words for the engine's tests: people, lamps, and an instant to stand on."""

import uuid
from datetime import UTC, datetime

from tests.workflow.toy import switches
from tests.workflow.toy.models import Beacon, Bulb, Holding, Lamp
from workflow.creating.create import create
from workflow.guards import Actor
from workflow.models import Entry
from workflow.perform import perform

NOON = datetime(2026, 11, 23, 17, 0, tzinfo=UTC)
"""Monday of Thanksgiving week, noon in Washington."""

KEEPER = {"role": "keeper", "office": "cellar", "side": "house"}
GUEST = {"role": "guest", "office": "garden", "side": "guest"}
ELECTRICIAN = {"role": "electrician", "office": "works", "side": "house"}


def somebody(name="Somebody", *, at=NOON):
    """Return a person without any role, who has just signed in."""
    return Actor(uuid.uuid4(), name, authenticated_at=at, authenticated_by="password")


def new_lamp(now=NOON, **facts):
    """Make a lamp, as its maker, with a log of its own."""
    lamp = Lamp(**facts)
    create(lamp, "make", actor=somebody("Maker"), now=now)
    return lamp


def holder(lamp, holding=KEEPER, *, name="Kim Keeper", at=NOON, **other):
    """Return a person who holds a role at the lamp."""
    person = somebody(name, at=at)
    Holding.objects.create(lamp_id=lamp.pk, person=person.id, **(holding | other))
    return person


def new_bulb(lamp, now=NOON, **facts):
    """Fit a bulb to the lamp."""
    bulb = Bulb(lamp=lamp, log_id=lamp.log_id, **facts)
    create(bulb, "fit", actor=somebody("Maker"), now=now)
    return bulb


def new_beacon(**facts):
    """Make a beacon, whose switch is on."""
    beacon = Beacon(**facts)
    create(beacon, "make", actor=somebody("Maker"))
    (switches.folder() / str(beacon.pk)).touch()
    return beacon


def strokes():
    """Return what was done to the switches, each time that it was done."""
    path = switches.folder() / switches.STROKES
    return path.read_text(encoding="utf-8").splitlines() if path.exists() else []


def lit(lamp, keeper, now=NOON, **inputs):
    """Light the lamp."""
    return perform(lamp, "light", actor=keeper, now=now, inputs={"brightness": 5} | inputs)


def entries(subject, **facts):
    """Return the entries that tell of a subject, oldest first."""
    return list(Entry.objects.filter(subject_id=subject.pk, **facts).order_by("index"))


def events(subject):
    """Return what happened to a subject, in words of the record."""
    return [entry.event for entry in entries(subject)]
