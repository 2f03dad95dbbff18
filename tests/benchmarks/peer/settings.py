"""The peer's settings: nothing but what it needs, and the same connection to the same server as ours."""

import os

from designation.config import environment

SECRET_KEY = "benchmark"
USE_TZ = True
DATABASES = {"default": environment.database(os.environ["DATABASE_OWNER_URL"], "DATABASE_OWNER_URL")}
DJANGO_FSM_LOG_IGNORED_MODELS = os.environ.get("PEER_UNLOGGED", "").split()
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
INSTALLED_APPS = [
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django_fsm",
    "django_fsm_log",
    "tests.benchmarks.peer.apps.PeerConfig",
]
