"""The peer: the same lamp on django-fsm-2, its transitions logged by django-fsm-log, under settings of its own."""

import os

from tests.benchmarks.databases import database

DATABASE = "bench_peer"


def set_up() -> None:
    """Point Django at the peer's database."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "tests.benchmarks.peer.settings"
    os.environ["DATABASE_OWNER_URL"] = database(DATABASE)
    import django

    django.setup()
