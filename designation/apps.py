"""The Django application of the framework."""

from django.apps import AppConfig


class DesignationConfig(AppConfig):
    name = "designation"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Load the packages' extensions, register checks, and set the error messages of forms."""
        from django.conf import settings

        from designation import declarations
        from designation.config import (  # noqa: F401 (the import registers the checks)
            earlier_version,
            kind_of_site,
            rights,
        )
        from designation.metrics import counters
        from designation.people import checks  # noqa: F401 (this one too)
        from designation.web import field_errors
        from workflow import jobs, step_extensions
        from workflow.closing import closed_days

        field_errors.say()  # first: form classes that are defined before keep Django's own words
        declarations.load("extensions")
        step_extensions.freeze()
        jobs.freeze()
        closed_days.freeze()
        if settings.METRICS_ADDRESS:
            counters.begin()
