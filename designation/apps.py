"""The Django application of the framework."""

from django.apps import AppConfig


class DesignationConfig(AppConfig):
    name = "designation"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Register the check of the database's login, and let every form say what to do about a wrong answer."""
        from designation.config import rights  # noqa: F401 (to import it registers the check)
        from designation.web import field_errors

        field_errors.say()
