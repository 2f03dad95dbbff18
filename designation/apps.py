"""The Django application of the framework."""

from django.apps import AppConfig


class DesignationConfig(AppConfig):
    name = "designation"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Register the checks of the database, and let every form say what to do about a wrong answer."""
        from designation.config import earlier_version, rights  # noqa: F401 (to import them registers the checks)
        from designation.web import field_errors

        field_errors.say()
