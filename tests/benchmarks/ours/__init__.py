"""Our side: the toy's lamp, lit and put out through `perform`, over the installation's own settings."""

import os

from tests.benchmarks.databases import database

DATABASE = "bench_ours"


def set_up() -> None:
    """Point Django at our side's database."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "designation.config.settings"
    os.environ["DATABASE_OWNER_URL"] = database(DATABASE)
    import django
    from django.conf import settings

    django.setup()
    settings.WORKFLOW_DIRECTORY = "tests.benchmarks.ours.notices"
