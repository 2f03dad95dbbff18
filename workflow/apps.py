"""The Django application of the engine."""

from django.apps import AppConfig


class WorkflowConfig(AppConfig):
    name = "workflow"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Register the system checks that compare the database with the code."""
        from workflow import checks  # noqa: F401 - importing registers them
