"""A grant says itself whether the developer knows the evaluator's name.

Grants from before are known by name only where no version of the terms of their window ever said pseudonyms.
"""

from django.db import migrations, models

FILL = """
UPDATE designation_grant g SET names = 'names' WHERE NOT EXISTS (
  SELECT FROM designation_termsversion v WHERE v.window_id = g.window_id AND v.content->>'names' IS DISTINCT FROM 'names'
);
"""


class Migration(migrations.Migration):
    dependencies = [("designation", "0008_refusals_by_condition")]
    operations = [
        migrations.AddField(
            model_name="grant",
            name="names",
            field=models.CharField(
                choices=[("names", "By name"), ("pseudonyms", "By a stable pseudonym")],
                db_default="pseudonyms",
                default="pseudonyms",
                max_length=12,
            ),
        ),
        migrations.RunSQL(FILL, migrations.RunSQL.noop),
    ]
