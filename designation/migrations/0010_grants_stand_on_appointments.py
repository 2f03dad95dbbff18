"""A grant stands on the appointment that the evaluator held when they were named; those from before, on the present one."""

import django.db.models.deletion
from django.db import migrations, models

FILL = """
UPDATE designation_grant g SET appointment_id = (
  SELECT a.id FROM designation_appointment a
  WHERE a.person_id = g.person_id AND a.role = 'evaluator' AND a.state = 'active'
  ORDER BY a.delegated_from_id NULLS FIRST, a.id LIMIT 1
) WHERE g.state <> 'ended';
"""


class Migration(migrations.Migration):
    dependencies = [("designation", "0009_evaluators_names")]
    operations = [
        migrations.AddField(
            model_name="grant",
            name="appointment",
            field=models.ForeignKey(
                db_constraint=False,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="designation.appointment",
            ),
        ),
        migrations.RunSQL(FILL, migrations.RunSQL.noop),
    ]
