"""Entries that everybody may read tell of *recommended* as *in assessment* (`Request.INTERNAL`)."""

import workflow.database
from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [
        ("designation", "0010_grants_stand_on_appointments"),
        ("workflow", "0006_refusals_by_condition"),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="request",
            name="designation_request_entry",
        ),
        migrations.AddConstraint(
            model_name="request",
            constraint=workflow.database.NeedsEntry(
                label="designation.Request",
                name="designation_request_entry",
                told=("recommended=in_assessment",),
            ),
        ),
    ]
