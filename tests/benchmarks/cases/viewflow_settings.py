"""The peer's settings: what django-viewflow needs, and the same connection to the same server as ours."""

import os

from designation.config import environment

SECRET_KEY = "benchmark"
USE_TZ = True
DATABASES = {"default": environment.database(os.environ["DATABASE_OWNER_URL"], "DATABASE_OWNER_URL")}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
INSTALLED_APPS = [
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "viewflow",
    "viewflow.workflow",
    "tests.benchmarks.cases.flow",
]
