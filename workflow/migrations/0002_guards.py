"""What PostgreSQL itself refuses: functions first, then the triggers that call them (`workflow/sql/`)."""

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
    ]
