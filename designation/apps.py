"""The Django application of the framework."""

from django.apps import AppConfig


class DesignationConfig(AppConfig):
    name = "designation"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Register the check of the database's login."""
        from designation.config import rights  # noqa: F401
