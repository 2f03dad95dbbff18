"""What is legal is said in the triggers' own conditions: no function runs for a step that is (`workflow/refusals.py`)."""

from django.db import migrations

from workflow import refusals


class Migration(migrations.Migration):
    dependencies = [("workflow", "0005_soonest_deadline")]
    operations = [migrations.RunSQL(refusals.install(), migrations.RunSQL.noop)]
