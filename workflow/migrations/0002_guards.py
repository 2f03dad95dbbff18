"""What PostgreSQL itself refuses: functions first, then the triggers that call them (`workflow/sql/`)."""

import workflow.sql.log_entries
import workflow.sql.triggers
from django.db import migrations
from workflow.sql import trigger_sql


class Migration(migrations.Migration):
    dependencies = [("workflow", "0001_tables")]

    operations = [
        migrations.RunSQL(trigger_sql.install(), trigger_sql.remove()),
        migrations.AddConstraint(
            model_name="cosignature", constraint=workflow.sql.triggers.OnlyGrows(name="cosignature_grows")
        ),
        migrations.AddConstraint(
            model_name="approval",
            constraint=workflow.sql.log_entries.NeedsLogEntry(
                name="approval_entry",
                logs=("SELECT r.log_id",),
                changes=("state", "held_roles"),
                free={
                    "was.state = 'open' AND r.state = 'voided'": ("state",),
                    "was.held_roles @> r.held_roles": ("held_roles",),
                },
            ),
        ),
        migrations.AddConstraint(
            model_name="deadline",
            constraint=workflow.sql.log_entries.NeedsLogEntry(
                name="deadline_entry",
                logs=("SELECT r.log_id",),
                changes=(
                    "due_at",
                    "remaining_s",
                    "remaining_days",
                    "closed",
                    "state",
                    "wake_at",
                    "reminded",
                    "attempts",
                    "last_error",
                ),
                free={
                    "true": ("wake_at", "reminded", "attempts", "last_error"),
                    "was.step = '' AND was.state = 'running' AND r.state = 'fired'": ("state",),
                },
            ),
        ),
    ]
