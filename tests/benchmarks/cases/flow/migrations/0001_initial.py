"""The peer's one table."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True
    dependencies = [("viewflow", "__latest__")]
    operations = [
        migrations.CreateModel(
            name="Case",
            fields=[
                (
                    "process_ptr",
                    models.OneToOneField(
                        auto_created=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        parent_link=True,
                        primary_key=True,
                        serialize=False,
                        to="viewflow.process",
                    ),
                ),
                ("application", models.JSONField(default=dict)),
                ("lead", models.CharField(blank=True, max_length=64)),
                ("concurred", models.BooleanField(default=False)),
                ("recommended", models.CharField(blank=True, max_length=12)),
                ("determined_by", models.JSONField(default=list)),
            ],
            bases=("viewflow.process",),
        )
    ]
