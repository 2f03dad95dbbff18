"""When a person was at their desk last, and the time before: what came since is new."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("designation", "0003_signed_terms_stay"),
    ]

    operations = [
        migrations.AddField(
            model_name="person",
            name="desk_left_at",
            field=models.DateTimeField(editable=False, null=True),
        ),
        migrations.AddField(
            model_name="person",
            name="desk_seen_at",
            field=models.DateTimeField(editable=False, null=True),
        ),
    ]
