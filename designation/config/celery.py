"""Background work: the beat says when, any number of workers do it.

Tasks carry ids only and may run twice. What is due later than minutes is a row in PostgreSQL, never a task: so nothing
is lost with Redis, and whatever was missed is found again. How tasks are sent: designation/config/beat.py.
"""

import os
import warnings
from typing import Any

from celery import Celery
from celery.platforms import SecurityWarning
from celery.signals import celeryd_init, task_failure
from kombu.transport.redis import Channel

from designation.config.starting import sentences_instead_of_tracebacks

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "designation.config.settings")
with sentences_instead_of_tracebacks():
    app = Celery("designation")
    app.config_from_object("django.conf:settings", namespace="CELERY")
    app.autodiscover_tasks()

# A worker that loses Redis keeps nothing of what it had taken from the queue and gives nothing back: beat sends it
# again within seconds. To give it back over a connection that is gone ends the worker (kombu 5.7).
Channel.do_restore = False

# It warns root of pickled tasks, which run whatever they are sent; ours are JSON and nothing else is accepted.
warnings.filterwarnings("ignore", category=SecurityWarning)

HEARTBEAT = "designation.heartbeat"
SCHEDULE_S = {
    "workflow.tasks.sweep": 1.0,
    "workflow.tasks.deliver": 2.0,
    "workflow.tasks.seal": 5.0,
    HEARTBEAT: 2.0,
}
app.conf.beat_schedule = {name: {"task": name, "schedule": interval} for name, interval in SCHEDULE_S.items()}


@app.task(name=HEARTBEAT)
def heartbeat() -> None:
    """Record that a worker does what it is sent."""
    from designation.web import health

    health.record("worker")


@celeryd_init.connect
def _keep_the_owner_out(**_: Any) -> None:
    from designation.config import rights

    rights.keep_the_owner_out()


@task_failure.connect
def _tell_of_a_full_database(exception: BaseException | None = None, **_: Any) -> None:
    """Let the site say that nothing can be saved, where a task is the first to meet it."""
    from designation.web import health
    from workflow.servers import Trouble, trouble

    if trouble(exception) is Trouble.FULL:
        health.note_full()
