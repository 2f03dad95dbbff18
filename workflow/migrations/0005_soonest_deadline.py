"""The soonest deadline of a log is read along an index, however many the log has."""

from django.contrib.postgres.operations import AddIndexConcurrently, RemoveIndexConcurrently
from django.db import migrations, models


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("workflow", "0004_deadlines_in_order")]
    operations = [
        AddIndexConcurrently(
            "deadline",
            models.Index(
                name="deadline_soonest",
                fields=["log", "due_at"],
                condition=models.Q(state__in=["running", "paused"]),
            ),
        ),
        RemoveIndexConcurrently("deadline", "deadline_log"),
    ]
