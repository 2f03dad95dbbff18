"""The toy's guards, due dates, jobs, effects and cascades."""

from datetime import timedelta

from tests.workflow.toy import places
from workflow import calendars, erasing
from workflow.approvals import Quorum
from workflow.creating.create import create
from workflow.deadlines import Due, Sets
from workflow.guards import Pass, Refusal, StepContext, Verdict

HOUR = timedelta(hours=1)


def has_current(lamp, _context: StepContext) -> Verdict:
    """A lamp without current cannot be lit."""
    return Pass() if lamp.has_current else Refusal("no_current", "The current is off. Wait until it is back.")


def not_too_hot(lamp, context: StepContext) -> Verdict:
    """A lamp rests for a while once it went out."""
    if lamp.rests_until is None or context.now >= lamp.rests_until:
        return Pass()
    return Refusal("too_hot", "The lamp is still hot. Wait until it has cooled down.")


def not_named(lamp, context: StepContext) -> Verdict:
    """Whom the lamp names does not rewire it."""
    if str(context.actor.id) in lamp.named:
        return Refusal("named", "The lamp names you, so somebody else has to rewire it.")
    return Pass()


def brightness_given(_lamp, context: StepContext) -> Verdict:
    """A lamp is lit to a brightness from 1 to 9."""
    if context.inputs.get("brightness") in range(1, 10):
        return Pass()
    return Refusal("brightness_missing", "Say how bright, from 1 to 9.")


def holds_few(lamp, _context: StepContext) -> Verdict:
    """A lamp holds few bulbs."""
    return Pass() if lamp.bulbs.count() < 3 else Refusal("lamp_is_full", "The lamp is full. Remove a bulb.")


def new_bulb_is_cold(_lamp, context: StepContext) -> Verdict:
    """A hot bulb is not screwed in."""
    return bulb_is_cold(context.proposed, context)


def bulb_is_cold(bulb, _context: StepContext) -> Verdict:
    """A hot bulb is not touched."""
    return Refusal("bulb_is_hot", "The bulb is hot. Wait.") if bulb.is_hot else Pass()


def everybody_named(lamp, signers):
    """All of the people that the lamp names sign."""
    signed = {str(signer.actor) for signer in signers}
    return [Refusal("signer_missing", f"{who} has to sign.") for who in lamp.named if who not in signed]


EVERYBODY = Quorum(everybody_named, "everybody whom the lamp names")


def burns_an_hour(_lamp, context: StepContext) -> Due:
    """A lamp burns for an hour."""
    return Due(context.now + HOUR)


def inspected_in(days, calendar, *reminders):
    """Return the rule that a lamp is inspected after so many days."""
    return lambda _lamp, context: Due(calendars.due_after(context.now, days, calendar), calendar, reminders)


def as_asked(_lamp, context: StepContext) -> Due | None:
    """A clock as the inputs say: `days` on a calendar, or none."""
    days = context.inputs.get("days")
    if days is None:
        return None
    calendar = context.inputs.get("calendar", calendars.CALENDAR)
    due = calendars.due_after(context.now, days, calendar)
    return Due(due, calendar, tuple(context.inputs.get("reminders", ())))


BURNING = Sets("burning", "go_out", burns_an_hour)
INSPECTION = Sets("inspection", "", as_asked)
CURFEW = Sets("curfew", lambda lamp: lamp.curfew_step, as_asked)


DAWN = Sets("dawn", "switch_off", burns_an_hour)


def as_often_as_asked(_beacon, context: StepContext) -> dict[str, int] | None:
    """What the job of blinking gets, if the beacon is to blink at all."""
    times = context.inputs.get("times")
    return {"times": times} if times else None


def fit_a_bulb(lamp, context: StepContext) -> None:
    """A bulb comes into being with its lamp's step."""
    bulb = places.model("Bulb")(lamp=lamp, log_id=lamp.log_id)
    create(bulb, "fit", actor=context.actor, within=context)


def found_a_matter(_lamp, context: StepContext) -> None:
    """Another lamp, with a log of its own, comes into being with this one's step."""
    create(places.model("Lamp")(), "make", actor=context.actor, within=context)


def forget(lamp, context: StepContext) -> None:
    """What a person's own steps say of them is erased."""
    erasing.erase(lamp, context, erasing.said_by([context.inputs["person"]], [lamp.log_id]))


def trip(_lamp, context: StepContext) -> None:
    """An effect that fails, where it is asked to."""
    if context.inputs.get("trip"):
        raise ZeroDivisionError("the fuse blew")


def dim_bulbs(lamp, _context: StepContext):
    """The bulbs follow their lamp."""
    for bulb in lamp.bulbs.order_by("pk"):
        yield bulb, "cool", {"by": "lamp"}


def break_bulbs(lamp, _context: StepContext):
    """No bulb outlives its lamp."""
    for bulb in lamp.bulbs.filter(part_of=None).order_by("pk"):
        yield bulb, "end", {}


def crush_bulbs(lamp, _context: StepContext):
    """Bulbs are crushed with their lamp, those that can be."""
    for bulb in lamp.bulbs.order_by("pk"):
        yield bulb, "crush", {}


def sweep_shards(bulb, _context: StepContext):
    """What lies below a bulb: its own cascade."""
    for shard in bulb.shards.order_by("pk"):
        yield shard, "end", {}
