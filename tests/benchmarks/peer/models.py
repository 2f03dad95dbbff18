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
