"""Lists of what is due are read along an index, however long they are."""

from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("workflow", "0003_witnesses")]
    operations = [
        AddIndexConcurrently(
            "deadline",
            models.Index(
                name="deadline_due",
                fields=["machine", "due_at", "subject_id"],
                condition=models.Q(state="running"),
            ),
        )
    ]
