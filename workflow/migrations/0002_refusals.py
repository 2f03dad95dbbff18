"""What PostgreSQL refuses by itself (`workflow/refusals.py`)."""

from django.db import migrations

from workflow import refusals


class Migration(migrations.Migration):
    dependencies = [("workflow", "0001_initial")]
    operations = [migrations.RunSQL(refusals.install(), refusals.remove())]
