"""The Django application of the framework."""

from django.apps import AppConfig


class DesignationConfig(AppConfig):
    name = "designation"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Load what the packages declare, register checks, and give forms their error messages."""
        from designation import declarations
        from designation.config import earlier_version, rights  # noqa: F401 (to import them registers the checks)
        from designation.web import field_errors
        from workflow import steps

        declarations.load("extensions")
        steps.freeze()
        field_errors.say()
