"""The peer's lamp: two states, a condition, and who did it in the log."""

from django.db import models
from django_fsm import FSMField, transition
from django_fsm_log.decorators import fsm_log_by


def current_is_on(lamp):
    return lamp.has_current


class Lamp(models.Model):
    """On an integer key, because django-fsm-log stores one."""

    state = FSMField(default="off", protected=True)
    brightness = models.PositiveSmallIntegerField(default=0)
    has_current = models.BooleanField(default=True)
    due_at = models.DateTimeField(null=True, db_index=True)

    @fsm_log_by
    @transition(field=state, source="off", target="on", conditions=[current_is_on])
    def light(self, brightness, by=None):
        self.brightness = brightness

    @fsm_log_by
    @transition(field=state, source="on", target="off")
    def put_out(self, by=None):
        pass

    @fsm_log_by
    @transition(field=state, source="on", target="off", conditions=[current_is_on])
    def go_out(self, by=None):
        self.due_at = None


class ChainedLamp(models.Model):
    """The same lamp, whose history the chain keeps instead of django-fsm-log."""

    state = FSMField(default="off", protected=True)
    brightness = models.PositiveSmallIntegerField(default=0)
    has_current = models.BooleanField(default=True)

    @transition(field=state, source="off", target="on", conditions=[current_is_on])
    def light(self, brightness):
        self.brightness = brightness

    @transition(field=state, source="on", target="off")
    def put_out(self):
        pass


class Chain(models.Model):
    """The head of one hash chain over everything that happens."""

    size = models.BigIntegerField(default=0)
    last = models.CharField(max_length=64, blank=True)


class Link(models.Model):
    """One entry of the chain: its hash covers its body and the hash before it."""

    index = models.BigIntegerField(unique=True)
    at = models.DateTimeField()
    lamp = models.ForeignKey(ChainedLamp, on_delete=models.PROTECT)
    actor = models.IntegerField()
    body = models.JSONField()
    hash = models.CharField(max_length=64)


class DutifulLamp(models.Model):
    """The lamp of the peers with equal duties. The head of its hash chain is in its row (lean) or beside it (usual)."""

    state = FSMField(default="off", protected=True)
    brightness = models.PositiveSmallIntegerField(default=0)
    has_current = models.BooleanField(default=True)
    size = models.BigIntegerField(default=0)
    last = models.CharField(max_length=64, blank=True)
    due_at = models.DateTimeField(null=True, db_index=True)

    @transition(field=state, source="off", target="on", conditions=[current_is_on])
    def light(self, brightness, by=None):
        self.brightness = brightness

    @transition(field=state, source="on", target="off")
    def put_out(self, by=None):
        pass

    light_logged = fsm_log_by(light)
    put_out_logged = fsm_log_by(put_out)


class Keeper(models.Model):
    """A person's role at a lamp."""

    lamp = models.ForeignKey(DutifulLamp, on_delete=models.CASCADE)
    person = models.IntegerField(db_index=True)
    role = models.CharField(max_length=20)


class Head(models.Model):
    """The head of one lamp's hash chain."""

    lamp = models.OneToOneField(DutifulLamp, on_delete=models.CASCADE)
    size = models.BigIntegerField(default=0)
    last = models.CharField(max_length=64, blank=True)


class Audit(models.Model):
    """One row of a lamp's hash chain. The key makes a call that is sent twice count once."""

    lamp = models.ForeignKey(DutifulLamp, on_delete=models.PROTECT)
    index = models.BigIntegerField()
    at = models.DateTimeField()
    actor = models.IntegerField()
    key = models.CharField(max_length=64)
    body = models.JSONField()
    hash = models.CharField(max_length=64)

    class Meta:
        constraints = [
            models.UniqueConstraint(name="audit_place", fields=["lamp", "index"]),
            models.UniqueConstraint(name="audit_key", fields=["actor", "key"]),
        ]


class Outbox(models.Model):
    """One message that waits to be sent."""

    kind = models.CharField(max_length=40)
    lamp = models.ForeignKey(DutifulLamp, on_delete=models.PROTECT)
    inputs = models.JSONField(default=dict)
    at = models.DateTimeField()
    state = models.CharField(max_length=10, default="queued")


class Due(models.Model):
    """One deadline of a lamp."""

    lamp = models.ForeignKey(DutifulLamp, on_delete=models.CASCADE)
    kind = models.CharField(max_length=20)
    due_at = models.DateTimeField()
    state = models.CharField(max_length=10, default="running")

    class Meta:
        indexes = [models.Index(name="due_running", fields=["due_at"], condition=models.Q(state="running"))]


class OpenApproval(models.Model):
    """A signature that waits for others, and is void once the lamp changes."""

    lamp = models.ForeignKey(DutifulLamp, on_delete=models.CASCADE)
    person = models.IntegerField()
    state = models.CharField(max_length=10, default="open")
