"""A lamp, off or on; its bulbs, whole or broken; a safe; a beacon; and who may do what to which of them."""

import uuid

from django.db import models
from django.db.models.expressions import RawSQL

from tests.workflow.toy import rules, switches  # noqa: F401 - the switches register kinds of jobs
from workflow import guards
from workflow.approvals import TWO_PEOPLE
from workflow.creating.declaring import Creation
from workflow.deadlines import Cancels, Meets, Pauses, Resumes, Sets
from workflow.guards import HeldRole, StepContext
from workflow.jobs import Queues
from workflow.models import Internal, StateField, Stateful
from workflow.steps import Computed, machine, step

ROLES = (
    "(SELECT jsonb_agg(jsonb_build_object('role', h.role, 'office', h.office, 'side', h.side)) "
    "FROM toy_holding h WHERE h.person = %s AND h.lamp_id = {})"
)


class Holding(models.Model):
    """A person holds a role at one lamp."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    lamp_id = models.UUIDField()
    person = models.UUIDField()
    role = models.CharField(max_length=20)
    office = models.CharField(max_length=20, blank=True)
    side = models.CharField(max_length=20, blank=True)


MAKER = frozenset({"maker"})


class Made(Stateful):
    """Whatever nothing precedes is made by its maker, and everybody may be one."""

    class Meta:
        abstract = True

    @classmethod
    def roles_at_large(cls, actor_id):
        return (HeldRole("maker", side="house"),)


@machine
class Lamp(Made):
    """Two states, and a step of every kind."""

    SIDES = ("guest", "house")
    FREE = {"off": ("wiring",)}
    CREATIONS = (Creation(name="make", label="Make a lamp", event="lamp.made", who=MAKER, by_clock=True),)

    class State(models.TextChoices):
        OFF = "off", "Off"
        ON = "on", "On"

    state = StateField(State)
    brightness = models.PositiveSmallIntegerField(default=0)
    notes = models.JSONField(default=list)
    named = models.JSONField(default=list)
    wiring = models.CharField(max_length=40, blank=True)
    has_current = models.BooleanField(default=True)
    rests_until = models.DateTimeField(null=True)
    curfew_step = models.CharField(max_length=20, default="go_out")

    @classmethod
    def roles_of(cls, actor_id):
        return RawSQL(ROLES.format('"toy_lamp"."id"'), [actor_id], output_field=models.JSONField())

    def content(self, step):
        return {"wiring": self.wiring}

    @step(
        source=State.OFF, target=State.ON, who=["keeper"],
        guards=[rules.has_current, rules.not_too_hot], checks=[rules.brightness_given],
        deadlines=[rules.BURNING], effects=[rules.trip], asks_for=["brightness"],
        event="lamp.lit", label="Light", consequence="The lamp burns for an hour.",
    )  # fmt: skip
    def light(self, context: StepContext):
        """Light the lamp."""
        self.brightness = context.inputs["brightness"]
        context.details["brightness"] = self.brightness
        context.personal |= context.inputs.get("personal", {})

    @step(
        source=State.ON, target=State.OFF, who=["keeper", "guest"], deadlines=[Meets(("burning",))],
        event="lamp.put_out", label="Put out",
    )  # fmt: skip
    def put_out(self, context: StepContext):
        """Put the lamp out."""

    @step(
        source=State.ON, target=State.OFF, by_clock=True, guards=[rules.has_current],
        deadlines=[Meets(("burning",)), Cancels(("curfew",))], event="lamp.went_out", label="Go out",
    )  # fmt: skip
    def go_out(self, context: StepContext):
        """Let the lamp burn out."""
        self.rests_until = context.now + rules.HOUR

    @step(
        source=State.ON, target=None, who=["keeper"], deadlines=[Pauses(("burning", "inspection"))],
        cascades=[rules.dim_bulbs], event="lamp.shaded", label="Shade",
    )  # fmt: skip
    def shade(self, context: StepContext):
        """Shade the lamp; its time stands still."""

    @step(
        source=State.ON, target=None, who=["keeper"], deadlines=[Resumes(("burning", "inspection"))],
        event="lamp.unshaded", label="Unshade",
    )  # fmt: skip
    def unshade(self, context: StepContext):
        """Take the shade off; its time goes on."""

    @step(
        source=[State.OFF, State.ON], target=None, who=["keeper"],
        deadlines=[rules.INSPECTION], event="lamp.inspection_set", label="Set the inspection",
    )  # fmt: skip
    def inspect_after(self, context: StepContext):
        """Say when the lamp is inspected; nothing happens by itself when that passes."""

    @step(
        source=[State.OFF, State.ON], target=None, who=["keeper"],
        deadlines=[rules.CURFEW], event="lamp.curfew_set", label="Set a curfew",
    )  # fmt: skip
    def set_curfew(self, context: StepContext):
        """Say when the lamp goes out at the latest."""
        self.curfew_step = context.inputs.get("step", "go_out")

    @step(
        source=[State.OFF, State.ON], target=None, who=["keeper"],
        deadlines=[Cancels(("curfew",))], event="lamp.curfew_lifted", label="Lift the curfew",
    )  # fmt: skip
    def lift_curfew(self, context: StepContext):
        """Let the lamp burn on."""

    @step(
        source=State.OFF, target=State.ON, who=["keeper", "electrician"], quorum=TWO_PEOPLE,
        guards=[rules.has_current, rules.not_named], event="lamp.rewired", label="Rewire",
    )  # fmt: skip
    def rewire(self, context: StepContext):
        """Rewire and light the lamp, by two people of different offices."""
        self.notes.append(context.inputs.get("note", ""))

    @step(
        source=State.OFF, target=None, who=["keeper", "electrician"], quorum=rules.EVERYBODY,
        reauthenticate=True, event="lamp.certified", label="Certify",
    )  # fmt: skip
    def certify(self, context: StepContext):
        """Certify the lamp, by everybody whom it names."""

    @step(
        source=[State.OFF, State.ON], target=None, who=["keeper"], effects=[rules.fit_a_bulb],
        event="lamp.fitted", label="Fit a bulb",
    )  # fmt: skip
    def fit(self, context: StepContext):
        """Fit one more bulb."""

    @step(
        source=[State.OFF, State.ON], target=None, who=["keeper"], effects=[rules.found_a_matter],
        event="lamp.copied", label="Copy",
    )  # fmt: skip
    def copy(self, context: StepContext):
        """Make another lamp like this one."""

    @step(
        source=[State.OFF, State.ON], target=State.OFF, who=["keeper", "guest"], deadlines=[Meets(("burning",))],
        cascades=[rules.break_bulbs], leaves=True, event="lamp.left", label="Leave",
    )  # fmt: skip
    def leave(self, context: StepContext):
        """Leave the lamp, at once."""

    @step(
        source=State.ON, target=State.OFF, who=["keeper"], cascades=[rules.crush_bulbs], leaves=True,
        event="lamp.abandoned", label="Abandon",
    )  # fmt: skip
    def abandon(self, context: StepContext):
        """Leave the lamp and crush what can be crushed."""

    @step(
        source=[State.OFF, State.ON], target=None, who=["keeper"], quorum=TWO_PEOPLE, effects=[rules.forget],
        event="lamp.forgot", label="Forget a person",
    )  # fmt: skip
    def forget(self, context: StepContext):
        """Erase what a person's steps say of that person."""

    @step(
        source=[State.OFF, State.ON], target=Computed(lambda lamp: lamp.wiring or "off", (State.OFF, State.ON)),
        who=["electrician"], checks=[guards.reason_given], event="lamp.tried_out", label="Try out", sides=["house"],
    )  # fmt: skip
    def try_out(self, context: StepContext):
        """Try the wiring; the lamp is then as its wiring says."""
        self.notes.append(context.inputs["reason"])


@machine
class Bulb(Made):
    """Whole, or broken for good."""

    class State(models.TextChoices):
        WHOLE = "whole", "Whole"
        BROKEN = "broken", "Broken"

    READ_WITH = ("lamp",)
    SIDES = ("guest", "house")
    FIXED = ("lamp",)
    CREATIONS = (
        Creation(name="fit", label="Fit a bulb", event="bulb.fitted", who=MAKER),
        Creation(
            name="fit_for_an_hour", label="Fit a bulb for an hour", event="bulb.fitted", who=MAKER,
            sets=(Sets("end", "crush", rules.burns_an_hour),),
        ),
        Creation(
            name="screw_in", label="Screw in a bulb", event="bulb.screwed_in", on="lamp", who=frozenset({"keeper"}),
            guards=(rules.has_current, rules.holds_few), checks=(rules.new_bulb_is_cold, rules.brightness_given),
            sides=("house",), reserved="Keepers screw in bulbs.",
        ),
    )  # fmt: skip
    lamp = models.ForeignKey(Lamp, on_delete=models.PROTECT, related_name="bulbs")
    part_of = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="shards")
    state = StateField(State)
    is_hot = models.BooleanField(default=False)
    cooled_by = models.CharField(max_length=20, blank=True)

    @classmethod
    def roles_of(cls, actor_id):
        return RawSQL(ROLES.format('"toy_bulb"."lamp_id"'), [actor_id], output_field=models.JSONField())

    @step(
        source=State.WHOLE, target=None, who=["keeper"], guards=[rules.bulb_is_cold],
        event="bulb.cooled", label="Cool",
    )  # fmt: skip
    def cool(self, context: StepContext):
        """Let the bulb cool down."""
        self.cooled_by = context.inputs.get("by", "")

    @step(
        source=State.WHOLE, target=State.BROKEN, who=["keeper"], guards=[rules.bulb_is_cold],
        cascades=[rules.sweep_shards], event="bulb.ended", label="End",
    )  # fmt: skip
    def end(self, context: StepContext):
        """Break the bulb."""

    @step(
        source=State.WHOLE, target=State.BROKEN, who=["keeper"], by_clock=True, guards=[rules.bulb_is_cold],
        keeps_guards=True, event="bulb.crushed", label="Crush",
    )  # fmt: skip
    def crush(self, context: StepContext):
        """Crush the bulb, once it is cold."""


@machine
class Safe(Made):
    """Empty or full; that it is full, only the house may know."""

    class State(models.TextChoices):
        EMPTY = "empty", "Empty"
        FULL = "full", "Full"

    SIDES = ("guest", "house")
    CREATIONS = (Creation(name="make", label="Make a safe", event="safe.made", who=MAKER),)
    INTERNAL = {"full": Internal("empty", frozenset({"house"}))}
    state = StateField(State)

    @classmethod
    def roles_of(cls, actor_id):
        return RawSQL(ROLES.format('"toy_safe"."id"'), [actor_id], output_field=models.JSONField())

    @step(
        source=State.EMPTY, target=State.FULL, who=["keeper"], sides=["house"], event="safe.filled", label="Fill",
    )  # fmt: skip
    def fill(self, context: StepContext):
        """Put something into the safe."""

    @step(
        source=State.FULL, target=State.EMPTY, who=["keeper"], event="safe.emptied", label="Empty",
    )  # fmt: skip
    def empty(self, context: StepContext):
        """Take out whatever is in the safe."""

    @step(
        source=[State.EMPTY, State.FULL], target=None, who=["guest", "keeper"], event="safe.knocked_at", label="Knock",
    )  # fmt: skip
    def knock(self, context: StepContext):
        """Knock at the safe."""

    @step(
        source=State.EMPTY, target=None, who=["keeper"], event="safe.dusted", label="Dust",
    )  # fmt: skip
    def dust(self, context: StepContext):
        """Dust an empty safe."""


@machine
class Beacon(Made):
    """Lit, or out; while it goes out, it waits for a job, because its switch is outside the database."""

    SIDES = ("guest", "house")
    CREATIONS = (
        Creation(name="make", label="Make a beacon", event="beacon.made", who=MAKER, sets=(rules.DAWN,)),
    )

    class State(models.TextChoices):
        LIT = "lit", "Lit"
        GOING_OUT = "going_out", "Going out"
        OUT = "out", "Out"

    state = StateField(State)

    @classmethod
    def roles_of(cls, actor_id):
        return RawSQL(ROLES.format('"toy_beacon"."id"'), [actor_id], output_field=models.JSONField())

    @step(
        source=State.LIT, target=State.GOING_OUT, who=["keeper"], by_clock=True, jobs=[Queues("switch_off")],
        event="beacon.switched_off", label="Switch off",
    )  # fmt: skip
    def switch_off(self, context: StepContext):
        """Let the beacon be switched off."""

    @step(
        source=State.GOING_OUT, target=State.OUT, by_clock=True, event="beacon.went_out", label="Note that it is out",
    )  # fmt: skip
    def note_out(self, context: StepContext):
        """Note that the beacon is out."""

    @step(
        source=[State.LIT, State.GOING_OUT], target=None, who=["keeper"], effects=[rules.trip],
        jobs=[Queues("blink", rules.as_often_as_asked)], event="beacon.blinked", label="Blink",
    )  # fmt: skip
    def blink(self, context: StepContext):
        """Let the beacon blink, as often as the inputs say."""
