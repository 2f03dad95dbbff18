"""The Django application of the framework."""

from django.apps import AppConfig


class DesignationConfig(AppConfig):
    name = "designation"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Let every form say what to do where an answer cannot be taken."""
        from designation.web import field_errors

        field_errors.say()
