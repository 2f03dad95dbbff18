"""The site's settings, with the bare POST beside its pages."""

from designation.config.settings import *  # noqa: F403 (these are the settings)

ROOT_URLCONF = "tests.benchmarks.posting.bare"
WORKFLOW_DIRECTORY = "tests.benchmarks.ours.notices"
