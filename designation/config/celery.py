"""Background work. The beat sends tasks on a schedule, and any number of workers run them.

Tasks carry only ids and may run twice. Work that is due later than a few minutes from now is a row in
PostgreSQL, never a task. So nothing is lost if Redis loses its data, and missed work is found again. See
designation/config/beat.py for how tasks are sent.
"""

import os
import warnings
from typing import Any

from celery import Celery
from celery.platforms import SecurityWarning
from celery.signals import beat_init, celeryd_init, task_failure
from kombu.transport.redis import Channel

from designation.config.starting import (
    exit_with_message,
    guard_connections,
    refuse_another_sites_database,
)

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "designation.config.settings")
with exit_with_message():
    app = Celery("designation")
    app.config_from_object("django.conf:settings", namespace="CELERY")
    app.autodiscover_tasks()

# If a worker loses its connection to Redis, it drops the tasks it has taken and does not put them back; beat sends
# them again within seconds. Putting them back over a lost connection would end the worker (kombu 5.7).
Channel.do_restore = False

# Celery warns root about pickled tasks, which can run arbitrary code. We accept only JSON.
warnings.filterwarnings("ignore", category=SecurityWarning)

HEARTBEAT = "designation.heartbeat"
CLEAN_VAULT = "designation.clean_vault"
ENDS_OF_DOWNLOADS = "designation.ends_of_downloads"
CLEAN_SESSIONS = "designation.clean_sessions"
FORGET_COUNTERS = "designation.forget_counters"
SCHEDULE_S = {
    "workflow.tasks.sweep": 1.0,
    "workflow.tasks.deliver": 2.0,
    "workflow.tasks.seal": 5.0,
    HEARTBEAT: 2.0,
    CLEAN_VAULT: 3600.0,
    ENDS_OF_DOWNLOADS: 20.0,
    CLEAN_SESSIONS: 3600.0,
    FORGET_COUNTERS: 3600.0,
}
app.conf.beat_schedule = {name: {"task": name, "schedule": interval} for name, interval in SCHEDULE_S.items()}


@app.task(name=HEARTBEAT)
def heartbeat() -> None:
    """Record that a worker runs the tasks it is sent."""
    from designation.web import health

    health.record("worker")


@app.task(name=CLEAN_VAULT)
def clean_vault() -> None:
    """Remove what rolled-back transactions left in the vault."""
    from designation.artifacts.resumable import janitor

    janitor.clean()


@app.task(name=ENDS_OF_DOWNLOADS)
def record_ends_of_downloads() -> None:
    """Record as unknown how downloads ended whose process was killed."""
    from designation.artifacts.downloads import clerk

    clerk.record_unknown()


@app.task(name=CLEAN_SESSIONS)
def clean_sessions() -> None:
    """Delete the sessions that ended by their limits."""
    from designation.sessions import ending

    ending.clean()


@app.task(name=FORGET_COUNTERS)
def forget_counters() -> None:
    """Delete the counters of readings that are older than any pattern looks back."""
    from designation.signals import counting
    from workflow import clock

    counting.forget(clock.now())


@celeryd_init.connect
@beat_init.connect
def _keep_to_the_right_database(**_: Any) -> None:
    refuse_another_sites_database()
    guard_connections()


@task_failure.connect
def _tell_of_a_refused_register(exception: BaseException | None = None, **_: Any) -> None:
    """Say on every page, and to the operators by mail, that the database lies behind what was signed."""
    from designation.operations import refused_register
    from workflow.ledger.newest import NewestMissing, RegisterBehind

    if isinstance(exception, RegisterBehind | NewestMissing):
        refused_register.tell(exception)


@task_failure.connect
def _tell_of_a_full_database(exception: BaseException | None = None, **_: Any) -> None:
    """Record that the database is full if a task fails because of it, so that every page can say so."""
    from designation.web import health
    from workflow.servers import Trouble, trouble

    if trouble(exception) is Trouble.FULL:
        health.note_full()
