"""What is under way: signatures, deadlines, jobs, and the clock of a demonstration.

Approval, Deadline and Job name their subject by `machine` (the model's label) and `subject_id`; there are no
content types.
"""

from __future__ import annotations

import uuid

from django.db import models

from workflow.models.ledger import Log
from workflow.sql.log_entries import NeedsLogEntry


class Approval(models.Model):
    """One person's signature under one step of one subject, bound to the content they saw (APPROVALS.md).

    Voiding one needs no entry, nor does taking a role from those that it was given under: neither adds authority.
    """

    class State(models.TextChoices):
        OPEN = "open", "Counts"
        USED = "used", "Completed the step"
        VOIDED = "voided", "Voided by a change"
        TAKEN_BACK = "taken_back", "Taken back"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    log = models.ForeignKey(Log, on_delete=models.PROTECT, related_name="+", db_index=False)
    machine = models.CharField(max_length=80)
    subject_id = models.UUIDField()
    step = models.CharField(max_length=60)
    side = models.CharField(max_length=40, blank=True)
    salt = models.BinaryField()
    digest = models.CharField(max_length=64)
    inputs = models.JSONField(default=dict)
    actor = models.UUIDField()
    actor_name = models.CharField(max_length=200)
    held_roles = models.JSONField(default=list)
    at = models.DateTimeField()
    expires_at = models.DateTimeField()
    state = models.CharField(max_length=12, choices=State, default=State.OPEN)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="approval_once_per_person",
                fields=["subject_id", "step", "actor"],
                condition=models.Q(state="open"),
            ),
            NeedsLogEntry(
                name="approval_entry",
                logs=["SELECT r.log_id"],
                changes=["state", "held_roles"],
                free={
                    "was.state = 'open' AND r.state = 'voided'": ["state"],
                    "was.held_roles @> r.held_roles": ["held_roles"],
                },
            ),
        ]
        indexes = [models.Index(name="approval_open", fields=["actor"], condition=models.Q(state="open"))]


class Deadline(models.Model):
    """A due date and the step that the clock performs when it passes.

    `wake_at` is when a worker next looks at the row: the first unsent reminder, the due instant, or the next try.
    Workers note that without an entry, and that a deadline has passed that only warns. `closed` are the days up to the
    due instant that were known to be closed when it was computed, besides weekends and holidays.
    """

    class State(models.TextChoices):
        RUNNING = "running", "Running"
        PAUSED = "paused", "Paused"
        MET = "met", "Met"
        FIRED = "fired", "Passed"
        CANCELED = "canceled", "Canceled"

    LIVE = (State.RUNNING, State.PAUSED)
    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    log = models.ForeignKey(Log, on_delete=models.PROTECT, related_name="deadlines", db_index=False)
    machine = models.CharField(max_length=80)
    subject_id = models.UUIDField()
    kind = models.CharField(max_length=40)
    step = models.CharField(max_length=60, blank=True)
    calendar = models.CharField(max_length=20)
    set_at = models.DateTimeField()
    due_at = models.DateTimeField()
    wake_at = models.DateTimeField()
    remaining_s = models.BigIntegerField(null=True)
    remaining_days = models.IntegerField(null=True)
    reminders = models.JSONField(default=list)
    reminded = models.JSONField(default=list)
    closed = models.JSONField(default=list)
    state = models.CharField(max_length=10, choices=State, default=State.RUNNING)
    attempts = models.PositiveIntegerField(default=0)
    last_error = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="deadline_one_live_per_kind",
                fields=["subject_id", "kind"],
                condition=models.Q(state__in=["running", "paused"]),
            ),
            NeedsLogEntry(
                name="deadline_entry",
                logs=["SELECT r.log_id"],
                changes=[
                    *("due_at", "remaining_s", "remaining_days", "closed", "state"),
                    *("wake_at", "reminded", "attempts", "last_error"),
                ],
                free={
                    "true": ["wake_at", "reminded", "attempts", "last_error"],
                    "was.step = '' AND was.state = 'running' AND r.state = 'fired'": ["state"],
                },
            ),
        ]
        indexes = [
            models.Index(name="deadline_wake", fields=["wake_at"], condition=models.Q(state="running")),
            models.Index(
                name="deadline_soonest",
                fields=["log", "due_at"],
                condition=models.Q(state__in=["running", "paused"]),
            ),
            models.Index(
                name="deadline_due",
                fields=["machine", "due_at", "subject_id"],
                condition=models.Q(state="running"),
            ),
        ]


class Job(models.Model):
    """Work outside the database, written with the step that causes it and done afterward (`workflow/jobs.py`).

    `inputs` holds ids and names, never content. `next_at` is when a worker next takes the job: the next try or, while a
    worker has it, the end of that worker's lease.
    """

    class State(models.TextChoices):
        QUEUED = "queued", "Waiting"
        DONE = "done", "Done"
        DEAD = "dead", "Gave up"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    kind = models.CharField(max_length=40)
    log = models.ForeignKey(Log, on_delete=models.PROTECT, related_name="+", db_index=False)
    machine = models.CharField(max_length=80)
    subject_id = models.UUIDField()
    event = models.CharField(max_length=80)
    actor = models.CharField(max_length=64, blank=True)
    inputs = models.JSONField(default=dict)
    at = models.DateTimeField()
    state = models.CharField(max_length=10, choices=State, default=State.QUEUED)
    attempts = models.PositiveIntegerField(default=0)
    next_at = models.DateTimeField()
    last_error = models.TextField(blank=True)

    class Meta:
        indexes = [
            models.Index(name="job_queue", fields=["next_at"], condition=models.Q(state="queued")),
            models.Index(name="job_dead", fields=["at"], condition=models.Q(state="dead")),
        ]

    @property
    def key(self) -> str:
        """The idempotency key of the step that a handler performs: however often the job runs, there is one entry."""
        return f"job:{self.pk}"


class Delivery(models.Model):
    """One mail to one person because of one job of the kind mail; the row is written before the mail leaves."""

    class State(models.TextChoices):
        SENDING = "sending", "Being sent"
        SENT = "sent", "Sent"
        FAILED = "failed", "Failed"

    job = models.ForeignKey(Job, on_delete=models.PROTECT, related_name="deliveries")
    recipient = models.UUIDField()
    address = models.EmailField()
    subject = models.CharField(max_length=200)
    body = models.TextField()
    at = models.DateTimeField()
    state = models.CharField(max_length=10, choices=State, default=State.SENDING)
    error = models.TextField(blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(name="delivery_once_per_person", fields=["job", "recipient"])]
        indexes = [models.Index(name="delivery_recent", fields=["-at"])]


class ClockOffset(models.Model):
    """How far a demonstration's clock is ahead (one row; never in production)."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    amount = models.DurationField()

    class Meta:
        constraints = [models.CheckConstraint(name="clock_one_row", condition=models.Q(id=1))]
