"""The instant of a log's newest entry moves with an entry, and no other way (`workflow/refusals.py`)."""

from django.db import migrations

from workflow import refusals


class Migration(migrations.Migration):
    dependencies = [("workflow", "0006_refusals_by_condition")]
    operations = [migrations.RunSQL(refusals.install(), migrations.RunSQL.noop)]
