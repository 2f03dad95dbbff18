"""What is legal is said in the triggers' own conditions (`workflow/database.py`)."""

from django.db import migrations

from workflow.database import renew


class Migration(migrations.Migration):
    dependencies = [("designation", "0007_attempts"), ("workflow", "0006_refusals_by_condition")]
    operations = [migrations.RunPython(renew, migrations.RunPython.noop)]
