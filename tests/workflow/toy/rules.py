"""The toy's guards, due dates, effects and cascades."""

from datetime import timedelta

from tests.workflow.toy import places
from workflow import calendars, erasing
from workflow.approvals import Quorum
from workflow.deadlines import Due, Sets
from workflow.guards import Act, Pass, Refusal, Verdict
from workflow.perform import create

HOUR = timedelta(hours=1)


def has_current(lamp, _act: Act) -> Verdict:
    """A lamp without current cannot be lit."""
    return Pass() if lamp.has_current else Refusal("no_current", "The current is off. Wait until it is back.")


def not_too_hot(lamp, act: Act) -> Verdict:
    """A lamp rests for a while once it went out."""
    if lamp.rests_until is None or act.now >= lamp.rests_until:
        return Pass()
    return Refusal("too_hot", "The lamp is still hot. Wait until it has cooled down.")


def not_named(lamp, act: Act) -> Verdict:
    """Whom the lamp names does not rewire it."""
    if str(act.actor.id) in lamp.named:
        return Refusal("named", "The lamp names you, so somebody else has to rewire it.")
    return Pass()


def brightness_given(_lamp, act: Act) -> Verdict:
    """A lamp is lit to a brightness from 1 to 9."""
    if act.inputs.get("brightness") in range(1, 10):
        return Pass()
    return Refusal("brightness_missing", "Say how bright, from 1 to 9.")


def bulb_is_cold(bulb, _act: Act) -> Verdict:
    """A hot bulb is not touched."""
    return Refusal("bulb_is_hot", "The bulb is hot. Wait.") if bulb.is_hot else Pass()


def everybody_named(lamp, signers):
    """All of the people that the lamp names sign."""
    signed = {str(signer.actor) for signer in signers}
    return [Refusal("signer_missing", f"{who} has to sign.") for who in lamp.named if who not in signed]


EVERYBODY = Quorum(everybody_named, "everybody whom the lamp names")


def burns_an_hour(_lamp, act: Act) -> Due:
    """A lamp burns for an hour."""
    return Due(act.now + HOUR)


def inspected_in(days, calendar, *reminders):
    """Return the rule that a lamp is inspected after so many days."""
    return lambda _lamp, act: Due(calendars.due_after(act.now, days, calendar), calendar, reminders)


def as_asked(_lamp, act: Act) -> Due | None:
    """A clock as the inputs say: `days` on a calendar, or none."""
    days = act.inputs.get("days")
    if days is None:
        return None
    calendar = act.inputs.get("calendar", calendars.CALENDAR)
    due = calendars.due_after(act.now, days, calendar)
    return Due(due, calendar, tuple(act.inputs.get("reminders", ())))


BURNING = Sets("burning", "go_out", burns_an_hour)
INSPECTION = Sets("inspection", "", as_asked)
CURFEW = Sets("curfew", lambda lamp: lamp.curfew_step, as_asked)


def fit_a_bulb(lamp, act: Act) -> None:
    """A bulb comes into being with its lamp's step."""
    bulb = places.model("Bulb")(lamp=lamp, log_id=lamp.log_id)
    create(bulb, actor=act.actor, within=act, event="bulb.fitted")


def found_a_matter(_lamp, act: Act) -> None:
    """Another lamp, with a log of its own, comes into being with this one's step."""
    create(places.model("Lamp")(), actor=act.actor, within=act, event="lamp.made")


def forget(lamp, act: Act) -> None:
    """What a person's own steps say of them is erased."""
    erasing.erase(lamp, act, erasing.said_by([act.inputs["person"]], [lamp.log_id]))


def trip(_lamp, act: Act) -> None:
    """An effect that fails, where it is asked to."""
    if act.inputs.get("trip"):
        raise ZeroDivisionError("the fuse blew")


def dim_bulbs(lamp, _act: Act):
    """The bulbs follow their lamp."""
    for bulb in lamp.bulbs.order_by("pk"):
        yield bulb, "cool", {"by": "lamp"}


def break_bulbs(lamp, _act: Act):
    """No bulb outlives its lamp."""
    for bulb in lamp.bulbs.filter(part_of=None).order_by("pk"):
        yield bulb, "end", {}


def crush_bulbs(lamp, _act: Act):
    """Bulbs are crushed with their lamp, those that can be."""
    for bulb in lamp.bulbs.order_by("pk"):
        yield bulb, "crush", {}


def sweep_shards(bulb, _act: Act):
    """What lies below a bulb: its own cascade."""
    for shard in bulb.shards.order_by("pk"):
        yield shard, "end", {}
