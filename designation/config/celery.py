"""Background work: the beat says when, any number of workers do it.

Tasks carry ids only and may run twice. Each expires after its own interval, so that a queue which was held up does
not do the same thing many times over. What is due later than minutes is a row in PostgreSQL, never a task.
"""

import os
import warnings
from typing import Any

from celery import Celery
from celery.platforms import SecurityWarning
from celery.signals import before_task_publish

from designation.config.environment import sentences_instead_of_tracebacks

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "designation.config.settings")
with sentences_instead_of_tracebacks():
    app = Celery("designation")
    app.config_from_object("django.conf:settings", namespace="CELERY")
    app.autodiscover_tasks()

# It warns root of pickled tasks, which run whatever they are sent; ours are JSON and nothing else is accepted.
warnings.filterwarnings("ignore", category=SecurityWarning)

HEARTBEAT = "designation.heartbeat"
SCHEDULE_S = {
    "workflow.tasks.sweep": 1.0,
    "workflow.tasks.deliver": 2.0,
    "workflow.tasks.seal": 5.0,
    HEARTBEAT: 2.0,
}
app.conf.beat_schedule = {
    name: {"task": name, "schedule": interval, "options": {"expires": interval}}
    for name, interval in SCHEDULE_S.items()
}


@app.task(name=HEARTBEAT)
def heartbeat() -> None:
    """Record that a worker does what it is sent."""
    from designation.web import health

    health.record("worker")


@before_task_publish.connect(sender=HEARTBEAT)
def _beat_is_alive(**_: Any) -> None:
    """Record, in the beat's own process, that it sends what is due."""
    from designation.web import health

    health.record("beat")
