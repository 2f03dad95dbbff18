"""The list of requests, and what each lead has in hand, are read along an index, however many there are."""

from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("designation", "0005_pages_say_what_they_showed")]
    operations = [
        AddIndexConcurrently("request", models.Index(name="request_newest", fields=["-created_at", "id"])),
        AddIndexConcurrently(
            "request",
            models.Index(
                name="request_led",
                fields=["lead"],
                condition=models.Q(
                    state__in=[
                        "submitted",
                        "clarification_requested",
                        "information_requested",
                        "in_assessment",
                        "recommended",
                    ]
                ),
            ),
        ),
    ]
