"""The Django application of the engine."""

from django.apps import AppConfig


class WorkflowConfig(AppConfig):
    name = "workflow"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Register the system checks that compare the database with the code, and the engine's own kind of job."""
        from workflow import checks, jobs, mail  # noqa: F401 - importing the checks registers them

        jobs.register(mail.KIND, mail.send)
