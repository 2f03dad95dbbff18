"""The Django application of the toy; installed in test settings only."""

from django.apps import AppConfig


class ToyConfig(AppConfig):
    name = "tests.workflow.toy"
    label = "toy"
    default_auto_field = "django.db.models.BigAutoField"
